// Ending a session at any moment, for good or for a while, and listeners that throw.

import { describe, expect, test, vi } from 'vitest'
import { Session } from '../../src/client/session.ts'
import type { Link } from '../../src/protocol/link.ts'
import { settled } from '../trace.ts'
import { failed, outcome, settlement } from './network.ts'
import { fakeTime, openedForGood, tries } from './reconnecting.ts'
import { ScriptedRouter, WELCOME_DETAILS } from './scripted-router.ts'

fakeTime()

describe('close()', () => {
  /** Closes, and expects that nothing goes on. */
  async function expectClosed(session: Session, router: ScriptedRouter) {
    const { dials } = router
    const closing = session.close()
    expect(session.state).toBe('closed')
    vi.advanceTimersByTime(2_000)
    expect(await outcome(closing)).toEqual({ value: undefined })
    vi.advanceTimersByTime(60_000)
    await settled()
    expect(router.dials).toBe(dials)
    expect(session.state).toBe('closed')
    expect(vi.getTimerCount()).toBe(0)
  }

  test('before open()', async () => {
    const router = new ScriptedRouter()
    await expectClosed(new Session(router.dial), router)
  })

  test('while dialing: the dial is told, and a link that comes all the same is closed', async () => {
    const router = new ScriptedRouter()
    let arrives: (link: Link) => void = () => {}
    let told: AbortSignal | undefined
    const session = new Session(signal => {
      told = signal
      return new Promise(resolve => (arrives = resolve))
    })
    const opening = settlement(session.open())
    await expectClosed(session, router)
    expect(await opening).toEqual(failed('wamp.close.normal'))
    expect(told?.aborted).toBe(true)
    arrives(await router.dial())
    const peer = await router.next()
    expect(await peer.got()).toEqual([])
    expect(peer.closed).toEqual(expect.any(String))
  })

  test('while dialing for ever: open() rejects', async () => {
    const router = new ScriptedRouter()
    const session = new Session(() => new Promise(() => {}))
    const opening = settlement(session.open())
    const subscribing = settlement(session.subscribe('com.app.t', () => {}))
    await expectClosed(session, router)
    expect(await opening).toEqual(failed('wamp.close.normal'))
    expect(await subscribing).toEqual(failed('wamp.error.network_failure'))
  })

  test('while joining: ABORT', async () => {
    const router = new ScriptedRouter()
    const session = new Session(router.dial)
    const opening = settlement(session.open())
    const peer = await router.next()
    await peer.got()
    await expectClosed(session, router)
    expect(await opening).toEqual(failed('wamp.close.normal'))
    expect((await peer.got()).map(([type]) => type)).toEqual([3])
    expect(peer.closed).toEqual(expect.any(String))
  })

  test('in the moment WELCOME comes', async () => {
    for (let microtasks = 0; microtasks < 20; microtasks++) {
      const router = new ScriptedRouter()
      const session = new Session(router.dial)
      const opening = settlement(session.open())
      const peer = await router.next()
      peer.sends([2, 7, WELCOME_DETAILS])
      for (let count = 0; count < microtasks; count++) await Promise.resolve()
      await expectClosed(session, router)
      await opening
      expect(peer.closed).toEqual(expect.any(String))
    }
  })

  test('while open', async () => {
    const { router, session, peer, states } = await openedForGood()
    await expectClosed(session, router)
    expect(await peer.got()).toEqual([[6, {}, 'wamp.close.normal']])
    expect(states).toEqual(['connecting', 'open', 'closed'])
  })

  test('while waiting to reconnect', async () => {
    const { router, session, peer } = await openedForGood()
    const registering = settlement(session.register('com.app.p', () => {}))
    peer.link.close()
    await settled()
    await expectClosed(session, router)
    expect(await registering).toEqual(failed('wamp.error.network_failure'))
  })

  test('while reconnecting', async () => {
    const { router, session, peer } = await openedForGood()
    peer.link.close()
    await settled()
    session.retry()
    const next = await router.next()
    await next.got()
    await expectClosed(session, router)
    expect((await next.got()).map(([type]) => type)).toEqual([3])
  })

  test('while a taken procedure waits to be tried again', async () => {
    const { router, session, peer } = await openedForGood()
    const registering = session.register('com.app.p', () => {})
    peer.sends([65, 1, 21])
    await registering
    peer.link.close()
    await settled()
    const next = await tries(router)
    next.sends([8, 64, 1, {}, 'wamp.error.procedure_already_exists'])
    await settled()
    await expectClosed(session, router)
  })

  test('while suspended; retry() does not bring it back', async () => {
    const { router, session } = await openedForGood()
    session.suspend()
    await expectClosed(session, router)
    session.retry()
    await settled()
    expect(router.dials).toBe(1)
  })

  test.each(['connecting', 'open', 'reconnecting'])('by whoever is told that it is %s', async moment => {
    const router = new ScriptedRouter()
    const session: Session = new Session(router.dial, {
      onstate: state => {
        if (state === moment) void session.close()
      },
    })
    const opening = settlement(session.open())
    if (moment !== 'connecting') {
      const peer = await router.welcomes()
      peer.link.close()
    }
    await settled()
    await opening
    vi.advanceTimersByTime(60_000)
    await settled()
    expect(session.state).toBe('closed')
    expect(router.dials).toBe(moment === 'connecting' ? 0 : 1)
    expect(vi.getTimerCount()).toBe(0)
  })

  test('twice, and open() again', async () => {
    const { router, session } = await openedForGood()
    await expectClosed(session, router)
    await expectClosed(session, router)
    const opening = session.open()
    await router.welcomes(9)
    await opening
    expect(session).toMatchObject({ state: 'open', id: 9 })
  })

  test('and open() at once do not disturb each other', async () => {
    const { router, session, peer } = await openedForGood()
    const closing = session.close()
    const opening = session.open()
    const next = await router.welcomes(9)
    await opening
    peer.sends([6, {}, 'wamp.close.goodbye_and_out'])
    await closing
    expect(session).toMatchObject({ state: 'open', id: 9 })
    expect(await next.got()).toEqual([])
  })
})

describe('suspend()', () => {
  test('leaves the realm until retry(), and keeps what was there', async () => {
    const { router, session, peer, states } = await openedForGood()
    const subscribing = session.subscribe('com.app.t', () => {})
    peer.sends([33, 1, 11])
    await subscribing
    await peer.got()
    session.suspend()
    expect(await peer.got()).toEqual([[6, {}, 'wamp.close.normal']])
    vi.advanceTimersByTime(60_000)
    await settled()
    expect(router.dials).toBe(1)
    session.retry()
    const next = await router.welcomes()
    expect(await next.got()).toEqual([[32, 1, {}, 'com.app.t']])
    expect(states).toEqual(['connecting', 'open', 'reconnecting', 'open'])
  })

  test('with SUBSCRIBE and REGISTER under way, then retry() before GOODBYE is answered', async () => {
    const { router, session, peer } = await openedForGood()
    const subscribing = session.subscribe('com.app.t', () => {})
    const registering = session.register('com.app.p', () => {})
    session.suspend()
    session.retry()
    const next = await router.welcomes()
    peer.sends([33, 1, 11], [65, 2, 21], [6, {}, 'wamp.close.goodbye_and_out'])
    expect((await next.got()).map(([type]) => type)).toEqual([32, 64])
    expect(await outcome(Promise.race([subscribing, registering]))).toBe('pending')
    next.sends([33, 1, 31], [65, 2, 41])
    expect(await outcome(Promise.all([subscribing, registering]))).toHaveProperty('value')
  })
})

test('onstate that throws is reported, and stops nothing', async () => {
  const router = new ScriptedRouter()
  const onerror = vi.fn()
  const thrown = new Error('my own fault')
  const onstate = () => {
    throw thrown
  }
  const session = new Session(router.dial, { onstate, onerror })
  const opening = settlement(session.open())
  const peer = await router.welcomes()
  expect(await opening).toEqual({ value: undefined })
  peer.link.close()
  await settled()
  await tries(router)
  expect(session.state).toBe('open')
  expect(onerror.mock.calls).toEqual([[thrown], [thrown], [thrown], [thrown]])
})
