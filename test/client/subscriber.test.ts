// Subscriptions of a session: handlers, their errors, and subscribing again.

import { describe, expect, test, vi } from 'vitest'
import { Session } from '../../src/client/session.ts'
import { SERIALIZERS } from '../raw-codec.ts'
import { settled } from '../trace.ts'
import { failed, network, outcome } from './network.ts'
import { opened, ScriptedRouter } from './scripted-router.ts'

describe.each(SERIALIZERS)('over $id', serializer => {
  test('a handler gets arguments, keywords, details with topic and publication, and its subscription', async () => {
    const { opens } = network(serializer)
    const [subscriber, publisher] = [await opens(), await opens()]
    const handler = vi.fn()
    const subscription = await subscriber.subscribe('com.app.t', handler)
    expect(subscription).toMatchObject({ topic: 'com.app.t', handler, options: {} })
    await publisher.publish('com.app.t', [1, 'x'], { key: Uint8Array.of(1) }, { disclose_me: true })
    await publisher.publish('com.app.t')
    await settled()
    const details = { topic: 'com.app.t', publication: expect.any(Number) }
    const publisherDetails = { publisher: publisher.id, publisher_authid: publisher.details.authid }
    expect(handler.mock.calls).toEqual([
      [
        [1, 'x'],
        { key: Uint8Array.of(1) },
        { ...details, ...publisherDetails, publisher_authrole: 'anonymous' },
        subscription,
      ],
      [[], {}, details, subscription],
    ])
  })

  test('R-SUB-4: an event directly behind SUBSCRIBED, in one burst, is not lost', async () => {
    const router = new ScriptedRouter(serializer)
    const session = new Session(router.dial, { reconnect: 'never' })
    void session.open()
    const peer = await router.welcomes()
    const handler = vi.fn()
    const subscribing = session.subscribe('com.app.t', handler)
    peer.sends([33, 1, 11], [36, 11, 1, {}, ['first']], [36, 11, 2, {}, ['second']])
    await subscribing
    await settled()
    expect(handler.mock.calls.map(([args]) => args)).toEqual([['first'], ['second']])
  })
})

test('R-ORD-1: 1,000 events reach the handler in order', async () => {
  const { opens } = network()
  const [subscriber, publisher] = [await opens(), await opens()]
  const got: unknown[] = []
  await subscriber.subscribe('com.app.t', ([index]) => got.push(index))
  const events = Array.from({ length: 1_000 }, (_, index) => index)
  for (const index of events) void publisher.publish('com.app.t', [index])
  await settled()
  expect(got).toEqual(events)
})

describe('several handlers on one topic', () => {
  test('share one subscription at the router; only the last one to go ends it', async () => {
    const { session, peer } = await opened()
    const [first, second] = [vi.fn(), vi.fn()]
    const subscribing = [session.subscribe('com.app.t', first), session.subscribe('com.app.t', second)]
    expect(await peer.got()).toEqual([[32, 1, {}, 'com.app.t']])
    peer.sends([33, 1, 11])
    const [one, two] = await Promise.all(subscribing)
    const three = await session.subscribe('com.app.t', first)
    expect(await peer.got()).toEqual([])
    peer.sends([36, 11, 1, {}])
    await settled()
    expect([first.mock.calls.length, second.mock.calls.length]).toEqual([2, 1])
    expect(await one?.unsubscribe()).toBe(false)
    expect(await session.unsubscribe(three)).toBe(false)
    peer.sends([36, 11, 2, {}])
    await settled()
    expect([first.mock.calls.length, second.mock.calls.length]).toEqual([2, 2])
    const last = two?.unsubscribe()
    expect(await peer.got()).toEqual([[34, 2, 11]])
    peer.sends([35, 2])
    expect(await last).toBe(true)
  })

  test('are separate where they match differently', async () => {
    const { session, peer } = await opened()
    void session.subscribe('com.app.t', () => {}).catch(() => {})
    void session.subscribe('com.app.t', () => {}, { match: 'prefix' }).catch(() => {})
    void session.subscribe('com.app.t', () => {}, { match: 'exact' }).catch(() => {})
    expect(await peer.got()).toEqual([
      [32, 1, {}, 'com.app.t'],
      [32, 2, { match: 'prefix' }, 'com.app.t'],
    ])
  })

  test('are all refused where the router refuses, and may try again', async () => {
    const { session, peer } = await opened()
    const both = [session.subscribe('com.app.t', () => {}), session.subscribe('com.app.t', () => {})]
    const outcomes = Promise.all(both.map(outcome))
    peer.sends([8, 32, 1, {}, 'wamp.error.not_authorized'])
    expect(await outcomes).toEqual([failed('wamp.error.not_authorized'), failed('wamp.error.not_authorized')])
    await peer.got()
    const again = session.subscribe('com.app.t', () => {})
    expect(await peer.got()).toEqual([[32, 2, {}, 'com.app.t']])
    peer.sends([33, 2, 11])
    await again
  })
})

describe('a handler', () => {
  test('that throws is reported and harms nobody', async () => {
    const onerror = vi.fn()
    const { session, peer } = await opened({ onerror })
    const after = vi.fn()
    const thrown = new Error('my own fault')
    const throws = () => {
      throw thrown
    }
    const subscribing = [session.subscribe('com.app.t', throws), session.subscribe('com.app.t', after)]
    peer.sends([33, 1, 11])
    await Promise.all(subscribing)
    peer.sends([36, 11, 1, {}], [36, 11, 2, {}])
    await settled()
    expect(onerror.mock.calls).toEqual([[thrown], [thrown]])
    expect(after).toHaveBeenCalledTimes(2)
    expect(session.isOpen).toBe(true)
  })

  test.each<[string, (thrown: Error) => PromiseLike<void>]>([
    ['a promise', thrown => Promise.reject(thrown)],
    // biome-ignore lint/suspicious/noThenProperty: what some libraries hand out for a promise.
    ['another thenable', thrown => ({ then: (_, reject) => Promise.reject(thrown).then(_, reject) })],
  ])('that returns %s which rejects is reported', async (_, rejected) => {
    const onerror = vi.fn()
    const { session, peer } = await opened({ onerror })
    const thrown = new Error('my own fault')
    const subscribing = session.subscribe('com.app.t', () => rejected(thrown))
    peer.sends([33, 1, 11], [36, 11, 1, {}])
    await subscribing
    await settled()
    expect(onerror.mock.calls).toEqual([[thrown]])
  })

  test('that subscribes another gets it only later events', async () => {
    const { session, peer } = await opened()
    const later = vi.fn()
    const handler = () => void session.subscribe('com.app.t', later)
    const subscribing = session.subscribe('com.app.t', handler)
    peer.sends([33, 1, 11], [36, 11, 1, {}])
    await subscribing
    await settled()
    expect(later).not.toHaveBeenCalled()
    peer.sends([36, 11, 2, {}])
    await settled()
    expect(later).toHaveBeenCalledTimes(1)
  })

  test('that ends another keeps it from this very event', async () => {
    const { session, peer } = await opened()
    const second = vi.fn()
    const subscribing = [
      session.subscribe('com.app.t', () => void subscriptions[1]?.unsubscribe()),
      session.subscribe('com.app.t', second),
    ]
    peer.sends([33, 1, 11])
    const subscriptions = await Promise.all(subscribing)
    peer.sends([36, 11, 1, {}])
    await settled()
    expect(second).not.toHaveBeenCalled()
  })

  test('that ends itself is not called again', async () => {
    const { opens } = network()
    const [subscriber, publisher] = [await opens(), await opens()]
    const handler = vi.fn((_args, _kwargs, _details, subscription) => void subscription.unsubscribe())
    await subscriber.subscribe('com.app.t', handler)
    for (let count = 0; count < 3; count++) void publisher.publish('com.app.t')
    await settled()
    expect(handler).toHaveBeenCalledTimes(1)
  })
})

describe('unsubscribe', () => {
  test('twice rejects the second time', async () => {
    const { opens } = network()
    const session = await opens()
    const subscription = await session.subscribe('com.app.t', () => {})
    expect(await subscription.unsubscribe()).toBe(true)
    expect(await outcome(subscription.unsubscribe())).toEqual(failed('wamp.error.no_such_subscription'))
  })

  test('events until UNSUBSCRIBED are for nobody', async () => {
    const { session, peer } = await opened()
    const handler = vi.fn()
    const subscribing = session.subscribe('com.app.t', handler)
    peer.sends([33, 1, 11])
    const subscription = await subscribing
    const ending = subscription.unsubscribe()
    peer.sends([36, 11, 1, {}], [35, 2], [36, 11, 2, {}])
    expect(await ending).toBe(true)
    await settled()
    expect(handler).not.toHaveBeenCalled()
    expect(session.isOpen).toBe(true)
  })

  test('and subscribing again at once leaves a subscription, whichever id it gets', async () => {
    for (const [id, repliesTurned] of [
      [11, false],
      [12, false],
      [12, true],
      [11, true],
    ] as const) {
      const { session, peer } = await opened()
      const [before, after] = [vi.fn(), vi.fn()]
      const subscribing = session.subscribe('com.app.t', before)
      peer.sends([33, 1, 11])
      const subscription = await subscribing
      const ending = subscription.unsubscribe()
      const again = session.subscribe('com.app.t', after)
      await peer.got()
      peer.sends([36, 11, 1, {}])
      const replies = [
        [35, 2],
        [33, 3, id],
      ]
      peer.sends(...(repliesTurned ? replies.reverse() : replies), [36, id, 2, {}])
      await Promise.all([ending, again])
      await settled()
      expect(before).not.toHaveBeenCalled()
      expect(after).toHaveBeenCalledTimes(1)
    }
  })

  test('that the router refuses resolves: it holds no such subscription either way', async () => {
    const { session, peer } = await opened()
    const subscribing = session.subscribe('com.app.t', () => {})
    peer.sends([33, 1, 11])
    const ending = (await subscribing).unsubscribe()
    peer.sends([8, 34, 2, {}, 'wamp.error.no_such_subscription'])
    expect(await ending).toBe(true)
  })
})

test.each(['com..app', 'com app', ''])('a topic of %j rejects with invalid_uri and ends nothing', async topic => {
  const { opens } = network()
  const session = await opens()
  expect(await outcome(session.subscribe(topic, () => {}))).toEqual(failed('wamp.error.invalid_uri'))
  expect(session.isOpen).toBe(true)
})

test('a topic that cannot be sent rejects, and is not tried again on the next connection', async () => {
  const { router, session, peer } = await opened({ reconnect: 'once-open' })
  expect(await outcome(session.subscribe('\u0000', () => {}))).toEqual(failed('wamp.error.invalid_argument'))
  expect(await peer.got()).toEqual([])
  peer.link.close()
  await settled()
  session.retry()
  const next = await router.welcomes()
  expect(await next.got()).toEqual([])
  expect(session.state).toBe('open')
  await outcome(session.close())
  next.link.close()
})
