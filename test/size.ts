// Size budget: what a page has to load of each entry, gzipped; too much fails.

import { gzipSync } from 'node:zlib'
import { build, type Rolldown } from 'vite'

interface Budget {
  /** What a page takes from where; whoever bundles leaves out the rest. */
  readonly code: string
  /** KiB, gzipped: what is loaded at once. */
  readonly atOnce: number
  /** And what only those load who need it: WebRTC, CBOR, cryptography for plain http. */
  readonly later: number
}

const BUDGET: Record<string, Budget> = {
  client: { code: "export { Session } from '/src/client/session.ts'", atOnce: 12.5, later: 0 },
  router: { code: "export { createRouter, json, msgpack } from '/src/entry/router.ts'", atOnce: 47, later: 0 },
  index: { code: "export { connect, host, WampError } from '/src/entry/index.ts'", atOnce: 53, later: 92 },
  'index, all of it': { code: "export * from '/src/entry/index.ts'", atOnce: 78, later: 84 },
  'elements-define': { code: "export * from '/src/entry/elements-define.ts'", atOnce: 66, later: 106 },
  cdn: { code: "export * from '/src/entry/cdn.ts'", atOnce: 182, later: 0 },
  autobahn: { code: "export * from '/src/entry/autobahn.ts'", atOnce: 63, later: 65 },
  'autobahn-script': { code: "export * from '/src/entry/autobahn-script.ts'", atOnce: 112, later: 0 },
  websocket: { code: "export * from '/src/entry/websocket.ts'", atOnce: 37, later: 65 },
}

const rows = []
for (const [entry, budget] of Object.entries(BUDGET))
  rows.push({ entry, budget, ...(await measure(entry, budget.code)) })

console.table(
  Object.fromEntries(
    rows.map(({ entry, atOnce, later, budget }) => [
      entry,
      { 'at once, KiB': round(atOnce), 'later, KiB': round(later), 'budget at once': budget.atOnce },
    ]),
  ),
)
const over = rows.filter(({ atOnce, later, budget }) => atOnce > budget.atOnce || later > budget.later)
for (const { entry } of over) console.error(`${entry} is over its budget`)
process.exit(over.length > 0 ? 1 : 0)

async function measure(entry: string, code: string): Promise<{ atOnce: number; later: number }> {
  const single = ['cdn', 'autobahn-script'].includes(entry)
  const result = (await build({
    configFile: false,
    logLevel: 'silent',
    plugins: [
      {
        name: 'page',
        resolveId: id => (id.endsWith('page.js') ? '\0page' : null),
        load: id => (id === '\0page' ? code : null),
      },
    ],
    build: {
      write: false,
      target: 'es2022',
      lib: { entry: 'page.js', formats: ['es'], fileName: 'page' },
      // A library's build is not minified by itself; whoever bundles it does that, and the CDN file is.
      rolldownOptions: { output: { minify: true, ...(single && { codeSplitting: false }) } },
    },
  })) as Rolldown.RolldownOutput[]
  const chunks = result.flatMap(({ output }) => output.filter(part => part.type === 'chunk'))
  const first = chunks.filter(chunk => chunk.isEntry)
  const atOnce = new Set(first)
  for (const chunk of atOnce) {
    for (const name of chunk.imports) {
      const imported = chunks.find(({ fileName }) => fileName === name)
      if (imported) atOnce.add(imported)
    }
  }
  const kib = (part: { code: string }) => gzipSync(part.code).length / 1024
  const sum = (parts: Iterable<{ code: string }>) => [...parts].reduce((total, part) => total + kib(part), 0)
  return { atOnce: sum(atOnce), later: sum(chunks.filter(chunk => !atOnce.has(chunk))) }
}

function round(kib: number): number {
  return Math.round(kib * 10) / 10
}
