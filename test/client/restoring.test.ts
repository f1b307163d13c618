// What a session has again after its link was lost: subscriptions and registrations, with their options.

import { describe, expect, test, vi } from 'vitest'
import { settled } from '../trace.ts'
import { failed, network, outcome, settlement } from './network.ts'
import { fakeTime, openedForGood, tries } from './reconnecting.ts'

fakeTime()

describe('after its link was lost, a session', () => {
  test('has the same subscriptions and registrations, with their options', async () => {
    const { router, session, peer, states } = await openedForGood()
    const [handler, endpoint] = [vi.fn(), vi.fn()]
    const both = Promise.all([
      session.subscribe('com.app.t', handler, { match: 'prefix' }),
      session.register('com.app.p', endpoint, { disclose_caller: true }),
    ])
    peer.sends([33, 1, 11], [65, 2, 21])
    const [subscription, registration] = await both
    peer.link.close()
    await settled()
    expect(session).toMatchObject({ state: 'reconnecting', id: 0, isOpen: false })

    const next = await tries(router)
    expect(session).toMatchObject({ state: 'open', id: 8 })
    expect(await next.got()).toEqual([
      [32, 1, { match: 'prefix' }, 'com.app.t'],
      [64, 2, { disclose_caller: true }, 'com.app.p'],
    ])
    next.sends([33, 1, 31], [65, 2, 41], [36, 31, 1, { topic: 'com.app.t.x' }], [68, 1, 41, {}])
    await settled()
    expect(handler).toHaveBeenCalledTimes(1)
    expect(endpoint).toHaveBeenCalledTimes(1)
    expect(states).toEqual(['connecting', 'open', 'reconnecting', 'open'])

    await next.got()
    const ending = Promise.all([subscription.unsubscribe(), registration.unregister()])
    expect(await next.got()).toEqual([
      [34, 3, 31],
      [66, 4, 41],
    ])
    next.sends([35, 3], [67, 4])
    await ending
  })

  test('has not what was ended meanwhile, and has what was asked for meanwhile', async () => {
    const { router, session, peer } = await openedForGood()
    const both = Promise.all([session.subscribe('com.app.t', () => {}), session.register('com.app.p', () => {})])
    peer.sends([33, 1, 11], [65, 2, 21])
    const [subscription, registration] = await both
    peer.link.close()
    await settled()
    expect(await subscription.unsubscribe()).toBe(true)
    await registration.unregister()
    const meanwhile = Promise.all([session.subscribe('com.app.u', () => {}), session.register('com.app.q', () => {})])
    expect(await outcome(meanwhile)).toBe('pending')
    const next = await tries(router)
    expect(await next.got()).toEqual([
      [32, 1, {}, 'com.app.u'],
      [64, 2, {}, 'com.app.q'],
    ])
    next.sends([33, 1, 11], [65, 2, 21])
    expect(await outcome(meanwhile)).toHaveProperty('value')
  })

  test('rejects what was in flight, calls and publications, and keeps what is durable', async () => {
    const { router, session, peer } = await openedForGood()
    const call = settlement(session.call('com.app.p'))
    const publication = settlement(session.publish('com.app.t', [], {}, { acknowledge: true }))
    const subscribing = session.subscribe('com.app.t', () => {})
    const registering = session.register('com.app.p', () => {})
    await peer.got()
    peer.link.close()
    expect(await call).toEqual(failed('wamp.error.network_failure'))
    expect(await publication).toEqual(failed('wamp.error.network_failure'))
    expect(await outcome(subscribing)).toBe('pending')
    expect(await outcome(registering)).toBe('pending')
    const next = await tries(router)
    expect((await next.got()).map(([type]) => type)).toEqual([32, 64])
    next.sends([33, 1, 11], [65, 2, 21])
    expect(await outcome(subscribing)).toHaveProperty('value')
    expect(await outcome(registering)).toHaveProperty('value')
  })

  test('rejects calls and publications until it is open again', async () => {
    const { session, peer } = await openedForGood()
    peer.link.close()
    await settled()
    expect(await outcome(session.call('com.app.p'))).toEqual(failed('wamp.error.network_failure'))
    expect(await outcome(session.publish('com.app.t', []))).toEqual(failed('wamp.error.network_failure'))
  })

  test('answers no invocation of the old link on the new one', async () => {
    const { router, session, peer } = await openedForGood()
    let answer: (value: unknown) => void = () => {}
    const registering = session.register('com.app.p', () => new Promise(resolve => (answer = resolve)))
    peer.sends([65, 1, 21], [68, 1, 21, {}])
    await registering
    peer.link.close()
    await settled()
    const next = await tries(router)
    await next.got()
    answer('late')
    expect(await next.got()).toEqual([])
  })
})

describe('restoring', () => {
  test('a procedure that its own ghost still holds is tried again, every second', async () => {
    const { router, session, peer, onerror } = await openedForGood()
    const registering = session.register('com.app.p', () => {})
    peer.sends([65, 1, 21])
    await registering
    peer.link.close()
    await settled()
    const next = await tries(router)
    for (const request of [1, 2, 3]) {
      expect(await next.got()).toEqual([[64, request, {}, 'com.app.p']])
      next.sends([8, 64, request, {}, 'wamp.error.procedure_already_exists'])
      await settled()
      vi.advanceTimersByTime(999)
      expect(await next.got()).toEqual([])
      vi.advanceTimersByTime(1)
    }
    next.sends([65, 4, 22])
    await settled()
    expect(onerror).not.toHaveBeenCalled()
    expect(vi.getTimerCount()).toBe(0)
  })

  test('a procedure that waits to be tried again does so on the next connection, once', async () => {
    const { router, session, peer } = await openedForGood()
    const registering = session.register('com.app.p', () => {})
    peer.sends([65, 1, 21])
    await registering
    peer.link.close()
    await settled()
    const next = await tries(router)
    next.sends([8, 64, 1, {}, 'wamp.error.procedure_already_exists'])
    await settled()
    next.link.close()
    await settled()
    const last = await tries(router, 400)
    vi.advanceTimersByTime(1_000)
    expect(await last.got()).toEqual([[64, 1, {}, 'com.app.p']])
  })

  test('a procedure that stays taken is reported in the end', async () => {
    const { router, session, peer, onerror } = await openedForGood()
    const registering = session.register('com.app.p', () => {})
    peer.sends([65, 1, 21])
    await registering
    peer.link.close()
    await settled()
    const next = await tries(router)
    for (let request = 1; onerror.mock.calls.length === 0; request++) {
      expect(request).toBeLessThan(100)
      next.sends([8, 64, request, {}, 'wamp.error.procedure_already_exists'])
      await settled()
      vi.advanceTimersByTime(1_000)
    }
    expect(onerror).toHaveBeenCalledWith(expect.objectContaining({ error: 'wamp.error.procedure_already_exists' }))
    expect(vi.getTimerCount()).toBe(0)
  })

  test('what is refused for another reason is reported at once', async () => {
    const { router, session, peer, onerror } = await openedForGood()
    const both = Promise.all([session.subscribe('com.app.t', () => {}), session.register('com.app.p', () => {})])
    peer.sends([33, 1, 11], [65, 2, 21])
    await both
    peer.link.close()
    await settled()
    const next = await tries(router)
    next.sends([8, 32, 1, {}, 'wamp.error.not_authorized'], [8, 64, 2, {}, 'wamp.error.not_authorized'])
    await settled()
    expect(onerror).toHaveBeenCalledTimes(2)
    expect(session.isOpen).toBe(true)
  })

  test('what was refused may be asked for again, and ended', async () => {
    const { router, session, peer } = await openedForGood()
    const both = Promise.all([session.subscribe('com.app.t', () => {}), session.register('com.app.p', () => {})])
    peer.sends([33, 1, 11], [65, 2, 21])
    const [, registration] = await both
    peer.link.close()
    await settled()
    const next = await tries(router)
    next.sends([8, 32, 1, {}, 'wamp.error.not_authorized'], [8, 64, 2, {}, 'wamp.error.not_authorized'])
    await next.got()
    await registration.unregister()
    const again = session.subscribe('com.app.t', () => {})
    expect(await next.got()).toEqual([[32, 3, {}, 'com.app.t']])
    next.sends([33, 3, 31])
    await again
  })

  test('a subscription that is ended and wanted again meanwhile is there in the end', async () => {
    const { router, session, peer } = await openedForGood()
    const subscribing = session.subscribe('com.app.t', () => {})
    peer.sends([33, 1, 11])
    const subscription = await subscribing
    peer.link.close()
    await settled()
    const next = await tries(router)
    // SUBSCRIBE is on its way.
    const handler = vi.fn()
    expect(await subscription.unsubscribe()).toBe(true)
    const again = session.subscribe('com.app.t', handler)
    let held = false
    for (let round = 0; round < 4; round++) {
      for (const [type, request] of await next.got()) {
        held = type === 32
        next.sends(type === 32 ? [33, request, 31] : [35, request])
      }
    }
    await again
    expect(held).toBe(true)
    next.sends([36, 31, 1, {}])
    await settled()
    expect(handler).toHaveBeenCalledTimes(1)
  })

  test('a subscription that is ended meanwhile is given back', async () => {
    const { router, session, peer } = await openedForGood()
    const subscribing = session.subscribe('com.app.t', () => {})
    peer.sends([33, 1, 11])
    const subscription = await subscribing
    peer.link.close()
    await settled()
    const next = await tries(router)
    expect(await subscription.unsubscribe()).toBe(true)
    expect(await next.got()).toEqual([[32, 1, {}, 'com.app.t']])
    next.sends([33, 1, 31])
    expect(await next.got()).toEqual([[34, 2, 31]])
  })

  test('a procedure that is ended meanwhile is given back, and may be registered anew', async () => {
    const { router, session, peer } = await openedForGood()
    const registering = session.register('com.app.p', () => 'old')
    peer.sends([65, 1, 21])
    const registration = await registering
    peer.link.close()
    await settled()
    const next = await tries(router)
    const ending = registration.unregister()
    expect(await outcome(ending)).toBe('pending')
    next.sends([65, 1, 31])
    expect(await next.got()).toEqual([
      [64, 1, {}, 'com.app.p'],
      [66, 2, 31],
    ])
    next.sends([67, 2])
    expect(await outcome(ending)).toEqual({ value: undefined })
    const again = session.register('com.app.p', () => 'new')
    next.sends([65, 3, 32], [68, 1, 32, {}])
    await again
    expect(await next.got()).toEqual([
      [64, 3, {}, 'com.app.p'],
      [70, 1, {}, ['new']],
    ])
  })

  test.each(['refused', 'cut off'])('a procedure that is ended meanwhile and %s leaves nothing behind', async how => {
    const { router, session, peer, onerror } = await openedForGood()
    const registering = session.register('com.app.p', () => {})
    peer.sends([65, 1, 21])
    const registration = await registering
    peer.link.close()
    await settled()
    const next = await tries(router)
    await next.got()
    const ending = registration.unregister()
    if (how === 'refused') next.sends([8, 64, 1, {}, 'wamp.error.procedure_already_exists'])
    else next.link.close()
    expect(await outcome(ending)).toEqual({ value: undefined })
    const last = how === 'refused' ? next : await tries(router)
    vi.advanceTimersByTime(60_000)
    expect(await last.got()).toEqual([])
    expect(onerror).not.toHaveBeenCalled()
  })
})

test('over a real router: what was lost works again', async () => {
  const { opens, links, clock } = network()
  const [callee, caller] = [await opens({ reconnect: 'once-open' }), await opens()]
  const handler = vi.fn()
  await callee.register('com.app.add', ([a, b]) => Number(a) + Number(b))
  await callee.subscribe('com.app.t', handler)
  links[0]?.close('cut')
  await settled()
  vi.advanceTimersByTime(5_000)
  await settled()
  expect(await caller.call('com.app.add', [2, 3])).toBe(5)
  await caller.publish('com.app.t', ['again'])
  await settled()
  expect(handler).toHaveBeenCalledTimes(1)
  expect(clock.timers).toBe(0)
})
