// README's snippets, run as they stand: each prints what its `// →` comments say.

import { execFile } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const readme = readFileSync(join(root, 'README.md'), 'utf8')
const snippets = [...readme.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code = '']) => code)

/** Where the package's entries are in the sources. */
const ENTRIES: Record<string, string> = {
  'wamp-mesh': 'src/entry/index.ts',
  'wamp-mesh/host': 'src/entry/host.ts',
  'wamp-mesh/router': 'src/entry/router.ts',
  'wamp-mesh/signaling': 'signaling/server.ts',
}

test('README has snippets', () => expect(snippets.length).toBeGreaterThan(1))

test.each(snippets.map((code, index) => [index + 1, code] as const))(
  'snippet %i prints what it says',
  async (number, code) => {
    const file = join(root, 'node_modules/.cache/wamp-mesh', `snippet-${number}.mts`)
    mkdirSync(dirname(file), { recursive: true })
    const local = code.replace(
      /from '(wamp-mesh[^']*)'/g,
      (_, entry: string) => `from '${join(root, ENTRIES[entry] ?? entry)}'`,
    )
    writeFileSync(file, local)
    const { stdout } = await promisify(execFile)(join(root, 'node_modules/.bin/tsx'), [file], { cwd: root })
    const expected = [...code.matchAll(/\/\/ → (.*)/g)].map(([, line]) => line)
    expect(stdout.trimEnd().split('\n')).toEqual(expected)
  },
)
