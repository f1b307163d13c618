// Opening: from the moment that somebody opens an invite, page load included, until the session is open, by each path; beside
// pages that load as much, open the bare way and get one answer by it.

import type { BrowserContext, Page } from 'playwright'
import { type Bench, OURS, type Row, row } from '../section.ts'
import type { WayKind } from './page/main.ts'
import type { Stage } from './stage.ts'

/** Milliseconds since the page was opened, by what happened then. */
const RECORDER = `globalThis.times = {}
document.addEventListener('wamp-state', ({ target: { state, transport } }) => {
  if (state !== 'open') return
  times.first ??= performance.now()
  times[transport] ??= performance.now()
})`

const RELAY = 'from opening an invite to open, by relay'
const DIRECT = 'from opening an invite to a direct path'
const TAB = 'from opening a second tab to open, by port'

export async function opening({ rounds, wants }: Bench, stage: Stage): Promise<Row[]> {
  if (![RELAY, DIRECT, TAB].some(wants)) return []
  const values = new Map<string, number[]>()
  const keep = (name: string, value: number) => values.set(name, [...(values.get(name) ?? []), value])
  const host = await stage.page('host')
  const invite = await host.evaluate(([...a]) => bench.host(...a), [
    stage.surroundings,
    'tab',
    stage.address(`${LIBRARY}<wamp-session></wamp-session>`),
  ] as const)
  const { signaling, worker } = stage.surroundings
  const tab = stage.address(`${LIBRARY}<wamp-session host signaling="${signaling}" worker="${worker}"></wamp-session>`)
  const profile = await stage.profile('tabs')
  const first = await stage.page('tabs', profile)
  await visit(profile, tab, 'message-port', 'stay')
  for (let round = 0; round <= rounds; round++) {
    const guests = await stage.profile('guest')
    const direct = await visit(guests, invite, 'data-channel')
    const second = await visit(profile, tab, 'message-port')
    const socket = await visitBare(stage, { host, profile: guests, kind: 'socket', path: `socket-${round}` })
    const channel = await visitBare(stage, { host, profile: guests, kind: 'channel', path: `channel-${round}` })
    const port = await visitBare(stage, { host: first, profile, kind: 'relayed port', path: `port-${round}` })
    await guests.close()
    if (round === 0) continue
    keep('relay', direct.first ?? Number.NaN)
    keep('data-channel', direct['data-channel'] ?? Number.NaN)
    keep('message-port', second['message-port'] ?? Number.NaN)
    keep('socket', socket)
    keep('channel', channel)
    keep('port', port)
  }
  await stage.leaveAll()
  const rowOf = (what: string, ours: string, raw: string, bare: string) =>
    row(what, 'ms', { [OURS]: values.get(ours) ?? [], [raw]: values.get(bare) ?? [] })
  return [
    rowOf(RELAY, 'relay', 'raw relay', 'socket'),
    rowOf(DIRECT, 'data-channel', 'raw channel', 'channel'),
    rowOf(TAB, 'message-port', 'raw ports', 'port'),
  ]
}

const LIBRARY = '<script type="module" src="/wamp-mesh.js"></script>'

/** Opens a page, and tells what was when; then closes it, unless it is to stay. */
async function visit(
  profile: BrowserContext,
  url: string,
  until: 'data-channel' | 'message-port',
  stay?: 'stay',
): Promise<Record<string, number>> {
  const page = await profile.newPage()
  await page.addInitScript(RECORDER)
  await page.goto(url)
  await page.waitForFunction(wanted => wanted in times, until)
  const seen = await page.evaluate(() => times)
  if (!stay) await page.close()
  return seen
}

interface BareVisit {
  readonly host: Page
  readonly profile: BrowserContext
  readonly kind: WayKind
  readonly path: string
}

/** The page does by itself what it is to do, as `#errand` says. */
async function visitBare(stage: Stage, { host, profile, kind, path }: BareVisit): Promise<number> {
  const { surroundings } = stage
  const served = host.evaluate(([...a]) => bench.serve(...a), [surroundings, kind, path] as const)
  // The host of a room has its socket before anybody comes.
  if (kind === 'socket') await served
  const page = await profile.newPage()
  await page.goto(`${stage.address()}#${encodeURIComponent(JSON.stringify({ surroundings, kind, path }))}`)
  await page.waitForFunction(() => globalThis.times?.first !== undefined)
  const { first = Number.NaN } = await page.evaluate(() => times)
  await served
  await page.close()
  return first
}
