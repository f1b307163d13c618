// Event retention: whoever asks for the retained event gets it, and nobody gets it twice.

import { expect, test, vi } from 'vitest'
import { settled } from '../trace.ts'
import { failed, outcome, settlement } from './network.ts'
import { fakeTime, openedForGood, tries } from './reconnecting.ts'
import { opened } from './scripted-router.ts'

fakeTime()

const RETAINED = { get_retained: true }

test('R-RET-1: a later handler of the same topic asks again, and it alone gets what is retained', async () => {
  const { session, peer } = await opened()
  const [first, second, third] = [vi.fn(), vi.fn(), vi.fn()]
  const one = session.subscribe('com.app.t', first, RETAINED)
  expect(await peer.got()).toEqual([[32, 1, RETAINED, 'com.app.t']])
  peer.sends([33, 1, 11], [36, 11, 5, { retained: true }, ['last']])
  await one
  await session.subscribe('com.app.t', second)
  expect(await peer.got()).toEqual([])
  const three = session.subscribe('com.app.t', third, RETAINED)
  expect(await peer.got()).toEqual([[32, 2, RETAINED, 'com.app.t']])
  expect(await outcome(three)).toBe('pending')
  peer.sends([33, 2, 11], [36, 11, 5, { retained: true }, ['last']], [36, 11, 6, {}, ['new']])
  await three
  await settled()
  expect(first.mock.calls.map(([args]) => args)).toEqual([['last'], ['new']])
  expect(second.mock.calls.map(([args]) => args)).toEqual([['new']])
  expect(third.mock.calls.map(([args]) => args)).toEqual([['last'], ['new']])
  expect(third.mock.calls[0]?.[2]).toMatchObject({ retained: true, publication: 5, topic: 'com.app.t' })
})

test('two that ask at once each get it, from their own SUBSCRIBE', async () => {
  const { session, peer } = await opened()
  const [one, other] = [vi.fn(), vi.fn()]
  const both = [session.subscribe('com.app.t', one, RETAINED), session.subscribe('com.app.t', other, RETAINED)]
  expect(await peer.got()).toHaveLength(2)
  const event = [36, 11, 5, { retained: true }]
  peer.sends([33, 1, 11], event, [33, 2, 11], event)
  await Promise.all(both)
  await settled()
  expect([one.mock.calls.length, other.mock.calls.length]).toEqual([1, 1])
})

test('one that the router refuses leaves the others what they have', async () => {
  const onerror = vi.fn()
  const { session, peer } = await opened({ onerror })
  const first = vi.fn()
  const one = session.subscribe('com.app.t', first)
  peer.sends([33, 1, 11])
  await one
  const two = session.subscribe('com.app.t', () => {}, RETAINED)
  peer.sends([8, 32, 2, {}, 'wamp.error.not_authorized'], [36, 11, 1, {}])
  expect(await outcome(two)).toEqual(failed('wamp.error.not_authorized'))
  expect(first).toHaveBeenCalledTimes(1)
  expect(onerror).not.toHaveBeenCalled()
})

test('one whose topic loses its other handler meanwhile keeps the topic', async () => {
  const { session, peer } = await opened()
  const second = vi.fn()
  const one = session.subscribe('com.app.t', () => {})
  peer.sends([33, 1, 11])
  const two = session.subscribe('com.app.t', second, RETAINED)
  expect(await (await one).unsubscribe()).toBe(false)
  peer.sends([33, 2, 11], [36, 11, 1, {}])
  await two
  await settled()
  expect(second).toHaveBeenCalledTimes(1)
  expect((await peer.got()).map(([type]) => type)).toEqual([32, 32])
})

test('one that is refused after the last other handler has gone ends the subscription', async () => {
  const { session, peer } = await opened()
  const one = session.subscribe('com.app.t', () => {})
  peer.sends([33, 1, 11])
  const two = settlement(session.subscribe('com.app.t', () => {}, RETAINED))
  await (await one).unsubscribe()
  await peer.got()
  peer.sends([8, 32, 2, {}, 'wamp.error.not_authorized'])
  expect(await two).toEqual(failed('wamp.error.not_authorized'))
  expect(await peer.got()).toEqual([[34, 3, 11]])
})

test('on a new connection those who asked get what is retained then', async () => {
  const { router, session, peer } = await openedForGood()
  const [asked, not] = [vi.fn(), vi.fn()]
  const both = Promise.all([session.subscribe('com.app.t', not), session.subscribe('com.app.t', asked, RETAINED)])
  peer.sends([33, 1, 11], [33, 2, 11])
  await both
  peer.link.close()
  await settled()
  const next = await tries(router)
  expect(await next.got()).toEqual([[32, 1, RETAINED, 'com.app.t']])
  next.sends([33, 1, 31], [36, 31, 5, { retained: true }])
  await settled()
  expect([asked.mock.calls.length, not.mock.calls.length]).toEqual([1, 0])
})

test('to retain is an option of the wire', async () => {
  const { session, peer } = await opened()
  void session.publish('com.app.t', ['last'], {}, { retain: true })
  expect(await peer.got()).toEqual([[16, 1, { retain: true }, 'com.app.t', ['last']]])
})
