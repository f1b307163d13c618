// Revocations: what the router ends of its own accord is gone for good, and somebody is told.

import { describe, expect, test, vi } from 'vitest'
import { settled } from '../trace.ts'
import { failed, outcome } from './network.ts'
import { fakeTime, openedForGood, tries } from './reconnecting.ts'
import { opened, registered } from './scripted-router.ts'

fakeTime()

const told = (uri: string, sentence: RegExp) => [
  [expect.objectContaining({ error: uri, message: expect.stringMatching(sentence) })],
]

describe('R-REV: a revoked registration', () => {
  test('is reported with its reason, gets no calls any more, and has ended', async () => {
    const [endpoint, onerror] = [vi.fn(), vi.fn()]
    const { session, peer, registration } = await registered(endpoint, { onerror })
    peer.sends([67, 0, { registration: 21, reason: 'com.app.moved' }], [68, 1, 21, {}])
    expect(await peer.got()).toEqual([[8, 68, 1, {}, 'wamp.error.no_such_registration', [expect.any(String)]]])
    expect(endpoint).not.toHaveBeenCalled()
    expect(onerror.mock.calls).toEqual(told('wamp.error.no_such_registration', /com\.app\.p.*com\.app\.moved/))
    expect(await outcome(registration.unregister())).toEqual(failed('wamp.error.no_such_registration'))
    expect(await peer.got()).toEqual([])
    expect(session.isOpen).toBe(true)
  })

  test('is answered by what runs already', async () => {
    let answer: (value: unknown) => void = () => {}
    const { peer } = await registered(() => new Promise(resolve => (answer = resolve)), { onerror: vi.fn() })
    peer.sends([68, 1, 21, {}], [67, 0, { registration: 21 }])
    await settled()
    answer('done')
    expect(await peer.got()).toEqual([[70, 1, {}, ['done']]])
  })

  test('is not restored on the next connection', async () => {
    const { router, session, peer, onerror } = await openedForGood()
    const both = Promise.all([session.register('com.app.p', () => {}), session.subscribe('com.app.t', () => {})])
    peer.sends([65, 1, 21], [33, 2, 11])
    await both
    peer.sends([67, 0, { registration: 21 }], [35, 0, { subscription: 11 }])
    await settled()
    peer.link.close()
    await settled()
    expect(await (await tries(router)).got()).toEqual([])
    expect(onerror).toHaveBeenCalledTimes(2)
  })

  test('while it is unregistered is no news', async () => {
    const onerror = vi.fn()
    const { peer, registration } = await registered(() => {}, { onerror })
    const ending = registration.unregister()
    peer.sends([67, 0, { registration: 21 }], [8, 66, 2, {}, 'wamp.error.no_such_registration'])
    expect(await outcome(ending)).toEqual({ value: undefined })
    expect(onerror).not.toHaveBeenCalled()
  })
})

describe('R-REV: a revoked subscription', () => {
  test('is reported once for all its handlers, which hear no more and have ended', async () => {
    const [one, other, onerror] = [vi.fn(), vi.fn(), vi.fn()]
    const { session, peer } = await opened({ onerror })
    const both = Promise.all([session.subscribe('com.app.t', one), session.subscribe('com.app.t', other)])
    peer.sends([33, 1, 11], [36, 11, 1, {}], [35, 0, { subscription: 11, reason: 'com.app.closed' }], [36, 11, 2, {}])
    const subscriptions = await both
    await settled()
    expect([one.mock.calls.length, other.mock.calls.length]).toEqual([1, 1])
    expect(onerror.mock.calls).toEqual(told('wamp.error.no_such_subscription', /com\.app\.t.*com\.app\.closed/))
    for (const subscription of subscriptions) {
      expect(await outcome(subscription.unsubscribe())).toEqual(failed('wamp.error.no_such_subscription'))
    }
    await peer.got()
    void session.subscribe('com.app.t', one).catch(() => {})
    expect(await peer.got()).toEqual([[32, 2, {}, 'com.app.t']])
  })

  test('while it is unsubscribed is no news', async () => {
    const onerror = vi.fn()
    const { session, peer } = await opened({ onerror })
    const subscribing = session.subscribe('com.app.t', () => {})
    peer.sends([33, 1, 11])
    const ending = (await subscribing).unsubscribe()
    peer.sends([35, 0, { subscription: 11 }], [35, 2])
    expect(await outcome(ending)).toEqual({ value: true })
    expect(onerror).not.toHaveBeenCalled()
  })
})

test.each([
  ['nothing', {}],
  ['what is not there', { subscription: 9, registration: 9 }],
])('a revocation of %s is ignored', async (_, details) => {
  const onerror = vi.fn()
  const { session, peer } = await opened({ onerror })
  peer.sends([35, 0, details], [67, 0, details], [35, 0], [67, 0])
  expect(await peer.got()).toEqual([])
  expect(session.isOpen).toBe(true)
  expect(onerror).not.toHaveBeenCalled()
})
