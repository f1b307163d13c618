// The package: what is in it, and that it works where people install it: a Vite app, a plain page, Node, TypeScript.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { builtinModules } from 'node:module'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import sirv from 'sirv'
import { createServer as createViteServer } from 'vite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { useStage } from './harness.ts'
import { Package, Project, root } from './harness-package.ts'

const stage = useStage()
let project: Project
let packed: Package

beforeAll(async () => {
  project = await Project.create()
  packed = await Package.pack(project.directory)
  await project.install(packed, '@types/node', '@types/ws', 'undici-types')
})
afterAll(() => project?.remove())

/** The package's name in an import of another package. */
const IMPORT = /(?:from |import |import\()['"]((?:@[\w.-]+\/)?[\w:-][\w.:-]*)/g
const code = (text: string) => text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')

interface Exported {
  types: string
  default: string
}
const manifest = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as {
  exports: Record<string, string | Exported>
  dependencies: Record<string, string>
  customElements?: string
}

describe('what is in it', () => {
  test('what exports names, with its types, the bundles, and what people read first', () => {
    const modules = Object.values(manifest.exports).filter(entry => typeof entry === 'object')
    expect(modules.length).toBeGreaterThan(5)
    for (const file of [
      ...modules.flatMap(entry => Object.values(entry as Exported)),
      './README.md',
      './LICENSE',
      ...['wamp-mesh', 'wamp-mesh-worker', 'autobahn'].flatMap(name => [`./dist/${name}.js`, `./dist/${name}.js.map`]),
      ...(manifest.customElements ? [`./${manifest.customElements.replace(/^\.\//, '')}`] : []),
    ]) {
      expect(packed.files).toContain(file.replace('./', ''))
    }
  })

  test('nothing else: each file of a module is of one that there is', () => {
    const others = packed.files.filter(file => {
      const [, source] = /^dist\/((?:src|signaling)\/.+?)\.(?:d\.ts|js|js\.map)$/.exec(file) ?? []
      return source === undefined || !existsSync(`${root}${source}.ts`)
    })
    const known =
      /^(README\.md|LICENSE|package\.json|dist\/(custom-elements\.json|(wamp-mesh|wamp-mesh-worker|autobahn)\.js(\.map)?))$/
    expect(others.filter(file => !known.test(file))).toEqual([])
  })

  test('it imports what it depends on, types included', () => {
    const installed = join(project.directory, 'node_modules/wamp-mesh')
    const imported = packed.files
      .filter(file => /^dist\/(src|signaling)\/.*\.(d\.ts|js)$/.test(file))
      .flatMap(file =>
        [...code(readFileSync(join(installed, file), 'utf8')).matchAll(IMPORT)].map(([, name = '']) => name),
      )
    const known = [...Object.keys(manifest.dependencies), ...builtinModules.map(name => `node:${name}`)]
    // What the compiler infers of an element's render comes from lit-html, which is lit's own affair: write its type.
    expect([...new Set(imported)].filter(name => !known.includes(name))).toEqual([])
  })

  test('maps have their sources in them', () => {
    const map = readFileSync(join(project.directory, 'node_modules/wamp-mesh/dist/src/entry/index.js.map'), 'utf8')
    expect(JSON.parse(map).sourcesContent).toEqual([expect.stringContaining('export')])
  })

  test('publint and are-the-types-wrong find nothing', () => {
    expect(project.tool('publint', 'run', '--strict', packed.tarball)).toMatchObject({ status: 0 })
    expect(project.tool('attw', packed.tarball, '--profile', 'esm-only')).toMatchObject({ status: 0 })
  })
})

/** Serves a folder of the project until the test is over. */
async function serve(folder: string): Promise<string> {
  const files = sirv(join(project.directory, folder), { dev: true })
  const server: Server = createServer((request, response) => files(request, response))
  server.listen(0)
  await once(server, 'listening')
  stage.atEnd(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://localhost:${(server.address() as AddressInfo).port}/`
}

/** Two pages of `url`, which hosts where there is no invite: one calls the other, over a data channel. */
async function plays(url: string, expected: object): Promise<void> {
  const host = await stage.visit({ url })
  await host.until('open')
  expect(await host.shown()).toMatchObject(expected)
  await host.run(async ({ session }) => void (await session?.register('com.example.double', ([x]) => 2 * Number(x))))
  const guest = await stage.guest(host)
  await guest.goesBy('data-channel')
  expect(await guest.call('com.example.double', [21])).toBe(42)
  await guest.reload()
  await guest.goesBy('data-channel')
}

describe('in a Vite app', () => {
  const page = (element: string) =>
    `<!doctype html><link rel="icon" href="data:,"><title>app</title>${element}<script type="module" src="/main.ts"></script>`
  const main = `import { connect, host } from 'wamp-mesh'
import 'wamp-mesh/elements/define'
import worker from 'wamp-mesh/dist/wamp-mesh-worker.js?url'

Object.assign(globalThis, { connect, host })
const element = document.querySelector('wamp-session')
if (element) element.worker = worker`
  beforeAll(async () => {
    await project.write({
      'index.html': page(`<wamp-session host signaling="${stage.signaling}"></wamp-session>`),
      'main.ts': main,
    })
  })

  test('that is built, also with the worker script by its URL', async () => {
    expect(project.tool('vite', 'build', '--base', './', '--logLevel', 'warn')).toEqual({ status: 0, output: '' })
    await plays(await serve('dist'), { role: 'host', transport: 'message-port' })
  })

  test('that is being developed', async () => {
    const server = await createViteServer({
      root: project.directory,
      configFile: false,
      logLevel: 'error',
      server: { port: 0, hmr: false, fs: { strict: false } },
    })
    await server.listen()
    stage.atEnd(() => server.close())
    await plays(server.resolvedUrls?.local[0] ?? '', { role: 'host', transport: 'message-port' })
  })

  test('connect and host do without the element', async () => {
    const guest = await stage.visit({ url: await serve('dist') })
    const result = await guest.run(async (_, signaling) => {
      const { connect, host } = globalThis as unknown as typeof import('../../src/entry/index.ts')
      const room = await host({ signaling, name: 'another' })
      const [master, player] = [await connect(room), await connect(room.inviteFor())]
      await master.register('com.example.double', ([x]) => 2 * Number(x))
      const doubled = await player.call('com.example.double', [21])
      await player.close()
      room.close()
      return doubled
    }, stage.signaling)
    expect(result).toBe(42)
  })
})

test('in a plain page, with a script tag', async () => {
  await project.write({
    'plain.html': `<!doctype html><link rel="icon" href="data:,"><title>page</title>
<script type="module" src="node_modules/wamp-mesh/dist/wamp-mesh.js"></script>
<wamp-session host signaling="${stage.signaling}"></wamp-session>`,
  })
  await plays(`${await serve('.')}plain.html`, { role: 'host', transport: 'memory' })
})

describe('in Node', () => {
  test('a script has the router, the signaling server, a room and sessions', async () => {
    await project.write({
      'script.js': `import { connect, host } from 'wamp-mesh'
import autobahn from 'wamp-mesh/autobahn'
import { memoryStore } from 'wamp-mesh/host'
import { createRouter } from 'wamp-mesh/router'
import { createSignalingServer } from 'wamp-mesh/signaling'
import { MeshWebSocket } from 'wamp-mesh/websocket'
import { WebSocket } from 'ws'

const inside = await createRouter().connect('realm1')
const signaling = await createSignalingServer({ port: 0 })
const room = await host({ page: 'https://example.org/', signaling: signaling.url, store: memoryStore(), WebSocket })
const master = await connect(room)
await master.register('com.example.double', ([x]) => 2 * x)
const player = await connect(room.inviteFor(), { WebSocket })
const plain = await connect(room.plainUrlFor(), { WebSocket })
console.log(await player.call('com.example.double', [21]), await plain.call('com.example.double', [4]))
console.log(typeof autobahn.Connection, typeof MeshWebSocket)
await Promise.all([inside, plain, player, master].map(session => session.close()))
room.close()
await signaling.close()`,
    })
    expect(project.run(process.execPath, 'script.js')).toEqual({ status: 0, output: '42 8\nfunction function\n' })
  })

  test('npx wamp-mesh signal is the signaling server', async () => {
    // Of its own group: npx does not pass on that it is to end.
    const options = { cwd: project.directory, detached: true }
    const child = spawn('npx', ['--no-install', 'wamp-mesh', 'signal', '--port', '0'], options)
    stage.atEnd(() => child.pid !== undefined && process.kill(-child.pid))
    const [line] = (await once(child.stdout, 'data')) as [Buffer]
    const [, port] = /ws:\/\/localhost:(\d+)/.exec(`${line}`) ?? []
    const response = await fetch(`http://localhost:${port}/healthz`)
    expect(await response.text()).toBe('ok')
  })
})

test.each([
  { module: 'esnext', moduleResolution: 'bundler' },
  { module: 'nodenext', moduleResolution: 'nodenext' },
])('in TypeScript, with $moduleResolution', async resolution => {
  const strict = { strict: true, exactOptionalPropertyTypes: true, noEmit: true, target: 'es2022', ...resolution }
  await project.write({
    'consumer.ts': `import { type Api, connect, host, type Session, WampError } from 'wamp-mesh'
import { createRouter } from 'wamp-mesh/router'
import type { WampSessionElement } from 'wamp-mesh/elements'
import 'wamp-mesh/elements/define'

interface Home extends Api {
  procedures: { 'com.app.gettemp': { args: [unit?: string]; result: number } }
  topics: {}
}
const session: Session<Home> = await connect<Home>('https://example.org/#wamp=a.b')
const temperature: number = await session.call('com.app.gettemp', ['C'])
// @ts-expect-error: another type
const wrong: string = await session.call('com.app.gettemp', ['C'])
const element: WampSessionElement | null = document.querySelector('wamp-session')
export { createRouter, element, host, temperature, WampError, wrong }
`,
    'server.ts': `import { createSignalingServer, type SignalingServer } from 'wamp-mesh/signaling'
export const server: SignalingServer = await createSignalingServer({ port: 0 })

`,
    'tsconfig.json': JSON.stringify({
      compilerOptions: { ...strict, lib: ['es2023', 'dom', 'dom.iterable'], types: [] },
      files: ['consumer.ts'],
    }),
    'tsconfig.server.json': JSON.stringify({
      compilerOptions: { ...strict, lib: ['es2023', 'dom'], types: ['node'] },
      files: ['server.ts'],
    }),
  })
  expect(project.tool('tsc', '-p', 'tsconfig.json')).toEqual({ status: 0, output: '' })
  expect(project.tool('tsc', '-p', 'tsconfig.server.json')).toEqual({ status: 0, output: '' })
})
