// A session's protocol as a router sees it: HELLO and WELCOME, violations, ABORT.

import { describe, expect, test, vi } from 'vitest'
import { Session } from '../../src/client/session.ts'
import type { SessionOptions } from '../../src/client/session-options.ts'
import { SERIALIZERS } from '../raw-codec.ts'
import { settled } from '../trace.ts'
import { failed, outcome, settlement } from './network.ts'
import { opened, ScriptedRouter, TO_CLIENT, TO_ROUTER, WELCOME_DETAILS } from './scripted-router.ts'

const VIOLATION = [3, { message: expect.stringMatching(/\S/) }, 'wamp.error.protocol_violation']
const NEVER = { reconnect: 'never' } as const

/** A session that has said HELLO. */
async function joining(options: SessionOptions = {}) {
  const router = new ScriptedRouter()
  const session = new Session(router.dial, { ...NEVER, ...options })
  const opening = session.open()
  const peer = await router.next()
  await peer.got()
  return { router, session, opening, peer }
}

describe.each(SERIALIZERS)('over $id', serializer => {
  test('R-SES-1, R-SES-6: HELLO comes first and announces every role with its features', async () => {
    const router = new ScriptedRouter(serializer)
    const session = new Session(router.dial, { ...NEVER, realm: 'com.app.realm', authid: 'ann' })
    void session.open()
    const peer = await router.next()
    expect(await peer.got()).toEqual([
      [
        1,
        'com.app.realm',
        {
          agent: 'wamp-mesh',
          authid: 'ann',
          roles: {
            caller: {
              features: {
                call_canceling: true,
                caller_identification: true,
                payload_passthru_mode: true,
                progressive_call_invocations: true,
                progressive_call_results: true,
              },
            },
            callee: {
              features: {
                call_canceling: true,
                call_reroute: true,
                call_timeout: true,
                call_trustlevels: true,
                caller_identification: true,
                pattern_based_registration: true,
                payload_passthru_mode: true,
                progressive_call_invocations: true,
                progressive_call_results: true,
                registration_revocation: true,
                shared_registration: true,
              },
            },
            publisher: {
              features: {
                payload_passthru_mode: true,
                publisher_exclusion: true,
                publisher_identification: true,
                subscriber_blackwhite_listing: true,
              },
            },
            subscriber: {
              features: {
                pattern_based_subscription: true,
                payload_passthru_mode: true,
                publication_trustlevels: true,
                publisher_identification: true,
                subscription_revocation: true,
              },
            },
          },
        },
      ],
    ])
    peer.sends([2, 2 ** 53 - 1, WELCOME_DETAILS])
    await settled()
    expect(session).toMatchObject({ state: 'open', isOpen: true, id: 2 ** 53 - 1, details: WELCOME_DETAILS })
  })

  test('R-ID-3: requests are numbered 1, 2, 3 over all kinds', async () => {
    const { session, peer } = await opened({}, serializer)
    void session.call('com.app.p', [1]).catch(() => {})
    void session.subscribe('com.app.t', () => {}).catch(() => {})
    void session.publish('com.app.t')
    void session.register('com.app.p', () => {}).catch(() => {})
    void session.publish('com.app.t', [], { a: 1 }, { acknowledge: true }).catch(() => {})
    expect(await peer.got()).toEqual([
      [48, 1, {}, 'com.app.p', [1]],
      [32, 2, {}, 'com.app.t'],
      [16, 3, {}, 'com.app.t'],
      [64, 4, {}, 'com.app.p'],
      [16, 5, { acknowledge: true }, 'com.app.t', [], { a: 1 }],
    ])
  })

  test('a request that cannot be sent takes no number', async () => {
    const { session, peer } = await opened({}, serializer)
    await expect(session.call('com.app.p', [() => {}])).rejects.toMatchObject({ error: 'wamp.error.invalid_argument' })
    void session.publish('com.app.t')
    expect(await peer.got()).toEqual([[16, 1, {}, 'com.app.t']])
  })

  test('R-PE-11: bytes that are no message are answered by ABORT', async () => {
    const { session, peer } = await opened({}, serializer)
    peer.sendsFrame(serializer.binary ? Uint8Array.of(0xc1) : '[')
    expect(await peer.got()).toEqual([VIOLATION])
    expect(session.state).toBe('closed')
  })
})

test.each(Object.entries({ ...TO_CLIENT, ...TO_ROUTER, 'an empty list': [], 'an unknown type': [99] }))(
  'R-PE-4, R-PE-5, R-PE-7: %s before WELCOME is a violation',
  async (_, message) => {
    const { opening, session, peer } = await joining()
    peer.sends(message)
    expect(await peer.got()).toEqual([VIOLATION])
    expect(await outcome(opening)).toEqual(failed('wamp.error.protocol_violation'))
    expect(session.state).toBe('closed')
    expect(peer.closed).toEqual(expect.any(String))
  },
)

test.each(
  Object.entries({
    ...TO_ROUTER,
    WELCOME: [2, 7, WELCOME_DETAILS],
    CHALLENGE: [4, 'ticket', {}],
    'an empty list': [],
    'an unknown type': [99],
    'WELCOME without an id': [2, 'x', WELCOME_DETAILS],
    'ERROR for HELLO': [8, 1, 9, {}, 'com.app.error'],
    'ERROR for INVOCATION': [8, 68, 9, {}, 'com.app.error'],
    'ERROR for nothing': [8, 99, 9, {}, 'com.app.error'],
    'ERROR that is no URI': [8, 48, 1, {}, 'no uri'],
    'an EVENT with a wrong detail': [36, 1, 1, { publisher: 'ann' }],
  }),
)('R-PE-1, R-PE-3, R-PE-6, R-PE-10: %s in an open session is a violation', async (_, message) => {
  const onstate = vi.fn()
  const { session, peer } = await opened({ onstate })
  const call = settlement(session.call('com.app.p'))
  await peer.got()
  peer.sends(message)
  expect(await peer.got()).toEqual([VIOLATION])
  expect(await call).toEqual(failed('wamp.error.network_failure'))
  expect(session.state).toBe('closed')
  expect(onstate.mock.lastCall).toEqual([
    'closed',
    expect.objectContaining({ error: 'wamp.error.protocol_violation', message: expect.stringMatching(/\S/) }),
  ])
})

describe('answers that nobody waits for', () => {
  test.each(
    Object.entries({
      ERROR: [8, 48, 1, {}, 'com.app.error'],
      PUBLISHED: [17, 5, 1],
      SUBSCRIBED: [33, 5, 1],
      UNSUBSCRIBED: [35, 5],
      'a revoked subscription': [35, 0, { subscription: 1 }],
      RESULT: [50, 5, {}],
      REGISTERED: [65, 5, 1],
      UNREGISTERED: [67, 5],
      'a revoked registration': [67, 0, { registration: 1 }],
      EVENT: [36, 5, 1, {}],
      INTERRUPT: [69, 5, {}],
    }),
  )('%s is ignored', async (_, message) => {
    const { session, peer } = await opened()
    peer.sends(message, message)
    expect(await peer.got()).toEqual([])
    expect(session.state).toBe('open')
  })

  test.each(
    Object.entries({
      PUBLISHED: [17, 1, 1],
      SUBSCRIBED: [33, 1, 1],
      UNSUBSCRIBED: [35, 1],
      REGISTERED: [65, 1, 1],
      UNREGISTERED: [67, 1],
      'ERROR of another kind': [8, 32, 1, {}, 'com.app.error'],
    }),
  )('%s to a CALL is a violation, and the call does not wait for ever', async (_, message) => {
    const { session, peer } = await opened()
    const call = session.call('com.app.p')
    peer.sends(message)
    expect(await outcome(call)).toEqual(failed('wamp.error.network_failure'))
    expect(session.state).toBe('closed')
  })
})

describe('WELCOME', () => {
  test.each([
    ['no roles', {}],
    ['no role of a router', { roles: { caller: {} } }],
    ['a role that is no dict', { roles: { broker: 1 } }],
    ['a realm that is no URI', { ...WELCOME_DETAILS, realm: 'no uri' }],
    ['an authid that is no text', { ...WELCOME_DETAILS, authid: 1 }],
  ])('with %s is a violation', async (_, details) => {
    const { opening, peer } = await joining()
    peer.sends([2, 7, details])
    expect(await peer.got()).toEqual([VIOLATION])
    expect(await outcome(opening)).toEqual(failed('wamp.error.protocol_violation'))
  })

  test.each([
    ['one role', { roles: { dealer: {} } }],
    ['details that are null', { ...WELCOME_DETAILS, authid: null, authrole: null }],
    ['unknown details', { ...WELCOME_DETAILS, x_cb_node: 'x', resumable: true }],
  ])('with %s is welcome', async (_, details) => {
    const { opening, peer } = await joining()
    peer.sends([2, 7, details])
    expect(await outcome(opening)).toEqual({ value: undefined })
  })
})

describe('ABORT', () => {
  test('to HELLO rejects with its reason and message', async () => {
    const { opening, session, peer } = await joining()
    peer.sends([3, { message: 'there is no realm1' }, 'wamp.error.no_such_realm'])
    expect(await outcome(opening)).toEqual({
      error: expect.objectContaining({ error: 'wamp.error.no_such_realm', args: ['there is no realm1'] }),
    })
    expect(await peer.got()).toEqual([])
    expect(session.state).toBe('closed')
  })

  test('R-AB-1: in a session is not answered', async () => {
    const { session, peer } = await opened()
    peer.sends([3, {}, 'com.app.reason', ['with'], { arguments: true }])
    expect(await peer.got()).toEqual([])
    expect(peer.closed).toEqual(expect.any(String))
    expect(session.state).toBe('closed')
  })

  test('directly behind WELCOME is no open session', async () => {
    const { opening, session, peer } = await joining()
    peer.sends([2, 7, WELCOME_DETAILS], [3, {}, 'wamp.error.not_authorized'])
    expect(await outcome(opening)).toHaveProperty('error')
    expect(session.state).toBe('closed')
  })
})

test('CHALLENGE is answered by ABORT: this client has no such method', async () => {
  const { opening, peer } = await joining()
  peer.sends([4, 'ticket', {}])
  expect(await peer.got()).toEqual([[3, { message: expect.any(String) }, 'wamp.error.no_matching_auth_method']])
  expect(await outcome(opening)).toEqual(failed('wamp.error.no_matching_auth_method'))
})

test('HELLO that cannot be sent rejects and closes the link', async () => {
  const { opening, peer } = await joining({ authid: '\u0000' })
  expect(await outcome(opening)).toEqual(failed('wamp.error.invalid_argument'))
  expect(peer.closed).toEqual(expect.any(String))
})
