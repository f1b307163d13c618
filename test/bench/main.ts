// Bench: `npm run bench` measures calls and deliveries of our router against the same journey over bare WebSockets;
// `npm run bench -- --quick` is shorter and rougher. How to read it: README.md beside this file.

import { parseArgs } from 'node:util'
import { json } from '../../src/protocol/serializer/json.ts'
import { msgpack } from '../../src/protocol/serializer/msgpack.ts'
import type { Serializer } from '../../src/protocol/serializer/serializer.ts'
import { Child } from './child.ts'
import { Deliveries, median, type Rate, rateOfCalls, rateOfDeliveries } from './measure.ts'
import { bare, relay } from './raw.ts'
import { autobahnJs, inMemory, ours } from './sessions.ts'
import type { Setting, Subject } from './subject.ts'

const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false } } })
/** Rounds, and milliseconds of each measurement in each. The first round warms up and is not counted. */
const [ROUNDS, MS] = values.quick ? [3, 60] : [6, 200]

const SUBJECTS = [relay, bare, ours, autobahnJs, inMemory]
const SERIALIZERS: readonly Serializer[] = [json, msgpack]

interface Measurement {
  readonly name: string
  run(subject: Subject, setting: Setting, ms: number): Promise<() => Promise<Rate>>
}

/** One rig of a subject that is measured in every round, and what came of it. */
interface Row {
  readonly subject: Subject
  readonly serializer: Serializer
  readonly measurement: string
  readonly once: () => Promise<Rate>
  /** By round: events a second, and microseconds of the server's processor time for each. */
  readonly rates: number[]
  readonly costs: number[]
}

const calls = (name: string, inFlight: number): Measurement => ({
  name,
  run: async (subject, setting, ms) => {
    const rig = await subject.calls(setting)
    return () => rateOfCalls(rig, inFlight, ms)
  },
})
const fanOut = (receivers: number): Measurement => ({
  name: `deliveries, 1 to ${receivers}`,
  run: async (subject, setting, ms) => {
    const deliveries = new Deliveries()
    const rig = await subject.fanOut({ ...setting, receivers, delivered: deliveries.delivered })
    return () => rateOfDeliveries(rig, deliveries, { receivers, ms })
  },
})
const MEASUREMENTS = [calls('calls, one by one', 1), calls('calls, 64 in flight', 64), ...[1, 10, 50].map(fanOut)]

const servers = { router: await Child.start('router'), relay: await Child.start('relay') }
const rows: Row[] = []
for (const serializer of SERIALIZERS) {
  for (const { name, run } of MEASUREMENTS) {
    for (const subject of SUBJECTS) {
      const url = subject.server === 'none' ? '' : servers[subject.server].url
      const once = await run(subject, { serializer, url }, MS)
      rows.push({ subject, serializer, measurement: name, once, rates: [], costs: [] })
    }
  }
}
// Round by round, so that whatever else the machine does meets all of them alike.
for (let round = 0; round < ROUNDS; round++) {
  for (const row of rows) await measure(row, round > 0)
}
print()
process.exit()

async function measure({ subject, once, rates, costs }: Row, counts: boolean): Promise<void> {
  const server = subject.server === 'none' ? undefined : servers[subject.server]
  const before = (await server?.cpu()) ?? 0
  const { count, seconds } = await once()
  const after = (await server?.cpu()) ?? 0
  if (!counts) return
  rates.push(count / seconds)
  costs.push((after - before) / count)
}

function print(): void {
  for (const serializer of SERIALIZERS) {
    for (const { name } of MEASUREMENTS) {
      const some = rows.filter(row => row.serializer === serializer && row.measurement === name)
      const raw = some.find(({ subject }) => subject === relay) as Row
      console.log(`\n${name}, ${serializer.id}`)
      console.table(Object.fromEntries(some.map(row => [row.subject.name, figures(row, raw)])))
    }
  }
  console.log('Only ratios within one run say anything; the figures a second are of this machine at this moment.')
}

/** Ratios are medians of ratios: each round's against the bare WebSockets of the same round. */
function figures({ subject, rates, costs }: Row, raw: Row) {
  const ratio = (ours: readonly number[], theirs: readonly number[]) =>
    median(ours.map((value, round) => value / (theirs[round] ?? Number.NaN)))
  return {
    'a second': Math.round(median(rates)),
    'rate ÷ ws': Number(ratio(rates, raw.rates).toFixed(2)),
    ...(subject.server !== 'none' && {
      'server µs each': Number(median(costs).toFixed(1)),
      'server time ÷ ws': Number(ratio(costs, raw.costs).toFixed(2)),
    }),
  }
}
