// Other people's libraries for pages, from npm and unmodified, each as a script that sets a global; and ours beside them.

import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { build, type InlineConfig, type Plugin, type Rolldown } from 'vite'

const resolve = createRequire(import.meta.url).resolve
const root = fileURLToPath(new URL('../../', import.meta.url))

/** What Autobahn|JS takes from Node, as its own bundler (Browserify) fills in for pages. */
const NODE_PARTS = {
  buffer: 'buffer/',
  stream: 'readable-stream',
  events: 'events/',
  process: 'process/browser.js',
  // Its own build for pages.
  when: 'when/dist/browser/when.js',
}
const AUTOBAHN_ENTRY = `
import { Buffer } from 'buffer'
import process from 'process'
Object.assign(globalThis, { Buffer, process })
globalThis.autobahn = require('autobahn')
`

/** The npm package `autobahn` as one classic script, which sets `autobahn`. */
export function realAutobahn(): Promise<string> {
  return script('real-autobahn', AUTOBAHN_ENTRY)
}

/** wampy's own browser builds: one sets `Wampy`, the other `MsgpackSerializer` and so on. */
export async function realWampy(): Promise<string> {
  const builds = ['wampy', 'wampy-all'].map(name => readFile(`${root}node_modules/wampy/dist/browser/${name}.min.js`))
  return (await Promise.all(builds)).join('\n')
}

/** wamp-mesh/websocket as a script that sets `MeshWebSocket`. */
export function meshWebSocket(): Promise<string> {
  const entry = `export { MeshWebSocket } from '${root}src/entry/websocket.ts'`
  return script('mesh-web-socket', `${entry.replace('export', 'import')}\nglobalThis.MeshWebSocket = MeshWebSocket`)
}

/** dist/autobahn.js, as `npm run build` makes it. */
export async function ourAutobahn(): Promise<string> {
  const options: InlineConfig = {
    root,
    configFile: `${root}vite.config.ts`,
    mode: 'autobahn',
    logLevel: 'error',
    build: { write: false },
  }
  return codeOf('dist/autobahn.js', await build(options))
}

async function script(name: string, entry: string): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    root,
    define: { global: 'globalThis' },
    resolve: {
      alias: Object.entries(NODE_PARTS).map(([name, part]) => ({
        find: RegExp(`^${name}$`),
        replacement: resolve(part),
      })),
    },
    plugins: [virtual(name, entry), virtual('util', `export { default as inherits } from 'inherits'`)],
    build: {
      write: false,
      target: 'es2022',
      lib: { entry: name, formats: ['iife'], name: 'unused', fileName: () => `${name}.js` },
      rolldownOptions: { output: { codeSplitting: false } },
    },
  })
  return codeOf(name, built)
}

/** The only chunk of a build. */
function codeOf(name: string, built: Awaited<ReturnType<typeof build>>): string {
  const [result] = [built].flat() as Rolldown.RolldownOutput[]
  const [chunk] = result?.output ?? []
  if (!chunk) throw new Error(`${name} was not built.`)
  return chunk.code
}

/** An entry that is no file. */
function virtual(name: string, code: string): Plugin {
  const id = `${root}${name}.virtual.js`
  return {
    name,
    enforce: 'pre',
    resolveId: source => (source === name || source === `${root}${name}` ? id : undefined),
    load: loaded => (loaded === id ? code : undefined),
  }
}
