// Sessions that outlive what carries them: a server that stops, a page that is left, a channel that opens and dies.

import { describe, expect, test } from 'vitest'
import { type BrowserProcess, type Participant, useStage, WITHOUT_WEBRTC } from './harness.ts'
import {
  allAnswered,
  callOnAndOn,
  comingsAndGoings,
  count,
  countsOn,
  echo,
  hearsAll,
  lastOf,
  watchSessions,
} from './harness-stream.ts'

const stage = useStage()

const ways = [
  { way: 'data channel', before: '', transport: 'data-channel' },
  { way: 'relay', before: WITHOUT_WEBRTC, transport: 'relay' },
] as const

const FROM_HOST = 'com.example.from_host'
const FROM_GUEST = 'com.example.from_guest'

declare global {
  /** Peer connections of the page, in the order in which it made them. */
  var peers: RTCPeerConnection[]
  /** Lets the peer connections of the page connect. */
  var connectPeers: () => void
  /** Whether the page was kept while it was left. */
  var kept: boolean
  /** What a call in flight has come to. */
  var outcome: unknown
  /** Of a procedure that waits: how often it was invoked, and what lets it answer. */
  var invoked: number
  var answer: (result: string) => void
}

/** Keeps the peer connections of a page, which do not connect before the test wants it. */
const HELD_PEERS = `globalThis.peers = []
const connect = new Promise(resolve => { globalThis.connectPeers = resolve })
globalThis.RTCPeerConnection = class extends RTCPeerConnection {
  constructor(...given) {
    super(...given)
    peers.push(this)
  }
  async setRemoteDescription(...given) {
    await connect
    return super.setRemoteDescription(...given)
  }
}`
const KEPT_PEERS = `${HELD_PEERS}\nconnectPeers()`

/** A procedure that answers when the test says so. */
function registerSlow(page: Participant, procedure: string): Promise<void> {
  return page.run(async ({ session }, procedure) => {
    globalThis.invoked = 0
    await session?.register(procedure, () => {
      globalThis.invoked++
      return new Promise(resolve => {
        globalThis.answer = resolve
      })
    })
  }, procedure)
}

function callInFlight(page: Participant, procedure: string): Promise<void> {
  return page.run(({ session }, procedure) => {
    globalThis.outcome = undefined
    const settle = (outcome: unknown) => {
      globalThis.outcome = outcome
    }
    session?.call(procedure).then(settle, ({ error }) => settle({ error }))
  }, procedure)
}

async function outcomeOf(page: Participant): Promise<unknown> {
  await page.when(() => outcome !== undefined)
  return page.run(() => outcome)
}

/** Goes to another page. */
async function leave({ page }: Participant): Promise<void> {
  await page.evaluate(() =>
    addEventListener('pageshow', ({ persisted }) => Object.assign(globalThis, { kept: persisted })),
  )
  await page.goto(stage.site.page('elsewhere'))
}

/** Goes back to a page that the browser has kept. */
async function goBack(participant: Participant): Promise<void> {
  // It is not loaded again, so that no load event comes.
  await participant.page.goBack({ waitUntil: 'commit' })
  await participant.when(() => globalThis.kept)
}

/** A browser that keeps pages while they are left: those that Playwright starts do not. */
async function keepingBrowser(): Promise<BrowserProcess> {
  stage.expects(/Back-Forward Cache/)
  return stage.process()
}

describe.each(ways)('a guest by $way', ({ before, transport }) => {
  test('goes on with its session when the signaling server was stopped and started, calls in flight too', async () => {
    stage.expects(/WebSocket connection/)
    const host = await stage.host()
    const guest = await stage.guest(host, { before })
    await guest.goesBy(transport)
    const id = await guest.sessionId()
    await guest.subscribe(FROM_HOST)
    await host.subscribe(FROM_GUEST)
    await registerSlow(host, 'com.example.slow.host')
    await registerSlow(guest, 'com.example.slow.guest')
    await callInFlight(host, 'com.example.slow.guest')
    await callInFlight(guest, 'com.example.slow.host')
    for (const callee of [host, guest]) await callee.when(() => invoked === 1)
    await watchSessions(host)
    await Promise.all([count(host, FROM_HOST), count(guest, FROM_GUEST)])
    await stage.stopSignaling()
    await host.until('reconnecting')
    if (transport === 'relay') await guest.until('reconnecting')
    await Promise.all([countsOn(host, 50), countsOn(guest, 50)])
    // The results wait too, where there is no way for them.
    for (const callee of [host, guest]) await callee.run(() => answer('done'))
    await stage.startSignaling()
    for (const caller of [host, guest]) expect(await outcomeOf(caller)).toBe('done')
    for (const callee of [host, guest]) expect(await callee.run(() => invoked)).toBe(1)
    await Promise.all([host.until('open'), guest.until('open')])
    await Promise.all([countsOn(host, 20), countsOn(guest, 20)])
    await hearsAll(guest, FROM_HOST, await lastOf(host))
    await hearsAll(host, FROM_GUEST, await lastOf(guest))
    expect(await guest.shown()).toMatchObject({ state: 'open', transport, id, waiting: false, error: undefined })
    expect(await comingsAndGoings(host)).toEqual([])
  })

  test('whose page is left and kept hears what was published meanwhile, by the same session', async () => {
    const host = await stage.host()
    const { context } = await keepingBrowser()
    const guest = await stage.guest(host, { before, context })
    await guest.goesBy(transport)
    const id = await guest.sessionId()
    await guest.subscribe(FROM_HOST)
    await registerSlow(guest, 'com.example.slow')
    await callInFlight(host, 'com.example.slow')
    await guest.when(() => invoked === 1)
    await watchSessions(host)
    await count(host, FROM_HOST)
    await leave(guest)
    // Longer than one that has died is waited for.
    await host.run(() => new Promise(resolve => setTimeout(resolve, 3_000)))
    await goBack(guest)
    await guest.goesBy(transport)
    await guest.until('open')
    await hearsAll(guest, FROM_HOST, await lastOf(host))
    await guest.run(() => answer('welcome back'))
    expect(await outcomeOf(host)).toBe('welcome back')
    expect(await guest.sessionId()).toBe(id)
    expect(await comingsAndGoings(host)).toEqual([])
  })

  test('whose machine stands still for some seconds goes on with its session', async () => {
    const host = await stage.host()
    const browser = await stage.process()
    const guest = await stage.guest(host, { before, context: browser.context })
    await guest.goesBy(transport)
    const id = await guest.sessionId()
    await guest.subscribe(FROM_HOST)
    await watchSessions(host)
    await count(host, FROM_HOST)
    browser.stop()
    await host.run(() => new Promise(resolve => setTimeout(resolve, 5_000)))
    browser.goOn()
    await hearsAll(guest, FROM_HOST, await lastOf(host))
    await guest.until('open')
    expect(await guest.sessionId()).toBe(id)
    expect(await comingsAndGoings(host)).toEqual([])
  })
})

test('a guest moves to a data channel and back to the relay, and nothing is lost or doubled', async () => {
  const host = await stage.host({ before: KEPT_PEERS })
  const guest = await stage.guest(host, { before: HELD_PEERS })
  const id = await guest.sessionId()
  expect(await guest.shown()).toMatchObject({ state: 'open', transport: 'relay' })
  await guest.subscribe(FROM_HOST)
  await host.subscribe(FROM_GUEST)
  await Promise.all([echo(host, 'com.example.echo.host'), echo(guest, 'com.example.echo.guest')])
  await watchSessions(host)
  await Promise.all([count(host, FROM_HOST), count(guest, FROM_GUEST)])
  await Promise.all([callOnAndOn(host, 'com.example.echo.guest'), callOnAndOn(guest, 'com.example.echo.host')])
  const goOn = () => Promise.all([countsOn(host, 20), countsOn(guest, 20)])
  await goOn()
  await guest.run(() => connectPeers())
  for (const mortal of [guest, host]) {
    await guest.goesBy('data-channel')
    await goOn()
    await mortal.run(() => peers.at(-1)?.close())
    await guest.goesBy('relay')
    await goOn()
  }
  await Promise.all([allAnswered(host), allAnswered(guest)])
  await hearsAll(guest, FROM_HOST, await lastOf(host))
  await hearsAll(host, FROM_GUEST, await lastOf(guest))
  expect(await guest.sessionId()).toBe(id)
  expect(await guest.run(() => states.map(({ state }) => state))).not.toContain('reconnecting')
  expect(await comingsAndGoings(host)).toEqual([])
})

test('a host page that is left and kept has its guests again, each by the same session', async () => {
  const { context } = await keepingBrowser()
  const host = await stage.host({ context })
  const [direct, relayed] = [await stage.guest(host), await stage.guest(host, { before: WITHOUT_WEBRTC })]
  const guests = [direct, relayed]
  for (const [number, { transport }] of ways.entries()) await guests[number]?.goesBy(transport)
  const ids = await Promise.all(guests.map(guest => guest.sessionId()))
  await echo(host, 'com.example.echo')
  await host.subscribe(FROM_GUEST)
  await relayed.subscribe(FROM_GUEST)
  await watchSessions(host)
  await count(direct, FROM_GUEST)
  await leave(host)
  for (const guest of guests) {
    await guest.until('reconnecting')
    await guest.run(({ session }) => {
      globalThis.outcome = undefined
      session?.call('com.example.echo', ['hello']).then(result => {
        globalThis.outcome = result
      })
    })
  }
  await goBack(host)
  for (const guest of guests) expect(await outcomeOf(guest)).toEqual(['hello', expect.any(Number)])
  await Promise.all([host, ...guests].map(page => page.until('open')))
  for (const [number, { transport }] of ways.entries()) await guests[number]?.goesBy(transport)
  const last = await lastOf(direct)
  for (const page of [host, relayed]) await hearsAll(page, FROM_GUEST, last)
  expect(await Promise.all(guests.map(guest => guest.sessionId()))).toEqual(ids)
  expect(await comingsAndGoings(host)).toEqual([])
})
