// event_history [wamp:pubsub-event-history].

import { describe, expect, test } from 'vitest'
import { hex, SERIALIZERS } from '../../raw-codec.ts'
import { settled } from '../../trace.ts'
import { type Past, setUp } from './asker.ts'

const ID = expect.any(Number)

describe.each(SERIALIZERS)('over $id', serializer => {
  test('the events of a subscription, in order, each with what its EVENT said', async () => {
    const { joins, clock } = setUp()
    const [a, b] = [await joins(serializer), await joins(serializer)]
    const subscription = await a.subscribes('com.app.t')
    b.peer.sends([16, 1, { disclose_me: true }, 'com.app.t', ['x', 2 ** 40], { a: [null] }])
    const [event] = await a.peer.got()
    clock.advance(1_234)
    b.peer.sends([16, 2, {}, 'com.app.t'])
    expect(await a.asks(subscription)).toEqual([
      50,
      ID,
      {},
      [
        {
          timestamp: '2026-01-01T00:00:00.000Z',
          subscription,
          publication: event?.[2],
          details: event?.[3],
          args: ['x', 2 ** 40],
          kwargs: { a: [null] },
        },
        { timestamp: '2026-01-01T00:00:01.234Z', subscription, publication: ID, details: {} },
      ],
      { more: false },
    ])
  })

  test('bytes come back as they were, also to who speaks another serializer', async () => {
    const { joins } = setUp()
    const [a, b] = [await joins(serializer), await joins(SERIALIZERS[1])]
    const subscription = await b.subscribes('t')
    a.publishes('t', [serializer.id === 'json' ? '\u0000AQID' : Uint8Array.of(1, 2, 3)])
    await settled()
    expect(await b.values(subscription)).toEqual([Uint8Array.of(1, 2, 3)])
  })
})

test("the specification's example: each subscription has what was delivered to it", async () => {
  const { joins } = setUp()
  const [a, b] = [await joins(), await joins()]
  const auth = await a.subscribes('com.mycompany.log.auth')
  const basket = await a.subscribes('com.mycompany.log.basket')
  const log = await a.subscribes('com.mycompany.log', 'prefix')
  for (const [index, topic] of ['auth', 'basket', 'basket', 'basket', 'checkout'].entries()) {
    b.publishes(`com.mycompany.log.${topic}`, [index + 1])
  }
  await settled()
  expect(await a.values(auth)).toEqual([1])
  expect(await a.values(basket)).toEqual([2, 3, 4])
  expect(await a.values(log)).toEqual([1, 2, 3, 4, 5])
  expect((await a.history(log, { limit: 1 }))[0]?.details).toEqual({ topic: 'com.mycompany.log.auth' })
  expect((await a.history(auth))[0]?.details).toEqual({})
})

test.each([999, 0, 'x', null, -1])('a subscription %j that is not there is refused', async id => {
  const a = await setUp().joins()
  expect((await a.asks(id))[4]).toBe('wamp.error.no_such_subscription')
})

describe('who may have an event', () => {
  test.each<[string, object, unknown[]]>([
    ['eligible_authid', { eligible_authid: ['ann'] }, ['x']],
    ['exclude_authid', { exclude_authid: ['ann'] }, []],
    ['eligible_authrole', { eligible_authrole: ['host'] }, []],
    ['exclude_authrole', { exclude_authrole: ['host'] }, ['x']],
    ['an empty eligible_authid', { eligible_authid: [] }, []],
  ])('%s of the publisher holds for who asks', async (_, options, expected) => {
    const { joins } = setUp()
    const [a, b] = [await joins(undefined, { origin: { authid: 'ann', authrole: 'guest' } }), await joins()]
    const subscription = await a.subscribes('t')
    b.publishes('t', ['x'], options)
    await settled()
    expect(await a.values(subscription)).toEqual(expected)
  })

  test.each([{ exclude: [1] }, { exclude: [] }, { eligible: [] }])('%j, for sessions, is not kept', async options => {
    const { joins } = setUp()
    const [a, b] = [await joins(), await joins()]
    const subscription = await a.subscribes('t')
    b.publishes('t', ['x'], options)
    b.publishes('t', ['y'], { eligible: [a.peer.id] })
    await settled()
    expect(await a.values(subscription)).toEqual([])
  })

  test('the publisher may have its own', async () => {
    const { joins } = setUp()
    const a = await joins()
    const subscription = await a.subscribes('t')
    a.publishes('t', ['x'])
    expect(await a.values(subscription)).toEqual(['x'])
  })

  test("the router's own events are not kept", async () => {
    const { joins } = setUp()
    const a = await joins()
    const ids = [await a.subscribes('wamp.session.on_join'), await a.subscribes('', 'prefix')]
    await joins()
    await a.peer.got()
    for (const id of ids) expect(await a.history(id)).toEqual([])
  })
})

describe('how long', () => {
  test('from the first subscription on, also when nobody is there, and with the same id', async () => {
    const { joins } = setUp({ realms: ['realm1'] })
    const [a, b] = [await joins(), await joins()]
    b.publishes('t', ['too early'])
    const subscription = await a.subscribes('t')
    b.publishes('t', [1])
    await a.leaves(subscription)
    b.publishes('t', [2])
    expect(await b.values(subscription)).toEqual([1, 2])
    expect(await a.subscribes('t')).toBe(subscription)
    b.publishes('t', [3])
    await settled()
    expect(await a.values(subscription)).toEqual([1, 2, 3])
  })

  test('in a realm that was named it outlives everybody', async () => {
    const { joins } = setUp({ realms: ['realm1'] })
    const a = await joins()
    const subscription = await a.subscribes('t')
    a.publishes('t', ['x'])
    a.peer.link.close()
    await settled()
    expect(await (await joins()).values(subscription)).toEqual(['x'])
  })

  test('of a subscription the last 100 events', async () => {
    const { joins } = setUp()
    const [a, b] = [await joins(), await joins()]
    const [subscription, other] = [await a.subscribes('t'), await a.subscribes('u')]
    b.publishes('u', ['other'])
    for (let value = 0; value < 250; value++) b.publishes('t', [value])
    await a.peer.got()
    expect(await a.values(subscription)).toEqual(Array.from({ length: 100 }, (_, index) => 150 + index))
    expect(await a.values(other)).toEqual(['other'])
  })

  test('a limit of its own', async () => {
    const { joins } = setUp({ settings: { eventHistory: { limit: 2 } } })
    const [a, b] = [await joins(), await joins()]
    const subscription = await a.subscribes('t')
    for (const value of [1, 2, 3]) b.publishes('t', [value])
    await settled()
    expect(await a.values(subscription)).toEqual([2, 3])
  })

  test('false: no event, and no subscription that nobody holds', async () => {
    const { joins } = setUp({ settings: { eventHistory: false } })
    const [a, b] = [await joins(), await joins()]
    const subscription = await a.subscribes('t')
    b.publishes('t', [1])
    await settled()
    expect(await a.history(subscription)).toEqual([])
    await a.leaves(subscription)
    expect((await a.asks(subscription))[4]).toBe('wamp.error.no_such_subscription')
  })
})

test('what is kept holds nothing of the frame that it came in', async () => {
  const { joins } = setUp()
  const [a, b] = [await joins(SERIALIZERS[1]), await joins(SERIALIZERS[1])]
  const subscription = await a.subscribes('t')
  // [16, 1, {}, 't', [bin 3]] in the middle of a buffer that is overwritten afterwards.
  const frame = hex('95 10 01 80 a1 74 91 c403 010203')
  const buffer = new Uint8Array(64).fill(0xc0)
  buffer.set(frame, 10)
  b.peer.link.send(buffer.subarray(10, 10 + frame.length))
  await settled()
  buffer.fill(0xc0)
  expect(await a.values(subscription)).toEqual([Uint8Array.of(1, 2, 3)])
})

test('a result that would be too large is a part, and says so', async () => {
  const { joins } = setUp({ settings: { eventHistory: { bytes: 64 * 1024 * 1024 } } })
  const [a, b] = [await joins(), await joins()]
  const subscription = await a.subscribes('t')
  for (let value = 0; value < 6; value++) b.publishes('t', [value, 'x'.repeat(900_000)])
  await settled()
  const [, , , events, kwargs] = await a.asks(subscription)
  expect((events as Past[]).map(({ args }) => (args as unknown[])[0])).toEqual([0, 1])
  expect(kwargs).toEqual({ more: true })
  const after_publication = (events as Past[]).at(-1)?.publication
  expect(await a.values(subscription, { after_publication, limit: 1 })).toEqual([2])
})
