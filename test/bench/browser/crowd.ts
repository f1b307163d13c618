// Crowd: a page that hosts in its tab publishes 20 events of 100 bytes a second to many guests by data channels, beside a page
// that sends as many messages by as many bare channels.

import type { Page } from 'playwright'
import { quantile } from '../figure.ts'
import { type Bench, OURS, type Row, row } from '../section.ts'
import { type Cost, Processes } from './processes.ts'
import type { Stage } from './stage.ts'

/** Milliseconds from one event to the next. */
const PACE = 50
/** Milliseconds that the last events may take until they count as lost. */
const PATIENCE = 5_000
/** The guests live in pages of so many browsers. */
const BROWSERS = 2

const SIZES = [20, 50, 100, 200]
/** Events of each round. */
const EVENTS = 80
const RAW = 'raw channel'

/** What is told of each round, in this order. */
const FIGURES = [
  ['share delivered', ''],
  ['p50', 'ms'],
  ['p95', 'ms'],
  ['p99', 'ms'],
  ['host page', 'cores'],
  ['host page’s main thread', 'cores'],
  ['host browser without the page', 'cores'],
  ['busiest guests’ main thread', 'cores'],
] as const
const MEMORY = 'host page’s memory for each'

type Subject = 'ours' | 'raw'

interface Crowd {
  readonly stage: Stage
  readonly host: Page
  readonly hostCosts: Processes
  readonly guests: readonly Page[]
  readonly guestCosts: readonly Processes[]
  readonly invite: string
  size: number
  /** Bytes of the host page for all guests of ours, and for all bare channels. */
  readonly memory: Record<Subject, number>
}

export async function crowd(bench: Bench, stage: Stage): Promise<Row[]> {
  const figures = [...FIGURES.map(([what]) => what), MEMORY]
  const sizes = SIZES.filter(size => figures.some(what => bench.wants(`${size} guests, ${what}`)))
  if (sizes.length === 0) return []
  const crowd = await gather(stage)
  const rows: Row[] = []
  for (const size of sizes) {
    await grow(crowd, size)
    rows.push(...(await measured(crowd, bench)))
  }
  await stage.leaveAll()
  return rows
}

async function measured(crowd: Crowd, { rounds, quick }: Bench): Promise<Row[]> {
  const { size, memory } = crowd
  const values: Record<Subject, number[][]> = { ours: [], raw: [] }
  for (let round = 0; round <= rounds; round++) {
    for (const subject of ['ours', 'raw'] as const) {
      const figures = await once(crowd, subject, quick ? EVENTS / 2 : EVENTS)
      if (round > 0) values[subject].push(figures)
    }
  }
  const rowOf = (what: string, unit: string, of: (subject: Subject) => readonly number[]) =>
    row(`${size} guests, ${what}`, unit, { [OURS]: of('ours'), [RAW]: of('raw') })
  return [
    ...FIGURES.map(([what, unit], at) =>
      rowOf(what, unit, subject => values[subject].map(figures => figures[at] ?? Number.NaN)),
    ),
    rowOf(MEMORY, 'KiB', subject => [memory[subject] / size / 1024]),
  ]
}

const devices = Array.from({ length: BROWSERS }, (_, number) => `guests ${number + 1}`)

async function gather(stage: Stage): Promise<Crowd> {
  const host = await stage.page('host')
  const guests: Page[] = []
  for (const device of devices) guests.push(await stage.page(device))
  return {
    stage,
    host,
    hostCosts: await Processes.of(await stage.browser('host'), host),
    guests,
    guestCosts: await Promise.all(
      guests.map(async (page, number) => Processes.of(await stage.browser(devices[number] ?? ''), page)),
    ),
    invite: await host.evaluate(([...a]) => bench.host(...a), [stage.surroundings, 'tab', stage.address()] as const),
    size: 0,
    memory: { ours: 0, raw: 0 },
  }
}

/** So many guests of ours, and as many bare channels. */
async function grow(crowd: Crowd, size: number): Promise<void> {
  const { host, guests, invite, stage, hostCosts, memory } = crowd
  const more = (size - crowd.size) / guests.length
  const before = await hostCosts.memory()
  await Promise.all(guests.map(page => page.evaluate(([...a]) => bench.crowd.join(...a), [invite, more] as const)))
  const between = await hostCosts.memory()
  for (const [number, page] of guests.entries()) {
    const path = `crowd-${number}-${size}`
    const bare = (side: 'host' | 'guest') => [stage.surroundings, side, more, path] as const
    await Promise.all([
      host.evaluate(([...a]) => bench.bareCrowd(...a), bare('host')),
      page.evaluate(([...a]) => bench.bareCrowd(...a), bare('guest')),
    ])
  }
  memory.ours += between - before
  memory.raw += (await hostCosts.memory()) - between
  crowd.size = size
}

async function once(
  { host, guests, hostCosts, guestCosts, size }: Crowd,
  subject: Subject,
  events: number,
): Promise<number[]> {
  const all = [hostCosts, ...guestCosts]
  const before = await Promise.all(all.map(costs => costs.cost()))
  await host.evaluate(
    ([subject, ...a]) => (subject === 'ours' ? bench.crowd.publish(...a) : bench.crowd.publishBare(...a)),
    [subject, events, PACE] as const,
  )
  const ages = await agesOf(guests, events * size)
  // What came late is paid for, too.
  const after = await Promise.all(all.map(costs => costs.cost()))
  const [page, ...others] = all.map((_, at) => shares(before[at], after[at], events * PACE))
  return [
    ages.length / (events * size),
    ...[0.5, 0.95, 0.99].map(share => quantile(ages, share)),
    page?.pages ?? Number.NaN,
    page?.main ?? Number.NaN,
    page?.rest ?? Number.NaN,
    Math.max(...others.map(({ main }) => main)),
  ]
}

/** The ages of so many events, or of those that come in time. */
async function agesOf(guests: readonly Page[], wanted: number): Promise<number[]> {
  const ages: number[] = []
  const until = performance.now() + PATIENCE
  while (ages.length < wanted && performance.now() < until) {
    for (const page of guests) ages.push(...(await page.evaluate(() => bench.crowd.ages())))
  }
  return ages
}

/** How many cores it takes to go on like this, with so many milliseconds of it. */
function shares(before: Cost | undefined, after: Cost | undefined, ms: number) {
  const of = (part: keyof Cost) => (((after?.[part] ?? Number.NaN) - (before?.[part] ?? Number.NaN)) / ms) * 1_000
  return { pages: of('pages'), rest: of('rest'), main: of('main') }
}
