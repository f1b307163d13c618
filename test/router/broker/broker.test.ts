// Subscriptions and events [wamp:publish-and-subscribe]: R-SUB, R-PUB, R-ORD.

import { describe, expect, test } from 'vitest'
import { OPEN_LIMITS } from '../../../src/router/limits.ts'
import { SERIALIZERS } from '../../raw-codec.ts'
import { type Peer, settled, trace } from '../../trace.ts'
import { member, realmWith } from './members.ts'

const ID = expect.any(Number)
const SENTENCE = [expect.stringMatching(/\S/)]

async function subscribed(peer: Peer, request: number, topic = 'com.app.t'): Promise<number> {
  peer.sends([32, request, {}, topic])
  const [reply] = await peer.got()
  expect(reply).toEqual([33, request, ID])
  return reply?.[2] as number
}

describe.each(SERIALIZERS)('over $id', serializer => {
  test('R-SUB-1, R-PUB-3: who subscribes gets the event, who publishes does not', async () => {
    const { joins } = trace()
    const [a, b] = [await joins(serializer), await joins(serializer)]
    const subscription = await subscribed(a, 1)
    await subscribed(b, 1)
    b.sends([16, 2, {}, 'com.app.t', ['x', 1, null], { key: [true] }])
    expect(await a.got()).toEqual([[36, subscription, ID, {}, ['x', 1, null], { key: [true] }]])
    expect(await b.got()).toEqual([])
  })

  test.each([
    ['nothing', [], []],
    ['empty Arguments', [[]], []],
    ['null [T-13]', [null], []],
    ['null and null [T-13]', [null, null], []],
    ['empty Arguments and ArgumentsKw', [[], {}], []],
    ['Arguments and null', [[1], null], [[1]]],
    ['null and ArgumentsKw', [null, { a: 1 }], [[], { a: 1 }]],
    ['empty Arguments and ArgumentsKw that are not', [[], { a: 1 }], [[], { a: 1 }]],
  ])('R-MSG-5: the payload %s', async (_, sent, received) => {
    const { joins } = trace()
    const [a, b] = [await joins(serializer), await joins(serializer)]
    await subscribed(a, 1)
    b.sends([16, 1, {}, 'com.app.t', ...sent])
    const [[, , , , ...payload] = []] = await a.got()
    // Passed on as it came, or without what is empty; but never null.
    expect([received, sent]).toContainEqual(payload)
    expect(payload).not.toContain(null)
  })

  test('R-PUB-1: PUBLISHED is sent if asked for, also where nobody receives', async () => {
    const peer = await trace().joins(serializer)
    peer.sends([16, 1, { acknowledge: true }, 'com.app.t'], [16, 2, { acknowledge: false }, 'com.app.t'])
    peer.sends([16, 3, {}, 'com.app.t'], [16, 4, { acknowledge: null }, 'com.app.t'])
    expect(await peer.got()).toEqual([[17, 1, ID]])
  })

  test('R-ORD-1: 1,000 events in one burst arrive in order, over all topics', async () => {
    const { joins } = trace()
    const [a, b] = [await joins(serializer), await joins(serializer)]
    const ids = [await subscribed(a, 1, 'com.app.a'), await subscribed(a, 2, 'com.app.b')]
    const events = Array.from({ length: 1_000 }, (_, index) => index)
    b.sends(...events.map(index => [16, index + 1, {}, index % 2 ? 'com.app.b' : 'com.app.a', [index]]))
    expect(await a.got()).toEqual(events.map(index => [36, ids[index % 2], ID, {}, [index]]))
  })
})

test('the publication has one id, for its publisher and for every subscriber [R-ID-1]', async () => {
  const { joins } = trace()
  const [a, b, c] = [await joins(), await joins(SERIALIZERS[1]), await joins(SERIALIZERS[2])]
  await subscribed(a, 1)
  await subscribed(b, 1)
  c.sends([16, 1, { acknowledge: true }, 'com.app.t'], [16, 2, { acknowledge: true }, 'com.app.t'])
  const published = (await c.got()).map(([, , publication]) => publication)
  expect(published[0]).not.toBe(published[1])
  expect((await a.got()).map(event => event[2])).toEqual(published)
  expect((await b.got()).map(event => event[2])).toEqual(published)
})

test('all subscribers of a topic share one subscription', async () => {
  const { joins } = trace()
  const [a, b] = [await joins(), await joins()]
  expect(await subscribed(a, 1)).toBe(await subscribed(b, 1))
  expect(await subscribed(a, 2, 'com.app.u')).not.toBe(await subscribed(b, 2))
})

test('R-SUB-2: a second SUBSCRIBE is answered with the same id, and events come once', async () => {
  const { joins } = trace()
  const [a, b] = [await joins(), await joins()]
  const subscription = await subscribed(a, 1)
  expect(await subscribed(a, 2)).toBe(subscription)
  b.sends([16, 1, {}, 'com.app.t'])
  expect(await a.got()).toEqual([[36, subscription, ID, {}]])
  a.sends([34, 3, subscription])
  expect(await a.got()).toEqual([[35, 3]])
  b.sends([16, 2, {}, 'com.app.t'])
  expect(await a.got()).toEqual([])
})

test('R-SUB-4, R-ORD-3: SUBSCRIBED comes before the first event', async () => {
  const { joins } = trace()
  const [a, b] = [await joins(), await joins()]
  b.sends([16, 1, {}, 'com.app.t', ['too early']])
  await settled()
  a.sends([32, 1, {}, 'com.app.t'])
  await settled()
  b.sends([16, 2, {}, 'com.app.t', ['in time']])
  const [first, second, ...more] = await a.got()
  expect(first).toEqual([33, 1, ID])
  expect(second).toEqual([36, first?.[2], ID, {}, ['in time']])
  expect(more).toEqual([])
})

test('T-20: no event comes behind UNSUBSCRIBED', async () => {
  const { joins } = trace()
  const [a, b] = [await joins(), await joins()]
  const subscription = await subscribed(a, 1)
  b.sends([16, 1, {}, 'com.app.t'])
  await settled()
  a.sends([34, 2, subscription])
  await settled()
  b.sends([16, 2, {}, 'com.app.t'], [16, 3, {}, 'com.app.t'])
  expect((await a.got()).map(([type]) => type)).toEqual([36, 35])
})

describe('R-SUB-5: UNSUBSCRIBE', () => {
  test.each(['never given', 'ended already', 'of another session'])('of a subscription %s is refused', async which => {
    const { joins } = trace()
    const [a, b] = [await joins(), await joins()]
    const own = await subscribed(a, 1)
    const foreign = await subscribed(b, 1, 'com.app.other')
    a.sends([34, 2, own])
    await a.got()
    a.sends([34, 3, which === 'never given' ? 999 : which === 'ended already' ? own : foreign])
    expect(await a.got()).toEqual([[8, 34, 3, {}, 'wamp.error.no_such_subscription', SENTENCE]])
    a.sends([16, 4, {}, 'com.app.other'])
    expect(await b.got()).toEqual([[36, foreign, ID, {}]])
  })

  test('may have an element more, which is ignored', async () => {
    const peer = await trace().joins()
    const subscription = await subscribed(peer, 1)
    peer.sends([34, 2, subscription, { reason: 'x' }])
    expect(await peer.got()).toEqual([[35, 2]])
  })
})

test('R-SUB-3: a subscription ends with its session', async () => {
  const { joins } = trace()
  const [a, b] = [await joins(), await joins()]
  await subscribed(a, 1)
  a.sends([6, {}, 'wamp.close.normal'])
  await a.got()
  await a.join()
  b.sends([16, 1, {}, 'com.app.t'])
  expect(await a.got()).toEqual([])
})

test('a subscriber that dies does not keep events from others', async () => {
  const { joins } = trace()
  const [a, b, c] = [await joins(), await joins(), await joins()]
  await subscribed(a, 1)
  const subscription = await subscribed(b, 1)
  a.link.close()
  c.sends([16, 1, { acknowledge: true }, 'com.app.t'])
  expect(await b.got()).toEqual([[36, subscription, ID, {}]])
  expect(await c.got()).toEqual([[17, 1, ID]])
})

test('match exact is what nothing means', async () => {
  const peer = await trace().joins()
  const subscription = await subscribed(peer, 1)
  peer.sends([32, 2, { match: 'exact' }, 'com.app.t'])
  expect(await peer.got()).toEqual([[33, 2, subscription]])
})

test.each(['constructor', '__proto__', 'hasOwnProperty'])('a topic named %s is a topic like others', async topic => {
  const { joins } = trace()
  const [a, b] = [await joins(), await joins()]
  b.sends([16, 1, { acknowledge: true }, topic])
  expect(await b.got()).toEqual([[17, 1, ID]])
  const subscription = await subscribed(a, 1, topic)
  b.sends([16, 2, {}, topic, [1]])
  expect(await a.got()).toEqual([[36, subscription, ID, {}, [1]]])
})

test('who is sent its own event gets PUBLISHED too', async () => {
  const peer = await trace().joins()
  await subscribed(peer, 1)
  peer.sends([16, 2, { acknowledge: true, exclude_me: false }, 'com.app.t'])
  expect((await peer.got()).map(([type]) => type).sort()).toEqual([17, 36])
})

test('an event with no form in the serializer of one subscriber reaches the others, and is counted', async () => {
  const { joins, router } = trace()
  const [a, b, c] = [await joins(SERIALIZERS[0]), await joins(SERIALIZERS[1]), await joins(SERIALIZERS[1])]
  await subscribed(a, 1)
  const subscription = await subscribed(b, 1)
  // In JSON a string that starts with NUL stands for binary.
  c.sends([16, 1, { acknowledge: true }, 'com.app.t', ['\u0000not binary']])
  expect(await b.got()).toEqual([[36, subscription, ID, {}, ['\u0000not binary']]])
  expect(await c.got()).toEqual([[17, 1, ID]])
  expect(await a.got()).toEqual([])
  expect(a.closed).toBeUndefined()
  expect(router.counters).toMatchObject({ violations: 0, undeliverable: 1 })
})

test('a session may hold so many subscriptions, of all kinds, and one it holds once more', async () => {
  const { joins } = trace()
  const peer = await joins(undefined, { limits: { ...OPEN_LIMITS, subscriptions: 2 } })
  peer.sends([32, 1, {}, 'com.app.t'], [32, 2, { match: 'prefix' }, 'com.app'], [32, 3, {}, 'com.app.u'])
  peer.sends([32, 4, {}, 'com.app.t'], [34, 5, 1], [32, 6, { match: 'wildcard' }, 'com..u'])
  expect(await peer.got()).toEqual([
    [33, 1, 1],
    [33, 2, 2],
    [8, 32, 3, {}, 'wamp_mesh.error.limit_reached', SENTENCE],
    [33, 4, 1],
    [35, 5],
    [33, 6, ID],
  ])
})

test('nothing is left in the table when everybody has left', () => {
  const { broker } = realmWith({ eventHistory: false })
  const [a, b] = [member(), member()]
  for (const match of ['exact', 'prefix', 'wildcard'] as const) {
    broker.subscribe(a.session, [32, 1, { match }, 'com.app.t'])
    broker.subscribe(b.session, [32, 1, { match }, 'com.app.t'])
  }
  broker.leave(a.session)
  expect([...broker.subscriptions.all()]).toHaveLength(3)
  broker.leave(b.session)
  broker.leave(b.session)
  expect([...broker.subscriptions.all()]).toEqual([])
  expect(broker.subscriptions.matching('com.app.t')).toEqual([])
})
