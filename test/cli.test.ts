// The wamp-mesh command, as people run it.

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))

function run(...args: string[]): { child: ChildProcess; output: () => string; ended: Promise<number> } {
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/cli.ts', ...args], { cwd: root })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', data => (output += data))
  return { child, output: () => output, ended: once(child, 'close').then(([code]) => code as number) }
}

test('help names the commands', async () => {
  const { output, ended } = run('--help')
  expect(await ended).toBe(0)
  expect(output()).toMatch(/wamp-mesh signal[\s\S]*wamp-mesh router/)
})

test.each([
  [['dance'], 2, 'There is no command dance'],
  [['router', '--port', 'many'], 1, '--port must be a number from 0 to 65535, and is many'],
  [['signal', '--prot', '1'], 1, '--prot'],
])('%j is refused with a sentence', async (args, code, sentence) => {
  const { output, ended } = run(...args)
  expect(await ended).toBe(code)
  expect(output()).toContain(sentence)
})

test.each([
  ['signal', /ws:\/\/localhost:\d+/],
  ['router', /ws:\/\/localhost:\d+\/ws/],
])('%s runs until Ctrl-C and ends cleanly', async (command, url) => {
  const { child, output, ended } = run(command, '--port', '0')
  await expect.poll(output, { timeout: 20_000 }).toMatch(url)
  child.kill('SIGINT')
  expect(await ended).toBe(0)
})
