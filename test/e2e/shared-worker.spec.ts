// A router in a SharedWorker: one room for all tabs of its origin, which goes on when a tab closes, crashes or freezes.

import type { BrowserContext } from 'playwright'
import { describe, expect, test } from 'vitest'
import { eventually, type Participant, useStage, WITHOUT_WEBRTC } from './harness.ts'
import { WORKER } from './harness-site.ts'

const stage = useStage()

const page = () => stage.page(`signaling="${stage.signaling}" worker="${WORKER}"`)

/** A tab that hosts the room of this profile. */
async function hostTab(context: BrowserContext): Promise<Participant> {
  return stage.host({ context, url: page() })
}

const goesBy = (guest: Participant, transport: string) =>
  guest.when((element, wanted) => element.transport === wanted, transport)

/** The numbers that the page heard on `com.example.count`. */
const numbers = (guest: Participant) =>
  guest.run(() => heard.filter(({ topic }) => topic === 'com.example.count').map(({ args }) => args[0] as number))

/** Publishes rising numbers, one every 5 ms, until the returned function is called; that tells how many. */
async function counting(publisher: Participant): Promise<() => Promise<number>> {
  await publisher.run(({ session }) => {
    const state = { next: 0, timer: 0 as unknown }
    state.timer = setInterval(() => void session?.publish('com.example.count', [state.next++]), 5)
    Object.assign(globalThis, { counting: state })
  })
  return () =>
    publisher.run(() => {
      const { counting } = globalThis as unknown as { counting: { next: number; timer: number } }
      clearInterval(counting.timer)
      return counting.next
    })
}

const upTo = (count: number) => Array.from({ length: count }, (_, number) => number)

test('two tabs of the page are two sessions of one room, and others join it by either invite', async () => {
  const context = await stage.context('a')
  const [first, second] = [await hostTab(context), await hostTab(context)]
  expect(await first.shown()).toMatchObject({ role: 'host', transport: 'message-port' })
  expect(await second.shown()).toMatchObject({ role: 'host', transport: 'message-port' })
  expect(await first.invite()).toBe(await second.invite())
  await first.run(({ session }) => session?.register('com.example.who', () => 'the first tab').then(() => {}))
  expect(await second.call('com.example.who')).toBe('the first tab')
  const guest = await stage.guest(second)
  await goesBy(guest, 'data-channel')
  expect(await guest.call('com.example.who')).toBe('the first tab')
  expect(await guest.call('wamp.session.count')).toBe(3)
})

describe('the tab that holds the direct connections', () => {
  test('closes: another takes over, and guests lose nothing and keep their sessions', async () => {
    const context = await stage.context('a')
    const [leader, other] = [await hostTab(context), await hostTab(context)]
    const guest = await stage.guest(other)
    await goesBy(guest, 'data-channel')
    await guest.subscribe('com.example.count')
    await other.subscribe('wamp.session.on_leave')
    const [id, leaderId] = [await guest.sessionId(), await leader.sessionId()]
    const stop = await counting(other)
    await guest.hears('com.example.count', 10)
    await leader.page.close({ runBeforeUnload: true })
    await other.hears('wamp.session.on_leave', leaderId)
    // The relay first; and then a channel to the tab that leads now.
    await goesBy(guest, 'data-channel')
    const count = await stop()
    await guest.hears('com.example.count', count - 1)
    expect(await numbers(guest)).toEqual(upTo(count))
    expect(await guest.sessionId()).toBe(id)
    expect((await other.heard()).filter(({ topic }) => topic === 'wamp.session.on_leave')).toHaveLength(1)
  })

  test('crashes: the same', async () => {
    const context = await stage.context('a')
    // The worker lives in the process of the tab that started it, and dies with it: so that is another one.
    const starter = await hostTab(context)
    const leader = await hostTab(context)
    await starter.page.evaluate(() => navigator.locks.query())
    const guest = await stage.guest(starter)
    await goesBy(guest, 'data-channel')
    await guest.subscribe('com.example.count')
    const id = await guest.sessionId()
    const stop = await counting(starter)
    await guest.hears('com.example.count', 10)
    const crashed = leader.page.waitForEvent('crash')
    const cdp = await context.newCDPSession(leader.page)
    cdp.send('Page.crash').catch(() => {})
    await crashed
    await eventually(() => starter.call('wamp.session.count'), 2)
    const count = await stop()
    await guest.hears('com.example.count', count - 1)
    expect(await numbers(guest)).toEqual(upTo(count))
    expect(await guest.sessionId()).toBe(id)
  })
})

test('a plain client never notices that a tab closes', async () => {
  const context = await stage.context('a')
  const [first, second] = [await hostTab(context), await hostTab(context)]
  const guest = await stage.guest(first, { before: WITHOUT_WEBRTC })
  await guest.subscribe('com.example.said')
  const id = await guest.sessionId()
  await first.page.close({ runBeforeUnload: true })
  await second.publish('com.example.said', ['still here'])
  await guest.hears('com.example.said', 'still here')
  expect(await guest.sessionId()).toBe(id)
  expect(await guest.run(() => states.map(({ state }) => state))).not.toContain('reconnecting')
})
