// The worker that a room's router lives in ends, and is started anew: everybody goes on with the same session.

import type { BrowserContext } from 'playwright'
import { describe, expect, test } from 'vitest'
import { type Participant, useStage, WITHOUT_WEBRTC } from './harness.ts'
import { WORKER } from './harness-site.ts'
import {
  callOnAndOn,
  comingsAndGoings,
  count,
  countsOn,
  echo,
  hearsAll,
  lastOf,
  watchSessions,
} from './harness-stream.ts'
import { crash, otherWorker, workerOf } from './harness-worker.ts'

const stage = useStage()

const FROM_HOST = 'com.example.from_host'
const FROM_GUEST = 'com.example.from_guest'
const ECHO = 'com.example.echo'

type Router = 'shared-worker' | 'service-worker'

function hostTab(router: Router, context?: BrowserContext): Promise<Participant> {
  const url = stage.page(`signaling="${stage.signaling}" worker="${WORKER}" router="${router}"`)
  return stage.host({ url, ...(context && { context }) })
}

/** Guests by both ways. */
async function guests(host: Participant): Promise<[relayed: Participant, direct: Participant]> {
  const relayed = await stage.guest(host, { before: WITHOUT_WEBRTC })
  const direct = await stage.guest(host, { browser: 'c' })
  await direct.goesBy('data-channel')
  return [relayed, direct]
}

const ids = (all: readonly Participant[]) => Promise.all(all.map(participant => participant.sessionId()))

/** Every page, and the numbers that it publishes and hears. */
async function streams(host: Participant, ...others: Participant[]): Promise<(gone?: number) => Promise<void>> {
  const [first, ...rest] = others
  if (!first) throw new Error('nobody to talk to')
  await host.subscribe(FROM_GUEST)
  for (const other of others) await other.subscribe(FROM_HOST)
  await echo(host, ECHO)
  for (const page of [host, ...others]) await watchSessions(page)
  await Promise.all([count(host, FROM_HOST), count(first, FROM_GUEST)])
  for (const other of rest) await callOnAndOn(other, ECHO)
  await countsOn(host, 20)
  return async gone => {
    await countsOn(host, 20)
    await countsOn(first, 20)
    const [fromHost, fromGuest] = [await lastOf(host), await lastOf(first)]
    await hearsAllOf(host, FROM_GUEST, fromGuest)
    for (const other of others) await hearsAllOf(other, FROM_HOST, fromHost)
    for (const other of rest) await answeredOrFailed(other)
    for (const page of [host, ...others]) {
      const told = (await comingsAndGoings(page)) as { topic: string; args: unknown[] }[]
      const leaving = told.filter(({ topic, args }) => topic === 'wamp.session.on_leave' && args[0] === gone)
      expect(told).toEqual(leaving)
    }
  }
}

let exact = true

async function hearsAllOf(page: Participant, topic: string, last: number): Promise<void> {
  if (exact) return hearsAll(page, topic, last)
  await page.hears(topic, last)
  const numbers = (await page.heard()).filter(event => event.topic === topic).map(({ args }) => args[0])
  expect([...new Set(numbers)]).toEqual(Array.from({ length: last + 1 }, (_, number) => number))
  // Some of the last moment may have come twice.
  expect(numbers.length - last - 1).toBeLessThan(50)
}

/**
 * Of its calls, those under way at an end of the worker fail; the others are answered, by who was asked once, or where the
 * room is not durable, twice for some of the last moment.
 */
async function answeredOrFailed(page: Participant): Promise<void> {
  const { wrong, count: calls } = await page.run(() => stopCalling())
  const isAllowed = ([number, outcome, asked]: [number, unknown, number]) =>
    outcome === 'wamp.error.network_failure' || (!exact && outcome === number && asked === 2)
  expect((wrong as [number, unknown, number][]).filter(call => !isAllowed(call))).toEqual([])
  expect((wrong as unknown[]).length).toBeLessThan(calls / 2)
}

describe('in a SharedWorker', () => {
  test('the tab crashes that started it, and takes it along', async () => {
    exact = false
    stage.expects(/WebSocket connection/)
    const context = await stage.context('a')
    const [creator, survivor] = [await hostTab('shared-worker', context), await hostTab('shared-worker', context)]
    const [relayed, direct] = await guests(survivor)
    const before = await ids([survivor, relayed, direct])
    const finish = await streams(survivor, relayed, direct)
    const [worker, crashing] = [await workerOf(survivor), await creator.sessionId()]
    await crash(creator)
    await otherWorker(survivor, worker)
    await finish(crashing)
    expect(await ids([survivor, relayed, direct])).toEqual(before)
    await direct.goesBy('data-channel')
    // Its own session waited for it, for a while.
    await relayed.hears('wamp.session.on_leave', crashing)
    expect(await ids([survivor, relayed, direct])).toEqual(before)
  })
})

describe('in a Service Worker', () => {
  test('a room like any other', async () => {
    exact = true
    const host = await hostTab('service-worker')
    expect(await host.shown()).toMatchObject({ role: 'host', transport: 'message-port' })
    const [relayed, direct] = await guests(host)
    const finish = await streams(host, relayed, direct)
    await finish()
  })

  test('the browser stops it, again and again', async () => {
    exact = true
    stage.expects(/WebSocket connection/)
    const host = await hostTab('service-worker')
    const [relayed, direct] = await guests(host)
    const before = await ids([host, relayed, direct])
    const finish = await streams(host, relayed, direct)
    const cdp = await host.page.context().newCDPSession(host.page)
    await cdp.send('ServiceWorker.enable')
    for (let times = 0; times < 3; times++) {
      const worker = await workerOf(host)
      await cdp.send('ServiceWorker.stopAllWorkers')
      await otherWorker(host, worker)
      await countsOn(host, 20)
      expect(await relayed.call('wamp.session.count')).toBe(3)
    }
    await finish()
    expect(await ids([host, relayed, direct])).toEqual(before)
  })
})
