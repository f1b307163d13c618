// Chaos: `npm run chaos` lets faults happen to a room under load, and counts what gets lost; README.md beside this file.

import { commandLine } from '../command-line.ts'
import { moveToOwnNetwork } from './namespace.ts'
import { planned } from './plan.ts'
import { type Case, play } from './play.ts'
import { type RouterKind, Unsupported } from './scene.ts'
import { faultsOf, head, type Row, row } from './table.ts'
import { Theatre } from './theatre.ts'

const USAGE = `npm run chaos -- [options]     faults happen to a room under load: what is lost, doubled or late
  --quick              fewer faults
  --only NAME,NAME     those whose names begin so
  --path relay         or data-channel: guests go by that alone
  --router tab         where the router lives; shared-worker, service-worker
  --json               for programs`

const { values } = commandLine(USAGE, {
  options: {
    only: { type: 'string' },
    path: { type: 'string' },
    router: { type: 'string', default: 'tab' },
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
})
const routers: readonly string[] = ['tab', 'shared-worker', 'service-worker'] satisfies RouterKind[]
if (!routers.includes(values.router))
  throw new Error(`A router lives in a ${routers.join(', a ')}; not in a ${values.router}.`)
const cases = planned({
  quick: values.quick,
  only: values.only?.split(','),
  path: values.path,
  router: values.router as RouterKind,
})
moveToOwnNetwork()

const theatre = await Theatre.open()
const rows: Row[] = []
try {
  if (!values.json) console.log(head())
  for (const planned of cases) {
    const result = await rowOf(planned)
    rows.push(result)
    if (!values.json) console.log(row(result))
  }
} finally {
  await theatre.close()
}
if (values.json) console.log(JSON.stringify(rows, undefined, 2))
const bad = rows.flatMap(row => faultsOf(row).map(what => `${row.case.fault.name}, ${row.case.path}: ${what}`))
for (const what of bad) console.error(what)
const played = rows.filter(({ outcome }) => outcome).length
console.error(`${played} of ${rows.length} played, ${bad.length} things that must not be`)
process.exit(bad.length === 0 ? 0 : 1)

async function rowOf(planned: Case): Promise<Row> {
  const skipped = planned.fault.impossible?.()
  if (skipped !== undefined) return { case: planned, skipped }
  try {
    return { case: planned, outcome: await play(theatre, planned) }
  } catch (error) {
    if (error instanceof Unsupported) return { case: planned, skipped: error.message }
    return { case: planned, failed: error instanceof Error ? error.message : String(error) }
  }
}
