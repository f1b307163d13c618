// Bench: `npm run bench` measures ours beside what carries it and beside others. How to use and read it: README.md beside this file.

import { writeFileSync } from 'node:fs'
import { availableParallelism, loadavg } from 'node:os'
import { resolve } from 'node:path'
import { commandLine } from '../command-line.ts'
import { rowTables, verdictTable } from './print.ts'
import type { Bench, Row, Section } from './section.ts'
import { judge } from './targets.ts'

/** Loaded when they are run: each needs much that the others do not. */
const SECTIONS: Readonly<Record<string, () => Promise<Section>>> = {
  node: async () => (await import('./node/section.ts')).node,
  codec: async () => (await import('./codec.ts')).codec,
  bundle: async () => (await import('./bundle.ts')).bundle,
  browser: async () => (await import('./browser/section.ts')).browser,
}
const QUICK = { rounds: 2, ms: 50 }
const THOROUGH = { rounds: 5, ms: 250 }

const USAGE = `npm run bench -- [node] [codec] [bundle] [browser] [options]     how fast it is beside others: some sections, or all
  --quick              short and rough
  --only TEXT          rows whose names contain it; as often as you like
  --json FILE          writes everything there; with - prints that alone
  --profile FOLDER     leaves CPU profiles there: of our Node router, and of pages that host`

const { values, positionals } = commandLine(USAGE, {
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true, default: [] },
    json: { type: 'string' },
    profile: { type: 'string' },
  },
})
const { quick, only, json, profile } = values
const bench: Bench = {
  quick,
  ...(quick ? QUICK : THOROUGH),
  ...(profile !== undefined && { profile: resolve(profile) }),
  wants: what => only.length === 0 || only.some(part => what.includes(part)),
  begins: what => console.error(`${Math.round(performance.now() / 1_000)} s  ${what}`),
}
// With `--json -`, standard output is for the JSON alone.
const tell = json === '-' ? () => {} : console.log

const sections: Record<string, readonly Row[]> = {}
const [loadBefore = 0] = loadavg()
for (const name of positionals.length > 0 ? positionals : Object.keys(SECTIONS)) {
  const section = SECTIONS[name]
  if (section === undefined) throw new Error(`No section ${name}: there are ${Object.keys(SECTIONS).join(', ')}.`)
  sections[name] = await (await section())(bench)
  tell(`\n${name}\n${rowTables(sections[name])}`)
}
const targets = judge(Object.values(sections).flat())
const machine = { node: process.version, cores: availableParallelism(), load: [loadBefore, loadavg()[0] ?? 0] }
tell(`\n${verdictTable(targets)}\n`)
tell(`Node ${machine.node}, ${machine.cores} cores, load ${machine.load.map(load => load.toFixed(1)).join(' to ')}.`)
tell('Only ratios within one run say anything; the other figures are of this machine at this moment.')
if (json !== undefined) {
  const report = `${JSON.stringify({ machine, quick, rounds: bench.rounds, sections, targets }, null, 2)}\n`
  if (json === '-') process.stdout.write(report)
  else writeFileSync(json, report)
}
process.exit()
