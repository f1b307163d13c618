// Simulate: `npm run simulate -- --seed 7 --trace` runs one seed again, `--seeds 1-10000` a campaign,
// with `--until-broken` up to the first seed that shows something.
// Ends with 1 where a rule was broken.

import { commandLine } from '../command-line.ts'
import { simulate } from './simulation.ts'

const USAGE = `npm run simulate -- [options]     rooms in virtual time, where everything follows from a seed
  --seeds 1-1000       a campaign
  --until-broken       it ends at the first seed that shows something
  --seed 7             one run
  --trace              told step by step`

const { values } = commandLine(USAGE, {
  options: {
    seed: { type: 'string' },
    seeds: { type: 'string', default: '1-1000' },
    'until-broken': { type: 'boolean', default: false },
    trace: { type: 'boolean', default: false },
  },
})
const [from = 1, to = from] = (values.seed ?? values.seeds).split('-').map(Number)
const started = process.cpuUsage()
const totals: Record<string, number> = {}
let broken = 0
for (let seed = from; seed <= to && !(broken > 0 && values['until-broken']); seed++) {
  const { faults, counts, trace } = await simulate(seed, { isTraced: values.trace })
  for (const line of trace) console.log(line)
  for (const [what, count] of Object.entries(counts)) totals[what] = (totals[what] ?? 0) + count
  if (faults.length === 0) continue
  broken++
  console.log(`seed ${seed}: ${faults.length} faults, the first: ${faults[0]}`)
  if (values.seed) for (const fault of faults) console.log(fault)
}
const { user, system } = process.cpuUsage(started)
const seconds = (user + system) / 1_000_000
console.log(Object.fromEntries(Object.entries(totals).sort(([a], [b]) => (a < b ? -1 : 1))))
console.log(
  `${to - from + 1} seeds, ${broken} broken, ${((to - from + 1) / seconds).toFixed(1)} per second of the processor`,
)
process.exit(broken > 0 ? 1 : 0)
