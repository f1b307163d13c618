// A session while an authorizer decides about it: nothing of it overtakes what is decided [R-ORD-1, R-ORD-2].

import { describe, expect, test } from 'vitest'
import { OPEN_LIMITS } from '../../src/router/limits.ts'
import type { Authorizer, Verdict } from '../../src/router/permission.ts'
import { type Raw, SERIALIZERS } from '../raw-codec.ts'
import { type Peer, settled, type Trace, trace } from '../trace.ts'

interface Deciding extends Trace {
  /** Decides on the oldest request that waits, and returns its URI. */
  decides(verdict?: boolean | Verdict | Error): Promise<string>
  /** The URIs that wait for a decision. */
  readonly waiting: readonly string[]
}

/** A router whose authorizer takes its time for sessions with the role `held`, and allows everything to others. */
function deciding(limits = OPEN_LIMITS): Deciding {
  const waiting: { uri: string; decide(verdict: boolean | Verdict | Error): void }[] = []
  const authorizer: Authorizer = ({ authrole }, _action, uri) => {
    if (authrole !== 'held') return true
    return new Promise((resolve, reject) => {
      waiting.push({ uri, decide: verdict => (verdict instanceof Error ? reject(verdict) : resolve(verdict)) })
    })
  }
  const traced = trace({ settings: { permissions: [authorizer] } })
  return {
    ...traced,
    joins: (serializer, options = { origin: { authrole: 'held', authmethod: 'test' } }) =>
      traced.joins(serializer, { limits, ...options }),
    get waiting() {
      return waiting.map(({ uri }) => uri)
    },
    decides: async (verdict = true) => {
      const next = waiting.shift()
      if (next === undefined) throw new Error('nothing waits for a decision')
      next.decide(verdict)
      await settled()
      return next.uri
    },
  }
}
const quick = { origin: { authrole: 'quick', authmethod: 'test' } }

describe.each(SERIALIZERS)('over $id', serializer => {
  test('what is sent behind a request that waits, waits; each is decided when it is its turn', async () => {
    const traced = deciding()
    const peer = await traced.joins(serializer)
    peer.sends(
      [32, 1, {}, 'com.app.a'],
      [64, 2, {}, 'com.app.b'],
      [48, 3, {}, 'com.app.c'],
      [16, 4, { acknowledge: true }, 'com.app.d'],
    )
    expect(await peer.got()).toEqual([])
    const replies: unknown[] = []
    for (const uri of ['com.app.a', 'com.app.b', 'com.app.c', 'com.app.d']) {
      expect(traced.waiting).toEqual([uri])
      await traced.decides()
      replies.push(...(await peer.got()).map(([type]) => type))
    }
    expect(replies).toEqual([33, 65, 8, 17])
  })
})

test('R-ORD-1: events arrive in the order they were published, however long each decision takes', async () => {
  let seed = 1
  const random = () => {
    seed = (seed * 16_807) % 2_147_483_647
    return seed / 2_147_483_647
  }
  const moments: Promise<unknown>[] = []
  // Now, later, much later, or with a refusal.
  const authorizer: Authorizer = ({ authrole }) => {
    if (authrole !== 'held' || random() < 0.3) return true
    const delay = Math.floor(random() * 5)
    const verdict = (async () => {
      for (let turn = 0; turn < delay; turn++) await settled()
      return random() < 0.8
    })()
    moments.push(verdict)
    return verdict
  }
  const { joins } = trace({ settings: { permissions: [authorizer] } })
  const [publisher, subscriber] = [
    await joins(undefined, { origin: { authrole: 'held', authmethod: 'test' } }),
    await joins(undefined, quick),
  ]
  subscriber.sends([32, 1, {}, 'com.app.a'], [32, 2, {}, 'com.app.b'])
  await subscriber.got()
  const count = 200
  publisher.sends(
    ...Array.from({ length: count }, (_, n) => [16, n + 1, {}, `com.app.${random() < 0.5 ? 'a' : 'b'}`, [n]]),
  )
  publisher.sends([16, count + 1, { acknowledge: true }, 'com.app.a', ['end']])
  const acknowledged: unknown[] = []
  while (acknowledged.length === 0) acknowledged.push(...(await publisher.got()))
  const numbers = (await subscriber.got()).map(event => (event[4] as unknown[])[0]).filter(n => n !== 'end')
  expect(numbers).toEqual([...numbers].sort((a, b) => Number(a) - Number(b)))
  expect(numbers.length).toBeGreaterThan(count / 2)
  expect(numbers.length).toBeLessThan(count)
  expect(moments.length).toBeGreaterThan(count / 2)
})

test('R-ORD-2: invocations arrive in the order of the calls', async () => {
  const traced = deciding()
  const callee = await traced.joins(undefined, quick)
  const caller = await traced.joins()
  callee.sends([64, 1, {}, 'com.app.p'], [64, 2, {}, 'com.app.q'])
  await callee.got()
  caller.sends([48, 1, {}, 'com.app.p', [1]], [48, 2, {}, 'com.app.q', [2]], [48, 3, {}, 'com.app.p', [3]])
  await settled()
  for (const verdict of [true, true, true]) await traced.decides(verdict)
  expect((await callee.got()).map(message => message[4])).toEqual([[1], [2], [3]])
})

test('R-ORD-3: SUBSCRIBED comes before the first event, REGISTERED before the first invocation', async () => {
  const traced = deciding()
  const other = await traced.joins(undefined, quick)
  const peer = await traced.joins()
  peer.sends([32, 1, {}, 'com.app.t'], [64, 2, {}, 'com.app.p'])
  await settled()
  other.sends([16, 1, {}, 'com.app.t', ['early']])
  await traced.decides()
  await traced.decides()
  other.sends([16, 2, {}, 'com.app.t', ['late']], [48, 3, {}, 'com.app.p'])
  expect((await peer.got()).map(message => [message[0], message[4]])).toEqual([
    [33, undefined],
    [65, undefined],
    [36, ['late']],
    [68, undefined],
  ])
})

test('other sessions are not held', async () => {
  const traced = deciding()
  const [held, other] = [await traced.joins(), await traced.joins(undefined, quick)]
  held.sends([16, 1, {}, 'com.app.t'])
  other.sends([32, 1, {}, 'com.app.t'])
  expect(await other.got()).toHaveLength(1)
})

test('what the router has for a session that is held still reaches it', async () => {
  const traced = deciding()
  const [held, other] = [await traced.joins(), await traced.joins(undefined, quick)]
  held.sends([32, 1, {}, 'com.app.t'])
  await settled()
  await traced.decides()
  await held.got()
  held.sends([48, 2, {}, 'com.app.p'])
  await settled()
  other.sends([16, 1, {}, 'com.app.t', ['news']])
  expect((await held.got()).map(([type]) => type)).toEqual([36])
})

describe('a session that ends while it is held', () => {
  const HELD: Raw = [16, 1, { acknowledge: true }, 'com.app.t', ['held']]

  test.each<[string, (peer: Peer, traced: Trace) => void, unknown[][]]>([
    ['its link dies', peer => peer.link.close(), []],
    ['the router closes', (_, { router }) => router.close(), [[6, {}, 'wamp.close.system_shutdown']]],
    [
      'a limit is broken',
      peer => peer.sends([16, 2, {}, 'com.app.t', ['x'.repeat(2_000)]]),
      [[3, expect.any(Object), 'wamp.error.protocol_violation']],
    ],
  ])('because %s: what was held is not done, and a late decision does nothing', async (_, ends, farewell) => {
    for (const verdict of [true, false, new Error('late')]) {
      const traced = deciding({ ...OPEN_LIMITS, heldBytes: 1_000 })
      const [subscriber, peer] = [await traced.joins(undefined, quick), await traced.joins()]
      subscriber.sends([32, 1, {}, 'com.app.t'])
      await subscriber.got()
      peer.sends(HELD)
      await settled()
      ends(peer, traced)
      await settled()
      await traced.decides(verdict)
      expect(await peer.got()).toEqual(farewell)
      expect((await subscriber.got()).filter(([type]) => type === 36)).toEqual([])
      peer.link.close()
      subscriber.link.close()
      await settled()
      expect([traced.router.size, traced.clock.timers]).toEqual([0, 0])
    }
  })

  test('because it is killed: it hears so, and its own GOODBYE that was held answers', async () => {
    const traced = deciding()
    const [killer, peer] = [await traced.joins(undefined, quick), await traced.joins()]
    peer.sends(HELD, [6, {}, 'wamp.close.normal'])
    await settled()
    killer.sends([48, 1, {}, 'wamp.session.kill', [peer.id]])
    expect(await killer.got()).toEqual([[50, 1, {}]])
    expect(await peer.got()).toEqual([[6, {}, 'wamp.close.killed']])
    expect(peer.closed).toEqual(expect.any(String))
    await traced.decides()
    expect(traced.router.size).toBe(1)
  })
})

test('GOODBYE waits for what was sent before it, and the next session of the link for GOODBYE', async () => {
  const traced = deciding()
  const subscriber = await traced.joins(undefined, quick)
  subscriber.sends([32, 1, {}, 'com.app.t'])
  await subscriber.got()
  const peer = await traced.joins()
  peer.sends([16, 1, {}, 'com.app.t', ['last']], [6, {}, 'wamp.close.normal'], [1, 'realm1', { roles: { caller: {} } }])
  expect(await peer.got()).toEqual([])
  await traced.decides()
  expect((await peer.got()).map(([type]) => type)).toEqual([6, 2])
  expect((await subscriber.got()).map(event => event[4])).toEqual([['last']])
})

test('what is held may break the protocol: what stood before it is done, what stands behind it is not', async () => {
  const traced = deciding()
  const peer = await traced.joins()
  peer.sends([16, 1, { acknowledge: true }, 'com.app.t'], [99], [16, 2, { acknowledge: true }, 'com.app.t'])
  await settled()
  expect(traced.router.counters.violations).toBe(0)
  await traced.decides()
  expect((await peer.got()).map(([type]) => type)).toEqual([17, 3])
  expect(traced.router.counters.violations).toBe(1)
  expect(traced.waiting).toEqual([])
})

test('what is decided may break the protocol: it ends the session as it always does', async () => {
  const traced = deciding()
  const [callee, peer] = [await traced.joins(undefined, quick), await traced.joins()]
  callee.sends([64, 1, {}, 'com.app.p'])
  await callee.got()
  // Passthru by who did not announce it.
  peer.sends([48, 1, { ppt_scheme: 'x_test' }, 'com.app.p', ['x']])
  await settled()
  await traced.decides()
  expect(await peer.got()).toEqual([[3, expect.any(Object), 'wamp.error.protocol_violation']])
  expect(traced.router.size).toBe(1)
})

test('what was kept is given back, frame by frame: the limit is for what waits at one time', async () => {
  const traced = deciding({ ...OPEN_LIMITS, heldBytes: 1_000 })
  const peer = await traced.joins()
  // The first is decided on, and two of about 400 bytes wait; a third would be too much.
  const publishes = (id: number) => peer.sends([16, id, {}, 'com.app.t', ['x'.repeat(300)]])
  for (const id of [1, 2, 3]) publishes(id)
  for (let id = 4; id < 20; id++) {
    await settled()
    await traced.decides()
    publishes(id)
  }
  expect(await peer.got()).toEqual([])
  publishes(20)
  expect((await peer.got()).map(([type]) => type)).toEqual([3])
})

test('what is held is counted by when it came, and answers among it are not', async () => {
  const traced = deciding({ ...OPEN_LIMITS, framesPerSecond: 10 })
  const [caller, peer] = [await traced.joins(undefined, { ...quick, limits: OPEN_LIMITS }), await traced.joins()]
  peer.sends([64, 1, {}, 'com.app.p'])
  await settled()
  await traced.decides()
  const ids = Array.from({ length: 30 }, (_, index) => index + 1)
  caller.sends(...ids.map(id => [48, id, {}, 'com.app.p']))
  expect(await peer.got()).toHaveLength(1 + 30)
  peer.sends([32, 2, {}, 'com.app.t'])
  await settled()
  peer.sends(...ids.map(id => [70, id, {}]))
  // UNSUBSCRIBE of nothing is refused, and nobody decides about it.
  const burst = (from: number, count: number) =>
    peer.sends(...Array.from({ length: count }, (_, index) => [34, from + index, 99]))
  burst(3, 17)
  await settled()
  traced.clock.advance(1_000)
  burst(20, 10)
  await settled()
  await traced.decides()
  expect((await peer.got()).map(([type]) => type)).toEqual([33, ...Array(27).fill(8)])
  expect(await caller.got()).toHaveLength(30)
  burst(30, 1)
  expect((await peer.got()).map(([type]) => type)).toEqual([3])
})
