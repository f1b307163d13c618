// GOODBYE, and what becomes of every promise when a session ends, whatever ended it and whenever.

import { describe, expect, test, vi } from 'vitest'
import { Session } from '../../src/client/session.ts'
import { WampError } from '../../src/protocol/errors.ts'
import { type Peer, settled } from '../trace.ts'
import { failed, outcome, settlement } from './network.ts'
import { opened, ScriptedRouter, TO_CLIENT, TO_ROUTER } from './scripted-router.ts'

describe('GOODBYE', () => {
  test('R-GB-1: of the router is answered', async () => {
    const { session, peer } = await opened()
    peer.sends([6, { message: 'bye' }, 'wamp.close.system_shutdown'])
    expect(await peer.got()).toEqual([[6, {}, 'wamp.close.goodbye_and_out']])
    expect(session.state).toBe('closed')
    expect(peer.closed).toEqual(expect.any(String))
  })

  test.each(['wamp.close.goodbye_and_out', 'wamp.error.goodbye_and_out', 'com.app.whatever'])(
    'R-GB-3: %s in answer to ours ends it, without another [T-23]',
    async reason => {
      const { session, peer } = await opened()
      const closing = session.close('com.app.enough', 'I am done')
      expect(await peer.got()).toEqual([[6, { message: 'I am done' }, 'com.app.enough']])
      expect(await outcome(closing)).toBe('pending')
      peer.sends([6, {}, reason])
      expect(await outcome(closing)).toEqual({ value: undefined })
      expect(await peer.got()).toEqual([])
      expect(peer.closed).toEqual(expect.any(String))
    },
  )

  test.each(Object.entries({ ...TO_ROUTER, ...TO_CLIENT, GOODBYE: [], 'an unknown type': [99], WELCOME: [2, 1, {}] }))(
    'R-GB-2: %s behind our own is ignored',
    async (_, message) => {
      const { session, peer } = await opened()
      const closing = session.close()
      await peer.got()
      peer.sends(message, [6, {}, 'wamp.close.goodbye_and_out'])
      expect(await outcome(closing)).toEqual({ value: undefined })
      expect(await peer.got()).toEqual([])
    },
  )

  test('that is answered leaves no timer behind', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    try {
      const { session, peer } = await opened()
      const closing = session.close()
      expect(vi.getTimerCount()).toBe(1)
      peer.sends([6, {}, 'wamp.close.goodbye_and_out'])
      await closing
      expect(vi.getTimerCount()).toBe(0)
    } finally {
      vi.useRealTimers()
    }
  })

  test('that is not answered closes the link two seconds later', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    try {
      const { session, peer } = await opened()
      const call = settlement(session.call('com.app.p', [], {}, { timeout: 0 }))
      const closing = session.close()
      vi.advanceTimersByTime(1_999)
      expect(await outcome(closing)).toBe('pending')
      vi.advanceTimersByTime(1)
      expect(await outcome(closing)).toEqual({ value: undefined })
      expect(await call).toEqual(failed('wamp.error.network_failure'))
      await settled()
      expect(peer.closed).toEqual(expect.any(String))
      expect(vi.getTimerCount()).toBe(0)
    } finally {
      vi.useRealTimers()
    }
  })
})

describe('every promise settles when the session ends', () => {
  const ENDINGS: Record<string, (peer: Peer) => void> = {
    'the link dies': peer => peer.link.close(),
    ABORT: peer => peer.sends([3, {}, 'com.app.reason']),
    GOODBYE: peer => peer.sends([6, {}, 'wamp.close.system_shutdown']),
    'a violation': peer => peer.sends([99]),
    'half a frame': peer => peer.sendsFrame('[36,1,'),
  }
  const HELD = [
    [33, 1, 11],
    [65, 2, 12],
  ]

  test.each(Object.entries(ENDINGS).flatMap(([name, ends]) => [0, 1, 2].map(moment => [name, moment, ends] as const)))(
    '%s, at moment %d',
    async (_, moment, ends) => {
      const onerror = vi.fn()
      const { session, peer } = await opened({ onerror })
      const held = Promise.all([
        session.subscribe('com.app.held', () => {}),
        session.register('com.app.held', () => {}),
      ])
      peer.sends(...HELD)
      const [subscription, registration] = await held
      if (moment === 0) ends(peer)
      const promises = {
        call: session.call('com.app.p'),
        subscribe: session.subscribe('com.app.t', () => {}),
        register: session.register('com.app.p', () => {}),
        acknowledged: session.publish('com.app.t', [], {}, { acknowledge: true }),
        unsubscribe: subscription.unsubscribe(),
        unregister: registration.unregister(),
      }
      const outcomes = Promise.all(Object.values(promises).map(settlement))
      if (moment === 1) ends(peer)
      await peer.got()
      if (moment === 2) ends(peer)
      const lost = failed('wamp.error.network_failure')
      expect(await outcome(outcomes)).toEqual({
        value: [lost, lost, lost, lost, { value: true }, { value: undefined }],
      })
      expect(session.state).toBe('closed')
      expect(onerror).not.toHaveBeenCalled()
    },
  )
})

describe('a session that is closed', () => {
  test('rejects every request, and says why', async () => {
    const { session, peer } = await opened()
    peer.link.close()
    await settled()
    const lost = failed('wamp.error.network_failure')
    expect(await outcome(session.call('com.app.p'))).toEqual(lost)
    expect(await outcome(session.subscribe('com.app.t', () => {}))).toEqual(lost)
    expect(await outcome(session.register('com.app.p', () => {}))).toEqual(lost)
    expect(await outcome(session.publish('com.app.t'))).toEqual(lost)
    expect(session).toMatchObject({ id: 0, isOpen: false, details: {} })
  })

  test('does not stop who publishes without waiting', async () => {
    const session = new Session(new ScriptedRouter().dial)
    void session.publish('com.app.t')
    await settled()
  })

  test('is an error that people understand', async () => {
    const error = await new Session(new ScriptedRouter().dial).call('com.app.p').catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(WampError)
    expect(error).toBeInstanceOf(Error)
    expect(String(error)).toBe('WampError: the session is closed (wamp.error.network_failure)')
  })
})
