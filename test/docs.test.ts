// README and the documentation: their snippets run as they stand, and their links lead somewhere. Pages are in e2e/docs.spec.ts.

import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { anchorOf } from '../demo/site/markdown.ts'
import { DEFAULT_LIMITS } from '../signaling/limits.ts'
import { createSignalingServer, type SignalingServer } from '../signaling/server.ts'
import { MOST_UNREAD, MOST_UNREAD_BYTES } from '../src/client/parts.ts'
import { connect } from '../src/entry/index.ts'
import { hostRoom } from '../src/host/hosting.ts'
import { memoryStore } from '../src/host/identity.ts'
import { type NodeRouter, startNodeRouter } from '../src/host/node.ts'
import type { Room } from '../src/host/room.ts'
import { readRules } from '../src/host/rules.ts'
import { MAX_DEPTH } from '../src/protocol/serializer/values.ts'
import { ROOM_LIMITS } from '../src/router/limits.ts'
import type { WebSocketConstructor } from '../src/transport/open-websocket.ts'
import { DEFAULT_GRACE, DEFAULT_LIMIT } from '../src/transport/resume/resumable-link-options.ts'
import { bundle } from './bundle.ts'
import { PYTHON } from './interop/find-python.ts'
import { documents, headingsOf, languages, place, printed, programs, prose, snippets, textOf } from './snippets.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const exec = promisify(execFile)

/** Where the package's entries are in the sources. */
const ENTRIES: Record<string, string> = {
  'wamp-mesh': 'src/entry/index.ts',
  'wamp-mesh/autobahn': 'src/entry/autobahn.ts',
  'wamp-mesh/host': 'src/entry/host.ts',
  'wamp-mesh/router': 'src/entry/router.ts',
  'wamp-mesh/signaling': 'signaling/server.ts',
  'wamp-mesh/websocket': 'src/entry/websocket.ts',
}

test('what is shown is in languages that are run', () => {
  const here = ['ts', 'js', 'html', 'jsx', 'python', 'sh', 'json']
  const inDeployTest = ['nginx', 'caddy', 'ini', 'coturn', 'dockerfile', 'bash', 'yaml']
  expect([...languages()].filter(language => ![...here, ...inDeployTest].includes(language))).toEqual([])
})

describe('programs', () => {
  // Inside the project, for they import what it has installed.
  const folder = join(root, `node_modules/.cache/wamp-mesh-snippets-${process.pid}`)
  const files = programs().map((program, index) => {
    return [place(program), join(folder, `program-${index + 1}.mts`), program] as const
  })
  let router: NodeRouter
  beforeAll(async () => {
    router = await startNodeRouter({ port: 0 })
    mkdirSync(folder, { recursive: true })
    for (const [, file, { code }] of files) writeFileSync(file, localized(code))
    await bundle(Object.fromEntries(files.map(([, file]) => [basename(file, '.mts'), file])), folder)
  })
  afterAll(async () => {
    rmSync(folder, { recursive: true })
    await router.close()
  })
  const localized = (code: string) =>
    code
      .replace(/'(wamp-mesh(?:\/\w+)?)'/g, (_, entry: string) => `'${join(root, ENTRIES[entry] ?? entry)}'`)
      .replaceAll('ws://localhost:8081/ws', router.url)

  test.each(files)('%s prints what it says', async (_, file, snippet) => {
    const program = file.replace(/\.mts$/, '.mjs')
    const { stdout } = await exec(process.execPath, [program], { cwd: root, timeout: 60_000 })
    expect(stdout.trimEnd().split('\n')).toEqual(printed(snippet))
  })

  test('those of the documentation have the right types', async () => {
    const own = files.filter(([, , { document, language }]) => document !== 'README.md' && language === 'ts')
    const settings = {
      extends: join(root, 'tsconfig.json'),
      // Their imports of the package are absolute here; and they show parameters that they have no use for.
      compilerOptions: { rootDir: '/', rewriteRelativeImportExtensions: false, noUnusedParameters: false },
      files: own.map(([, file]) => file),
    }
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(settings))
    const tsc = join(root, 'node_modules/.bin/tsc')
    const { stdout } = await exec(tsc, ['-p', folder], { cwd: root }).catch((failed: { stdout: string }) => failed)
    expect(stdout).toBe('')
  })
})

describe('Python', () => {
  let signaling: SignalingServer
  let room: Room
  beforeAll(async () => {
    signaling = await createSignalingServer({ port: 0 })
    const options = { WebSocket: WebSocket as unknown as WebSocketConstructor, store: memoryStore() }
    await new Promise<void>(resolve => {
      const page = 'https://example.org/'
      const onstate = (state: string) => state === 'open' && resolve()
      void hostRoom({ ...options, page, signaling: signaling.url, onstate }).then(opened => {
        room = opened
      })
    })
  })
  afterAll(() => {
    room.close()
    return signaling.close()
  })

  test.each(snippets('python').map(snippet => [place(snippet), snippet.code] as const))(
    '%s offers com.example.gettemp in a room',
    async (_, code) => {
      const master = await connect(room)
      const offered = new Promise(resolve => master.subscribe('wamp.registration.on_create', resolve))
      const child = spawn(PYTHON, ['-c', code, room.plainUrlFor() ?? ''], { stdio: 'ignore' })
      const ended = once(child, 'exit')
      try {
        await offered
        expect(await master.call('com.example.gettemp')).toBe(21.5)
      } finally {
        child.kill('SIGKILL')
        await ended
        await master.close()
      }
    },
  )
})

describe('shell', () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>
  }
  const usage = readFileSync(join(root, 'src/cli.ts'), 'utf8')
  const npm = ['install', 'pack']

  test.each(
    snippets('sh').flatMap(snippet =>
      snippet.code
        .split(/\n|&&/)
        .map(line => line.replace(/#.*/, '').trim())
        .filter(line => line !== '')
        .map(command => [place(snippet), command, snippet] as const),
    ),
  )('%s: there is `%s`', (_, command, { document }) => {
    const [program, name = '', ...args] = command.split(/ +/)
    if (program === 'npm') return expect([...npm, 'test', 'start', 'run']).toContain(name)
    if (program === 'python3') return expect(snippets('python').some(python => python.document === document)).toBe(true)
    expect([program, name]).toEqual(['node', 'dist/src/cli.js'])
    expect(usage).toContain(`wamp-mesh ${args[0]} `)
    for (const option of args.filter(arg => arg.startsWith('--'))) expect(usage).toContain(`[${option}`)
  })

  test('npm has the scripts that are named', () => {
    const named = documents.flatMap(document =>
      [...textOf(document).matchAll(/\bnpm run ([\w:-]+)/g)].map(([, name]) => name),
    )
    expect(named.filter(name => name !== undefined && !(name in scripts))).toEqual([])
  })
})

describe('numbers in limits.md', () => {
  const limits = textOf('demo/docs/limits.md').replace(/ +/g, ' ')
  const MiB = 1024 * 1024
  const written = (value: number, name: string) => {
    if (/^(handshake|heartbeat)/.test(name)) return `${value / 1000} s`
    const bytes = /^(frame|frameSize|plainMessage|bytesPerSecond|heldBytes|pauseAt|buffered|memory)$/.test(name)
    return !bytes ? value.toLocaleString('en') : value < MiB ? `${value / 1024} KiB` : `${value / MiB} MiB`
  }
  // What it does not name is for whoever reads the code.
  const { farewell, resumeAt, ...server } = DEFAULT_LIMITS

  test.each([...Object.entries(ROOM_LIMITS), ...Object.entries(server)])('%s is %d', (name, value) => {
    const [, said = ''] = new RegExp(`\\(.*\`${name}\`.*\\) \\| ([^|]+) \\|`).exec(limits) ?? []
    expect(said).toContain(written(value, name))
  })

  test('others are those of the code', () => {
    expect(limits).toContain(`Nesting: ${MAX_DEPTH} levels`)
    expect(limits).toContain(`${MOST_UNREAD.toLocaleString('en')} parts, or about ${MOST_UNREAD_BYTES / MiB} MiB`)
    expect(limits).toContain(`(\`host({ grace })\`) | ${DEFAULT_GRACE / 1000} s |`)
    expect(limits).toContain(`waiting for one receiver | ${DEFAULT_LIMIT / MiB} MiB |`)
  })

  test('sizes are the budgets', () => {
    const size = readFileSync(join(root, 'test/size.ts'), 'utf8')
    const [, said = ''] = /## What a page loads\n\n([\s\S]*?)\n\n/.exec(limits) ?? []
    for (const entry of [
      'client',
      'client and router',
      'connect',
      'index',
      'elements-define',
      'cdn',
      'autobahn-script',
    ]) {
      const [, budget = ''] = new RegExp(`^  '?${entry}'?: \\{[\\s\\S]*?atOnce: ([\\d.]+)`, 'm').exec(size) ?? []
      expect(said, entry).toMatch(new RegExp(` ${budget}[,;.]`))
    }
  })
})

test.each(snippets('json').map(snippet => [place(snippet), snippet] as const))(
  '%s: rules that can be read',
  (_, { code }) => {
    expect(Object.keys(readRules(code))).not.toEqual([])
  },
)

describe('links', () => {
  const links = documents.flatMap(document =>
    [
      ...prose(textOf(document))
        .join('\n')
        .matchAll(/\]\(([^)\s]+)\)/g),
    ]
      .map(([, target = '']) => target)
      .filter(target => !/^[a-z]+:/.test(target))
      .map(target => [document, target] as const),
  )

  test.each(links)('in %s, %s leads to what there is', (document, target) => {
    const [path = '', fragment] = target.split('#')
    const file = path === '' ? document : relative(root, join(root, dirname(document), path))
    expect(existsSync(join(root, file)), `${file} exists`).toBe(true)
    if (fragment !== undefined) expect(headingsOf(file).map(anchorOf)).toContain(fragment)
  })

  test('what the documentation names of the project is there', () => {
    const named = documents.flatMap(document =>
      [...textOf(document).matchAll(/`((?:src|demo|signaling|test)\/[\w./-]+)`/g)].map(([, path = '']) => path),
    )
    expect(named.filter(path => !existsSync(join(root, path)))).toEqual([])
  })
})
