// Paths: the ways of a guest to a router in a tab or a SharedWorker, each beside the bare way: calls, events, large results.
// Ours and the bare way join the same two pages.

import type { Page } from 'playwright'
import { quantile } from '../figure.ts'
import { type Bench, type Contest, contest, OURS, type Row } from '../section.ts'
import type { Subject, WayKind } from './page/main.ts'
import { type Cost, Processes } from './processes.ts'
import { profiled } from './profile.ts'
import type { Stage } from './stage.ts'

/** A host page and a guest page, joined by our way and by the bare one. */
interface Pages {
  readonly host: Page
  readonly guest: Page
  /** Of each, where they are in browsers of their own. */
  readonly costs?: readonly [host: Processes, guest: Processes]
}

interface Path {
  readonly name: string
  /** What the bare way is called. */
  readonly raw: string
  /** How many guests hear what is published, ours and bare ones: they live in the one page. */
  readonly receivers: number
  open(stage: Stage): Promise<Pages>
}

interface Measurement {
  readonly figures: Contest['figures']
  /** Whether it is of small messages, which a bare way may put together, too. */
  readonly small?: boolean
  measure(pages: Pages, subject: Subject, ms: number): Promise<number[]>
}

const CALLS_UNDER_WAY = 64
const RESULTS_UNDER_WAY = 4
/** Large results take longer: so many times the time of others. */
const LARGE_TIMES = 4
const MANY = 10

const PATHS: readonly Path[] = [
  { name: 'MessagePort', raw: 'raw port', receivers: 1, open: besidePort },
  { name: 'data channel', raw: 'raw channel', receivers: 1, open: apart('tab', 'data-channel', 1) },
  { name: 'data channel', raw: 'raw channel', receivers: MANY, open: apart('tab', 'data-channel', MANY) },
  { name: 'relay', raw: 'raw relay', receivers: 1, open: apart('tab', 'relay', 1) },
  { name: 'SharedWorker, MessagePort', raw: 'raw ports', receivers: 1, open: twoTabs },
  {
    name: 'SharedWorker, data channel',
    raw: 'raw channel',
    receivers: 1,
    open: apart('shared-worker', 'data-channel', 1),
  },
  { name: 'SharedWorker, relay', raw: 'raw relay', receivers: 1, open: apart('shared-worker', 'relay', 1) },
]

export async function paths(bench: Bench, stage: Stage): Promise<Row[]> {
  const rows: Row[] = []
  for (const path of PATHS) rows.push(...(await measured(bench, stage, path)))
  return rows
}

async function measured(bench: Bench, stage: Stage, path: Path): Promise<readonly Row[]> {
  const measurements = measurementsOf(path)
  if (!measurements.some(({ figures }) => figures.some(({ what }) => bench.wants(what)))) return []
  const pages = await path.open(stage)
  const rows: Row[] = []
  for (const { figures, small, measure } of measurements) {
    const entrant = (subject: Subject) => async () => ({ measure: () => measure(pages, subject, bench.ms) })
    const look = { page: pages.host, folder: bench.profile, name: figures[0]?.what ?? '' }
    const ours = async () => ({ measure: () => profiled(look, () => measure(pages, 'ours', bench.ms)) })
    const bare = { [path.raw]: entrant('raw'), ...(small && { 'raw packed': entrant('packed') }) }
    rows.push(...(await contest(bench, { figures, subjects: { [OURS]: ours, ...bare } })))
  }
  await stage.leaveAll()
  return rows
}

function measurementsOf({ name, receivers }: Path): Measurement[] {
  const events = (page: 'host' | 'guest'): Measurement['measure'] => {
    return (pages, subject, ms) => stream(pages, page, [subject, receivers, ms])
  }
  if (receivers > 1) {
    const figures = [{ what: `${name}, fan-out 1→${receivers}`, unit: 'deliveries/s' }]
    return [{ figures, small: true, measure: events('host') }]
  }
  return [
    {
      figures: [
        { what: `${name} call, one at a time, p50`, unit: 'µs' },
        { what: `${name} call, one at a time, p99`, unit: 'µs' },
      ],
      measure: oneByOne,
    },
    { figures: [{ what: `${name} calls`, unit: `/s, ${CALLS_UNDER_WAY} in flight` }], measure: manyCalls },
    {
      figures: [{ what: `${name}, publish 1→1 by the guest`, unit: 'events/s' }],
      small: true,
      measure: events('guest'),
    },
    { figures: streamFigures(`${name}, 64 B events in a stream`), small: true, measure: events('host') },
    { figures: [{ what: `${name}, 1 MiB results`, unit: `MB/s, ${RESULTS_UNDER_WAY} in flight` }], measure: large },
  ]
}

/** The rate, and where the pages are in browsers of their own, what an event takes of the processors. */
const streamFigures = (what: string): Contest['figures'] => [
  { what, unit: 'events/s' },
  { what: `${what}, both browsers`, unit: 'µs of processor each' },
  { what: `${what}, host page’s main thread`, unit: 'µs of processor each' },
  { what: `${what}, guest page’s main thread`, unit: 'µs of processor each' },
]

async function stream(
  { costs, ...pages }: Pages,
  from: 'host' | 'guest',
  wanted: readonly [subject: Subject, receivers: number, ms: number],
): Promise<number[]> {
  const before = await Promise.all(costs?.map(processes => processes.cost()) ?? [])
  const { count, rate } = await pages[from].evaluate(([...a]) => bench.eventRate(...a), wanted)
  const after = await Promise.all(costs?.map(processes => processes.cost()) ?? [])
  const each = (of: (cost: Cost) => number) =>
    after.map((cost, at) => ((of(cost) - of(before[at] as Cost)) * 1e6) / count)
  const [host = Number.NaN, guest = Number.NaN] = each(({ pages, rest }) => pages + rest)
  return costs ? [rate, host + guest, ...each(({ main }) => main)] : [rate]
}

async function oneByOne({ guest }: Pages, subject: Subject, ms: number): Promise<number[]> {
  const times = await guest.evaluate(([...a]) => bench.callTimes(...a), [subject, ms] as const)
  return [0.5, 0.99].map(share => quantile(times, share) * 1000)
}

async function manyCalls({ guest }: Pages, subject: Subject, ms: number): Promise<number[]> {
  return [await guest.evaluate(([...a]) => bench.callRate(...a), [subject, CALLS_UNDER_WAY, ms] as const)]
}

async function large({ guest }: Pages, subject: Subject, ms: number): Promise<number[]> {
  return [
    await guest.evaluate(([...a]) => bench.largeRate(...a), [subject, RESULTS_UNDER_WAY, LARGE_TIMES * ms] as const),
  ]
}

/** Host and guest are devices of their own. */
function apart(router: 'tab' | 'shared-worker', transport: 'data-channel' | 'relay', count: number): Path['open'] {
  return async stage => {
    const [host, guest] = [await stage.page('host'), await stage.page('guest')]
    const costs = [await costsOf(stage, 'host', host), await costsOf(stage, 'guest', guest)] as const
    const pages = { host, guest, costs }
    const invite = await hostRoom(pages.host, stage, router)
    await bare(pages, stage, transport === 'relay' ? 'socket' : 'channel', count)
    await pages.guest.evaluate(([...a]) => bench.join(...a), [invite, transport, count] as const)
    return pages
  }
}

const costsOf = async (stage: Stage, device: string, page: Page) => Processes.of(await stage.browser(device), page)

/** A page, and another one of the same browser that has a port to it. */
async function besidePort(stage: Stage): Promise<Pages> {
  const pages = await samePlace(stage)
  const { surroundings } = stage
  await hostRoom(pages.host, stage, 'tab')
  await Promise.all([
    pages.host.evaluate(([...a]) => bench.connectByPort(...a), [surroundings, 'host'] as const),
    pages.guest.evaluate(([...a]) => bench.connectByPort(...a), [surroundings, 'guest'] as const),
  ])
  await bare(pages, stage, 'port', 1)
  return pages
}

/** Two tabs of the page that hosts by a worker; the bare worker passes on what they say. */
async function twoTabs(stage: Stage): Promise<Pages> {
  const pages = await samePlace(stage)
  await hostRoom(pages.host, stage, 'shared-worker')
  await pages.guest.evaluate(([...a]) => bench.enter(...a), [stage.surroundings, stage.address()] as const)
  await bare(pages, stage, 'relayed port', 1)
  return pages
}

async function samePlace(stage: Stage): Promise<Pages> {
  const profile = await stage.profile('host')
  return { host: await stage.page('host', profile), guest: await stage.page('host', profile) }
}

function hostRoom(host: Page, stage: Stage, router: 'tab' | 'shared-worker'): Promise<string> {
  return host.evaluate(([...a]) => bench.host(...a), [stage.surroundings, router, stage.address()] as const)
}

async function bare({ host, guest }: Pages, { surroundings }: Stage, kind: WayKind, count: number): Promise<void> {
  await Promise.all([
    host.evaluate(([...a]) => bench.bare(...a), [surroundings, kind, 'host', count] as const),
    guest.evaluate(([...a]) => bench.bare(...a), [surroundings, kind, 'guest', count] as const),
  ])
}
