// Size budget: what a page has to load of each entry, gzipped; too much fails.

import { gzipSync } from 'node:zlib'
import { build, type Rolldown } from 'vite'

/** KiB, gzipped: what is loaded at once, and what only those load who need it (WebRTC, cryptography for plain http). */
const BUDGET: Record<string, { atOnce: number; later: number }> = {
  client: { atOnce: 8, later: 0 },
  router: { atOnce: 39, later: 0 },
  index: { atOnce: 46, later: 65 },
  'elements-define': { atOnce: 54, later: 65 },
  cdn: { atOnce: 115, later: 0 },
  autobahn: { atOnce: 60, later: 65 },
  'autobahn-script': { atOnce: 112, later: 0 },
  websocket: { atOnce: 33, later: 65 },
}

/** Those that are one file each. */
const WHOLE = ['cdn', 'autobahn-script']

const rows = []
for (const [entry, budget] of Object.entries(BUDGET)) rows.push({ entry, budget, ...(await measure(entry)) })

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

async function measure(entry: string): Promise<{ atOnce: number; later: number }> {
  const input = entry === 'client' ? 'src/client/session.ts' : `src/entry/${entry}.ts`
  const result = (await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      target: 'es2022',
      lib: { entry: input, formats: ['es'] },
      // A library's build is not minified by itself; whoever bundles it does that, and the CDN file is.
      rolldownOptions: { output: { minify: true, ...(WHOLE.includes(entry) && { codeSplitting: false }) } },
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
