// A link while its peer is challenged: CHALLENGE, AUTHENTICATE, and whatever else comes [R-PE, wamp:authentication].

import { describe, expect, test } from 'vitest'
import type { Step } from '../../src/router/auth/authenticator.ts'
import { type Raw, SERIALIZERS } from '../raw-codec.ts'
import { type Peer, settled } from '../trace.ts'
import {
  ANN,
  ASK,
  AUTHENTICATE,
  aborted,
  CHALLENGE,
  challenged,
  FAILED,
  HELLO,
  realmThat,
  VIOLATION,
  WELCOME,
} from './authenticating.ts'

describe.each(SERIALIZERS)('over $id', serializer => {
  test('HELLO, CHALLENGE, AUTHENTICATE, WELCOME', async () => {
    const peer = await challenged(
      realmThat(() => ASK),
      serializer,
    )
    peer.sends(AUTHENTICATE, [32, 1, {}, 'com.app.t'])
    expect(await peer.got()).toEqual([WELCOME, [33, 1, expect.any(Number)]])
  })

  test('a wrong answer: ABORT with the reason of the authenticator, and the link is closed', async () => {
    const traced = realmThat(() => ASK)
    const peer = await challenged(traced, serializer)
    peer.sends([5, 'no', {}], AUTHENTICATE)
    expect(await peer.got()).toEqual([[3, { message: 'no' }, 'wamp.error.authentication_denied']])
    expect(peer.closed).toEqual(expect.any(String))
    expect(traced.router.size).toBe(0)
    expect(traced.router.counters).toMatchObject({ violations: 0, failures: 0 })
    expect(traced.clock.timers).toBe(0)
  })

  test.each<[string, Raw]>([
    ['HELLO', HELLO],
    ['WELCOME', [2, 1, { roles: { broker: {} } }]],
    ['CHALLENGE', [4, 'ticket', {}]],
    ['GOODBYE', [6, {}, 'wamp.close.normal']],
    ['ERROR', [8, 68, 1, {}, 'com.app.error']],
    ['PUBLISH', [16, 1, {}, 'com.app.t']],
    ['SUBSCRIBE', [32, 1, {}, 'com.app.t']],
    ['UNSUBSCRIBE', [34, 1, 1]],
    ['EVENT', [36, 1, 1, {}]],
    ['CALL', [48, 1, {}, 'com.app.p']],
    ['CANCEL', [49, 1, {}]],
    ['RESULT', [50, 1, {}]],
    ['REGISTER', [64, 1, {}, 'com.app.p']],
    ['UNREGISTER', [66, 1, 1]],
    ['INVOCATION', [68, 1, 1, {}]],
    ['YIELD', [70, 1, {}]],
    ['EVENT_RECEIVED', [337, 1]],
    ['an unknown type', [99]],
    ['AUTHENTICATE without a signature', [5, null, {}]],
  ])('R-PE-2, R-PE-4, R-PE-5, R-PE-10: %s while challenged is a violation', async (_, message) => {
    const { router, clock, ...traced } = realmThat(() => ASK)
    const peer = await challenged({ router, clock, ...traced }, serializer)
    peer.sends(message, AUTHENTICATE)
    expect(await peer.got()).toEqual([VIOLATION])
    expect(peer.closed).toEqual(expect.any(String))
    expect([router.size, router.counters.violations, clock.timers]).toEqual([0, 1, 0])
  })

  test('R-AB-1: ABORT while challenged is not answered', async () => {
    const traced = realmThat(() => ASK)
    const peer = await challenged(traced, serializer)
    peer.sends([3, {}, 'wamp.error.cannot_authenticate'])
    expect(await peer.got()).toEqual([])
    expect(peer.closed).toEqual(expect.any(String))
    expect([traced.router.size, traced.router.counters.violations, traced.clock.timers]).toEqual([0, 0, 0])
  })
})

test('AUTHENTICATE that nobody asked for, and a second one, are violations', async () => {
  const early = realmThat(() => ASK).attaches()
  early.sends(AUTHENTICATE)
  expect(await early.got()).toEqual([VIOLATION])
  const twice = await challenged(realmThat(() => ASK))
  twice.sends(AUTHENTICATE, AUTHENTICATE)
  expect(await twice.got()).toEqual([WELCOME, VIOLATION])
})

test('two rounds are two factors, the second with a name of its own; a third is the failure of the authenticator', async () => {
  const round = (count: number): Step => ({
    challenge: { round: count },
    authmethod: `factor${count}`,
    answer: () => (count < 2 ? round(count + 1) : ANN),
  })
  const peer = realmThat(() => round(1)).attaches()
  peer.sends(HELLO, AUTHENTICATE, AUTHENTICATE)
  expect(await peer.got()).toEqual([[4, 'factor1', { round: 1 }], [4, 'factor2', { round: 2 }], WELCOME])

  const { attaches, errors } = realmThat(() => round(0))
  const endless = attaches()
  endless.sends(HELLO, AUTHENTICATE, AUTHENTICATE, AUTHENTICATE)
  expect((await endless.got()).at(-1)).toEqual(FAILED)
  expect(errors).toEqual([expect.objectContaining({ message: expect.stringMatching(/challenges/) })])
})

test('who is not let in leaves no realm behind', async () => {
  const { attaches, router } = realmThat(() => ASK)
  const peer = attaches()
  peer.sends(HELLO, [5, 'no', {}])
  await peer.got()
  expect(router.realms).toEqual([])
})

test('a realm that ends while somebody is challenged is opened again, and is one realm', async () => {
  const { attaches } = realmThat(() => ASK)
  const joins = async (peer: Peer) => {
    peer.sends(AUTHENTICATE)
    return (await peer.got())[0]?.[1]
  }
  const [one, two, three] = [attaches(), attaches(), attaches()]
  for (const peer of [one, two, three]) peer.sends(HELLO)
  for (const peer of [one, two, three]) await peer.got()
  await joins(one)
  one.link.close()
  await settled()
  const id = await joins(two)
  await joins(three)
  three.sends([48, 1, {}, 'wamp.session.list'])
  expect(await three.got()).toEqual([[50, 1, {}, [expect.arrayContaining([id])]]])
})

test('R-TR-3: after GOODBYE the next session of a link is authenticated anew', async () => {
  const peer = await challenged(realmThat(() => ASK))
  peer.sends(AUTHENTICATE, [6, {}, 'wamp.close.normal'], HELLO)
  expect(await peer.got()).toEqual([WELCOME, [6, {}, 'wamp.close.goodbye_and_out'], CHALLENGE])
  peer.sends([5, 'no', {}])
  expect(await peer.got()).toEqual([aborted('wamp.error.authentication_denied')])
})
