// The wamp-mesh command, as people run it.

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect as connectTls } from 'node:tls'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { connect } from '../src/entry/index.ts'
import type { WebSocketConstructor } from '../src/transport/open-websocket.ts'
import { bundle } from './bundle.ts'
import { FIRST, SECOND } from './signaling/certificates.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
// Inside the project, for it imports what that has installed.
const folder = join(root, `node_modules/.cache/wamp-mesh-cli-${process.pid}`)
beforeAll(() => bundle({ cli: join(root, 'src/cli.ts') }, folder))
afterAll(() => rm(folder, { recursive: true }))

function run(...args: string[]): { child: ChildProcess; output: () => string; ended: Promise<number> } {
  const child = spawn(process.execPath, [join(folder, 'cli.mjs'), ...args], { cwd: root })
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
  [['signal', '--cert', 'fullchain.pem'], 1, '--cert and --key belong together'],
  [['signal', '--cert', 'no.pem', '--key', 'no.pem'], 1, 'The certificate cannot be used: ENOENT'],
  [['signal', '--turn', 'turn:example.org'], 1, '--turn needs the secret of the TURN server'],
  [['signal', '--turn', 'example.org', '--turn-secret-file', 'LICENSE'], 1, 'a TURN server has a URL such as'],
])('%j is refused with a sentence', async (args, code, sentence) => {
  const { output, ended } = run(...args)
  expect(await ended).toBe(code)
  expect(output()).toContain(sentence)
})

describe('rules in a file', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rules-'))
  })
  afterAll(() => rm(folder, { recursive: true }))
  const written = async (name: string, text: string) => {
    await writeFile(join(folder, name), text)
    return join(folder, name)
  }

  test('are kept', async () => {
    const file = await written('good.json', '{"realms":{"home":{"authentication":{"ticket":{"users":{}}}}}}')
    const { child, output, ended } = run('router', '--port', '0', '--rules', file)
    await expect.poll(output, { timeout: 20_000 }).toMatch(/ws:\/\/localhost:\d+\/ws/)
    const [url = ''] = output().match(/ws:\S+/) ?? []
    // Its types only spell the events out one by one.
    const options = { WebSocket: WebSocket as unknown as WebSocketConstructor }
    await expect(connect(url, options)).rejects.toMatchObject({ error: 'wamp.error.no_such_realm' })
    await expect(connect(url, { ...options, realm: 'home' })).rejects.toMatchObject({
      error: 'wamp.error.authentication_required',
    })
    child.kill('SIGINT')
    expect(await ended).toBe(0)
  })

  test('that are not right are refused with their place, or why they cannot be read', async () => {
    const bad = run('router', '--rules', await written('bad.json', '{"realms":{"home":{"permissions":[{"uri":1}]}}}'))
    const missing = run('router', '--rules', join(folder, 'missing.json'))
    const both = run('router', '--realm', 'home', '--rules', join(folder, 'bad.json'))
    expect(await Promise.all([bad.ended, missing.ended, both.ended])).toEqual([1, 1, 1])
    expect(bad.output()).toMatch(/bad\.json the rules\.realms\.home\.permissions\[0\]\.uri must be a string, and is 1/)
    expect(missing.output()).toMatch(/--rules: .*missing\.json cannot be read/)
    expect(both.output()).toContain('--realm and --rules cannot be used together')
  })
})

test('router --origin names whose pages may connect', async () => {
  const { child, output, ended } = run('router', '--port', '0', '--origin', 'https://a.example', '--origin', 'null')
  await expect.poll(output, { timeout: 20_000 }).toMatch(/ws:\/\/localhost:\d+\/ws/)
  const [url = ''] = output().match(/ws:\S+/) ?? []
  const opened = async (origin: string) => {
    const client = new WebSocket(url, ['wamp.2.json'], { origin })
    const outcome = await once(client, 'open').then(
      () => true,
      () => false,
    )
    client.terminate()
    return outcome
  }
  expect(await Promise.all(['https://a.example', 'null', 'http://localhost'].map(opened))).toEqual([true, true, false])
  child.kill('SIGINT')
  expect(await ended).toBe(0)
})

test('signal --cert speaks TLS, and SIGHUP has it read the certificate again', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'certificate-'))
  const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')]
  const put = async (certificate: typeof FIRST) => {
    await writeFile(cert, certificate.cert)
    await writeFile(key, certificate.key)
  }
  await put(FIRST)
  const { child, output, ended } = run('signal', '--port', '0', '--cert', cert, '--key', key)
  await expect.poll(output, { timeout: 20_000 }).toMatch(/wss:\/\/localhost:\d+/)
  const [, port = ''] = output().match(/localhost:(\d+)/) ?? []
  const shown = async () => {
    const socket = connectTls({ port: Number(port), host: 'localhost', rejectUnauthorized: false })
    await once(socket, 'secureConnect')
    const { subject } = socket.getPeerCertificate()
    socket.destroy()
    return subject.CN
  }
  expect(await shown()).toBe('first.localhost')
  await put(SECOND)
  child.kill('SIGHUP')
  await expect.poll(shown, { timeout: 20_000 }).toBe('second.localhost')
  child.kill('SIGINT')
  expect(await ended).toBe(0)
  await rm(folder, { recursive: true })
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
