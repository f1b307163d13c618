// Paths: the ways of a guest to a router in a tab or a SharedWorker, each beside the bare way; calls, events, large results.

import type { Page } from 'playwright'
import type { Subject, WayKind } from './page/main.ts'
import { median, quantile, type Row, rowOf } from './row.ts'
import type { Stage } from './stage.ts'

export interface Effort {
  /** Rounds that count; one more warms up. */
  readonly rounds: number
  /** Milliseconds of each measurement in each round. */
  readonly ms: number
}

/** A host page and a guest page, joined by our way and by the bare one. */
interface Pages {
  readonly host: Page
  readonly guest: Page
}

export interface Path {
  readonly name: string
  /** What the bare way is called. */
  readonly limit: string
  /** How many guests of our own and bare ones get what is fanned out; they live in the one page. */
  readonly receivers: number
  open(stage: Stage): Promise<Pages>
}

const CALLS_UNDER_WAY = 64
const RESULTS_UNDER_WAY = 4
const RECEIVERS = 10

export const PATHS: readonly Path[] = [
  { name: 'tab, MessagePort', limit: 'port', receivers: 1, open: besidePort },
  { name: 'tab, data channel', limit: 'RTCDataChannel', receivers: 1, open: apart('tab', 'data-channel', 1) },
  {
    name: 'tab, data channel',
    limit: 'RTCDataChannel',
    receivers: RECEIVERS,
    open: apart('tab', 'data-channel', RECEIVERS),
  },
  { name: 'tab, relay', limit: 'WebSocket relay', receivers: 1, open: apart('tab', 'relay', 1) },
  { name: 'SharedWorker, MessagePort', limit: 'ports by a bare worker', receivers: 1, open: twoTabs },
  {
    name: 'SharedWorker, data channel',
    limit: 'RTCDataChannel',
    receivers: 1,
    open: apart('shared-worker', 'data-channel', 1),
  },
  { name: 'SharedWorker, relay', limit: 'WebSocket relay', receivers: 1, open: apart('shared-worker', 'relay', 1) },
]

/** The rows of one path. */
export async function measurePath(stage: Stage, path: Path, effort: Effort): Promise<Row[]> {
  const pages = await path.open(stage)
  const rows = path.receivers > 1 ? [fanOut(path.receivers)] : ONE_GUEST
  const values = rows.map(() => ({ ours: [] as number[][], raw: [] as number[][] }))
  for (let round = 0; round <= effort.rounds; round++) {
    for (const [index, { measure }] of rows.entries()) {
      // Whoever goes first finds another machine than who follows: they take turns at that, too.
      const subjects: Subject[] = round % 2 === 0 ? ['ours', 'raw'] : ['raw', 'ours']
      for (const subject of subjects) {
        const figures = await measure(pages, subject, effort.ms)
        if (round > 0) values[index]?.[subject].push(figures)
      }
    }
  }
  for (const device of ['host', 'guest']) await stage.leave(device)
  return rows.flatMap(({ figures }, index) =>
    figures.map(([what, unit], at) => {
      const of = (subject: Subject) => (values[index]?.[subject] ?? []).map(round => round[at] ?? Number.NaN)
      return rowOf(`${path.name}: ${what}`, unit, of('ours'), { [path.limit]: of('raw') })
    }),
  )
}

interface Measurement {
  /** What each figure says, and its unit. */
  readonly figures: readonly (readonly [what: string, unit: string])[]
  measure(pages: Pages, subject: Subject, ms: number): Promise<number[]>
}

const ONE_GUEST: readonly Measurement[] = [
  {
    figures: [
      ['one call at a time, p50', 'µs'],
      ['one call at a time, p99', 'µs'],
    ],
    measure: async ({ guest }, subject, ms) => {
      const times = await guest.evaluate(([subject, ms]) => bench.callTimes(subject, ms), [subject, ms] as const)
      return [median(times) * 1000, quantile(times, 0.99) * 1000]
    },
  },
  {
    figures: [['calls, 64 in flight', 'calls/s']],
    measure: async ({ guest }, subject, ms) => [
      await guest.evaluate(([...a]) => bench.callRate(...a), [subject, CALLS_UNDER_WAY, ms] as const),
    ],
  },
  {
    figures: [['publish 1→1, guest to host', 'events/s']],
    measure: async ({ guest }, subject, ms) => [
      await guest.evaluate(([...a]) => bench.eventRate(...a), [subject, 1, ms] as const),
    ],
  },
  {
    figures: [['stream of events, host to guest', 'events/s']],
    measure: async ({ host }, subject, ms) => [
      await host.evaluate(([...a]) => bench.eventRate(...a), [subject, 1, ms] as const),
    ],
  },
  {
    figures: [['1 MiB results, 4 in flight', 'bytes/s']],
    measure: async ({ guest }, subject, ms) => [
      await guest.evaluate(([...a]) => bench.largeRate(...a), [subject, RESULTS_UNDER_WAY, ms] as const),
    ],
  },
]

const fanOut = (receivers: number): Measurement => ({
  figures: [[`fan-out 1→${receivers}`, 'deliveries/s']],
  measure: async ({ host }, subject, ms) => [
    await host.evaluate(([...a]) => bench.eventRate(...a), [subject, receivers, ms] as const),
  ],
})

/** Host and guest are devices of their own. */
function apart(router: 'tab' | 'shared-worker', transport: 'data-channel' | 'relay', count: number): Path['open'] {
  return async stage => {
    const [host, guest] = [await stage.page('host'), await stage.page('guest')]
    const { surroundings } = stage
    const invite = await host.evaluate(([...a]) => bench.host(...a), [surroundings, router, stage.address()] as const)
    const kind: WayKind = transport === 'relay' ? 'socket' : 'channel'
    await bare({ host, guest }, stage, kind, count)
    await guest.evaluate(([...a]) => bench.join(...a), [invite, transport, count] as const)
    return { host, guest }
  }
}

/** A page, and another one of the browser that has a port to it. */
async function besidePort(stage: Stage): Promise<Pages> {
  const profile = await stage.profile('host')
  const [host, guest] = [await stage.page('host', profile), await stage.page('host', profile)]
  const { surroundings } = stage
  await host.evaluate(([...a]) => bench.host(...a), [surroundings, 'tab', stage.address()] as const)
  await Promise.all([
    host.evaluate(([...a]) => bench.connectByPort(...a), [surroundings, 'host'] as const),
    guest.evaluate(([...a]) => bench.connectByPort(...a), [surroundings, 'guest'] as const),
  ])
  await bare({ host, guest }, stage, 'port', 1)
  return { host, guest }
}

/** Two tabs of the page that hosts by a worker. */
async function twoTabs(stage: Stage): Promise<Pages> {
  const profile = await stage.profile('host')
  const [host, guest] = [await stage.page('host', profile), await stage.page('host', profile)]
  const { surroundings } = stage
  await host.evaluate(([...a]) => bench.host(...a), [surroundings, 'shared-worker', stage.address()] as const)
  await guest.evaluate(([...a]) => bench.enter(...a), [surroundings, stage.address()] as const)
  await bare({ host, guest }, stage, 'relayed port', 1)
  return { host, guest }
}

async function bare({ host, guest }: Pages, { surroundings }: Stage, kind: WayKind, count: number): Promise<void> {
  await Promise.all([
    host.evaluate(([...a]) => bench.bare(...a), [surroundings, kind, 'host', count] as const),
    guest.evaluate(([...a]) => bench.bare(...a), [surroundings, kind, 'guest', count] as const),
  ])
}
