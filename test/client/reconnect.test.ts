// When a session tries again, and which endings are final.

import { describe, expect, test, vi } from 'vitest'
import { Session } from '../../src/client/session.ts'
import type { SessionOptions } from '../../src/client/session-options.ts'
import { settled } from '../trace.ts'
import { failed, settlement } from './network.ts'
import { fakeTime, openedForGood, tries } from './reconnecting.ts'
import { ScriptedRouter, WELCOME_DETAILS } from './scripted-router.ts'

fakeTime()

describe('when to try again', () => {
  test('waits 250 ms, then longer each time, to 5 s at most; begins anew after a time that was open', async () => {
    const { router, session, peer } = await openedForGood()
    const lost = async (waits: number[]) => {
      for (const ms of waits) {
        const { dials } = router
        vi.advanceTimersByTime(ms - 1)
        await settled()
        expect(router.dials).toBe(dials)
        vi.advanceTimersByTime(1)
        await settled()
        expect(router.dials).toBe(dials + 1)
      }
    }
    vi.advanceTimersByTime(60_000)
    router.unreachable = new Error('no route')
    peer.link.close()
    await settled()
    await lost([250, 400, 640, 1_024, 1_638, 2_621, 4_194, 5_000, 5_000])
    router.unreachable = undefined
    vi.advanceTimersByTime(5_000)
    const next = await router.welcomes()
    expect(session.state).toBe('open')
    next.link.close()
    await settled()
    await lost([5_000])
    const last = await router.welcomes()
    vi.advanceTimersByTime(10_001)
    last.link.close()
    await settled()
    await lost([250])
  })

  test('retry() tries at once, and only then', async () => {
    const { router, session, peer } = await openedForGood()
    session.retry()
    await settled()
    expect(router.dials).toBe(1)
    peer.link.close()
    await settled()
    session.retry()
    await router.welcomes()
    expect(session.state).toBe('open')
    expect(router.dials).toBe(2)
    expect(vi.getTimerCount()).toBe(0)
  })

  test.each([
    'wamp.error.no_such_realm',
    'wamp.error.not_authorized',
    'wamp.error.authentication_denied',
    'wamp.error.authentication_required',
    'wamp.error.no_matching_auth_method',
    'wamp.error.no_such_principal',
    'wamp.error.protocol_violation',
    'wamp.close.killed',
  ])('%s is final', async reason => {
    const { router, session, peer, states } = await openedForGood()
    const waiting = settlement(session.subscribe('com.app.t', () => {}))
    peer.sends(reason === 'wamp.close.killed' ? [6, {}, reason] : [3, {}, reason])
    await settled()
    expect(states).toEqual(['connecting', 'open', 'closed'])
    expect(await waiting).toEqual(failed('wamp.error.network_failure'))
    vi.advanceTimersByTime(60_000)
    await settled()
    expect(router.dials).toBe(1)
  })

  test.each([
    [6, {}, 'wamp.close.system_shutdown'],
    [6, {}, 'wamp.close.close_realm'],
    [3, {}, 'com.app.overload'],
    [3, {}, 'wamp.error.authentication_failed'],
  ])('[%d, %j, %s] may pass', async (...message) => {
    const { session, peer } = await openedForGood()
    peer.sends(message)
    await settled()
    expect(session.state).toBe('reconnecting')
  })

  test.each<[SessionOptions['reconnect'], string]>([
    ['never', 'closed'],
    ['once-open', 'closed'],
    ['always', 'connecting'],
  ])('the first link, with reconnect %s: %s', async (reconnect, state) => {
    const router = new ScriptedRouter()
    router.unreachable = new Error('no route')
    const session = new Session(router.dial, { reconnect })
    const opening = settlement(session.open())
    await settled()
    expect(session.state).toBe(state)
    if (state === 'closed') return expect(await opening).toEqual({ error: router.unreachable })
    router.unreachable = undefined
    await tries(router)
    expect(await opening).toEqual({ value: undefined })
  })

  test.each([
    ['GOODBYE', [6, { message: 'you are banned' }, 'wamp.close.killed']],
    ['ABORT', [3, { message: 'you are banned' }, 'wamp.close.killed']],
  ])('%s right behind WELCOME is why the session did not open, and final', async (_, farewell) => {
    const router = new ScriptedRouter()
    const session = new Session(router.dial, { reconnect: 'always' })
    const opening = settlement(session.open())
    const peer = await router.next()
    peer.sends([2, 7, WELCOME_DETAILS], farewell)
    expect(await opening).toEqual({
      error: expect.objectContaining({ error: 'wamp.close.killed', args: ['you are banned'] }),
    })
    expect(session.state).toBe('closed')
    expect(vi.getTimerCount()).toBe(0)
  })

  test('a router that does not answer HELLO is given up, and its link closed', async () => {
    const router = new ScriptedRouter()
    const session = new Session(router.dial, { joinTimeout: 1_000 })
    const opening = settlement(session.open())
    const peer = await router.next()
    await peer.got()
    vi.advanceTimersByTime(1_000)
    expect(await opening).toEqual(failed('wamp.error.timeout'))
    await settled()
    expect(peer.closed).toEqual(expect.any(String))
    expect(session.state).toBe('closed')
    expect(vi.getTimerCount()).toBe(0)
  })
})
