// Bench: `npm run bench` measures ours beside what carries it and beside others. How to use and read it: README.md beside this file.

import { writeFileSync } from 'node:fs'
import { availableParallelism, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { printRows, printVerdicts } from './print.ts'
import type { Bench, Row, Section } from './section.ts'
import { judge } from './targets.ts'

/** Loaded when they are run: each needs much that the others do not. */
const SECTIONS: Readonly<Record<string, () => Promise<Section>>> = {
  node: async () => (await import('./node/section.ts')).node,
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true, default: [] },
    json: { type: 'string' },
  },
})
const { quick, only, json } = values
const names = positionals.length > 0 ? positionals : Object.keys(SECTIONS)
const unknown = names.filter(name => !(name in SECTIONS))
if (unknown.length > 0)
  throw new Error(`No section ${unknown.join(', ')}: there are ${Object.keys(SECTIONS).join(', ')}.`)

const bench: Bench = {
  quick,
  ...(quick ? { rounds: 2, ms: 50 } : { rounds: 5, ms: 250 }),
  wants: what => only.length === 0 || only.some(part => what.includes(part)),
}
// With `--json -`, standard output is for the JSON alone.
if (json === '-') console.log = console.table = () => {}

const sections: Record<string, readonly Row[]> = {}
const [before = 0] = loadavg()
for (const name of names) {
  const section = await SECTIONS[name]?.()
  sections[name] = (await section?.(bench)) ?? []
  printRows(name, sections[name])
}
const targets = judge(Object.values(sections).flat())
printVerdicts(targets)
const machine = { node: process.version, cores: availableParallelism(), load: [before, loadavg()[0]] }
console.log(
  `Node ${machine.node}, ${machine.cores} cores, load ${machine.load.join(' … ')}. Only ratios within one run say anything.`,
)
if (json !== undefined) {
  const report = `${JSON.stringify({ machine, quick, rounds: bench.rounds, sections, targets }, null, 2)}\n`
  if (json === '-') process.stdout.write(report)
  else writeFileSync(json, report)
}
process.exit()
