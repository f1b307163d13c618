// Conflation: which events may take each other's place where a subscriber is slow, and what such a subscriber gets.

import { describe, expect, test } from 'vitest'
import { createRouter } from '../../../src/entry/router.ts'
import type { Frame, Link } from '../../../src/protocol/link.ts'
import { json } from '../../../src/protocol/serializer/json.ts'
import type { RealmSettings } from '../../../src/router/realm-settings.ts'
import { memoryPair } from '../../../src/transport/memory.ts'
import { type Piece, PlainRelayLink } from '../../../src/transport/plain-relay.ts'
import { SERIALIZERS } from '../../raw-codec.ts'
import { Peer, ROLES, settled, type Trace, trace } from '../../trace.ts'

type Sent = [frame: Frame, key: string | undefined]

/** A peer that has joined by a link that remembers the frames it was given, and with which keys. */
async function joinsBy(traced: Trace) {
  const [near, far] = memoryPair(json)
  const sent: Sent[] = []
  const link: Link = {
    serializer: json,
    bufferedAmount: 0,
    start: receiver => far.start(receiver),
    send: (frame, lane, conflate) => {
      sent.push([frame, conflate])
      far.send(frame, lane)
    },
    close: reason => far.close(reason),
  }
  traced.router.attach(link)
  const peer = await new Peer(near).join()
  sent.splice(0)
  return { peer, sent, keys: () => sent.splice(0).map(([, key]) => key) }
}

/** A subscriber's keys for events of these topics, published with these options. */
async function keysOf(
  subscription: readonly [options: object, topic: string],
  events: readonly (readonly [options: object, topic: string])[],
  settings: RealmSettings = {},
) {
  const traced = trace({ settings })
  const { peer, keys } = await joinsBy(traced)
  peer.sends([32, 1, ...subscription])
  const [[, , id] = []] = await peer.got()
  keys()
  const publisher = await traced.joins()
  publisher.sends(...events.map(([options, topic], index) => [16, index + 1, options, topic] as const))
  await settled()
  expect(publisher.closed).toBeUndefined()
  return { keys: keys(), id: id as number }
}

const ASKED = { x_conflate: true }

describe('a key', () => {
  test('is for events whose publisher asks for it, and no others', async () => {
    const { keys, id } = await keysOf(
      [{}, 'com.app.t'],
      [
        [ASKED, 'com.app.t'],
        [{}, 'com.app.t'],
        [{ x_conflate: false }, 'com.app.t'],
        [{ x_conflate: null }, 'com.app.t'],
        [{ ...ASKED, acknowledge: true, retain: true }, 'com.app.t'],
      ],
    )
    expect(keys).toEqual([`${id}`, undefined, undefined, undefined, `${id}`])
  })

  test.each([
    ['prefix', 'com.app.'],
    ['wildcard', 'com.app.'],
    ['wildcard', '.app.'],
  ])('is one for each topic that a %s subscription to %s gets events of', async (match, pattern) => {
    const topics = ['com.app.a', 'com.app.b', 'com.app.a']
    const events = topics.map(topic => [ASKED, topic] as const)
    const { keys } = await keysOf([{ match }, pattern], events)
    expect(keys).toEqual([keys[0], keys[1], keys[0]])
    expect(keys[0]).toBeDefined()
    expect(keys[0]).not.toBe(keys[1])
  })

  test('differs between subscriptions to the same topic', async () => {
    const traced = trace()
    const { peer, keys } = await joinsBy(traced)
    peer.sends([32, 1, {}, 'com.app.t'], [32, 2, { match: 'prefix' }, 'com.app'])
    await peer.got()
    keys()
    const publisher = await traced.joins()
    publisher.sends([16, 1, ASKED, 'com.app.t'])
    await settled()
    expect(new Set(keys()).size).toBe(2)
  })

  test('is the same for all subscribers, and the event still written once', async () => {
    const traced = trace()
    const subscribers = [await joinsBy(traced), await joinsBy(traced)]
    for (const { peer, keys } of subscribers) {
      peer.sends([32, 1, {}, 'com.app.t'])
      await peer.got()
      keys()
    }
    const publisher = await traced.joins()
    publisher.sends([16, 1, ASKED, 'com.app.t', [1.5]])
    await settled()
    const [one, other] = subscribers.map(({ sent }) => sent[0])
    expect(one?.[1]).toBeDefined()
    expect(one).toEqual(other)
    expect(one?.[0]).toBe(other?.[0])
  })

  test('is not for what a subscriber gets because it was retained: it may be older than what waits', async () => {
    const traced = trace()
    const publisher = await traced.joins()
    publisher.sends([16, 1, { ...ASKED, retain: true }, 'com.app.t'])
    await settled()
    const { peer, keys } = await joinsBy(traced)
    peer.sends([32, 1, { get_retained: true }, 'com.app.t'])
    expect((await peer.got()).map(([type]) => type)).toEqual([33, 36])
    expect(keys()).toEqual([undefined, undefined])
  })
})

describe('a rule of the realm', () => {
  const conflate = [{ uri: 'com.app.position' }, { uri: 'com.app.sensor.', match: 'prefix' as const }]

  test('is for its topics, as far as the publisher says nothing', async () => {
    const events = [
      [{}, 'com.app.position'],
      [{}, 'com.app.sensor.a'],
      [{}, 'com.app.chat'],
      [ASKED, 'com.app.chat'],
      [{ x_conflate: false }, 'com.app.position'],
    ] as const
    const { keys } = await keysOf([{ match: 'prefix' }, 'com.app.'], events, { conflate })
    expect(keys.map(key => key !== undefined)).toEqual([true, true, false, true, false])
  })

  test('with a wildcard', async () => {
    const { keys } = await keysOf([{ match: 'prefix' }, 'com.'], [[{}, 'com.a.x'] as const, [{}, 'com.a.y'] as const], {
      conflate: [{ uri: 'com..x', match: 'wildcard' }],
    })
    expect(keys.map(key => key !== undefined)).toEqual([true, false])
  })

  test('is never for meta events, each of which counts', async () => {
    const traced = trace({ settings: { conflate: [{ uri: '', match: 'prefix' }] } })
    const { peer, keys } = await joinsBy(traced)
    peer.sends([32, 1, {}, 'wamp.session.on_join'])
    await peer.got()
    keys()
    await traced.joins()
    await traced.joins()
    expect(keys()).toEqual([undefined, undefined])
  })

  test.each<[unknown, RegExp]>([
    [{ uri: 'com.app' }, /^conflate must be a list, and is \{/],
    [null, /^conflate must be a list, and is null/],
    [['com.app'], /^conflate\[0\] must be a rule, and is "com.app"/],
    [[{ uri: 'com.app.' }], /^conflate\[0\].uri must be a URI for exact matching, and is "com.app."/],
    [[{ uri: 'a' }, {}], /^conflate\[1\].uri must be a URI for exact matching, and is missing/],
    [[{ uri: 'a', match: 'regex' }], /^conflate\[0\].match must be one of exact, prefix, wildcard, and is "regex"/],
  ])('that is wrong is refused when the router is made: %j', (wrong, sentence) => {
    const settings = { conflate: wrong } as RealmSettings
    expect(() => createRouter({ settings })).toThrow(sentence)
    expect(() => createRouter({ realms: { home: {}, away: settings } })).toThrow(sentence)
  })
})

test.each(SERIALIZERS)('x_conflate that is no boolean is a violation, over $id', async serializer => {
  const publisher = await trace().joins(serializer)
  publisher.sends([16, 1, { x_conflate: 'yes' }, 'com.app.t'])
  expect(await publisher.got()).toEqual([[3, expect.any(Object), 'wamp.error.protocol_violation']])
})

test('WELCOME does not announce it, for the specification has no such feature', async () => {
  const { details } = await trace().joins()
  expect(JSON.stringify(details)).not.toMatch(/confla/)
})

/** A subscriber by a relay that can be stopped, in JSON. */
async function relayed(traced: Trace) {
  const pieces: Piece[] = []
  const wire = { bufferedAmount: 0, send: (piece: Piece) => void pieces.push(piece), close: () => {} }
  const link = new PlainRelayLink(wire, json)
  traced.router.attach(link)
  const says = (message: unknown) =>
    link.receive({ payload: new TextEncoder().encode(JSON.stringify(message)), fin: true, text: true })
  const got = async () => {
    await settled()
    return pieces.splice(0).map(({ payload }) => JSON.parse(new TextDecoder().decode(payload)))
  }
  says([1, 'realm1', { roles: ROLES }])
  says([32, 1, { match: 'prefix' }, 'com.app.'])
  expect((await got()).map(([type]) => type)).toEqual([2, 33])
  return { link, says, got }
}

describe('a subscriber that does not read', () => {
  test('gets the newest event of each topic when it does, and everything else, in the order of publication', async () => {
    const traced = trace()
    const { link, got } = await relayed(traced)
    const publisher = await traced.joins()
    link.pause()
    publisher.sends(
      [16, 1, ASKED, 'com.app.a', [1]],
      [16, 2, ASKED, 'com.app.b', [2]],
      [16, 3, {}, 'com.app.a', [3]],
      [16, 4, ASKED, 'com.app.a', [4]],
      [16, 5, {}, 'com.app.b', [5]],
      [16, 6, ASKED, 'com.app.a', [6]],
    )
    await settled()
    link.resume()
    expect((await got()).map(([, , , { topic }, [number]]) => [topic, number])).toEqual([
      ['com.app.b', 2],
      ['com.app.a', 3],
      ['com.app.b', 5],
      ['com.app.a', 6],
    ])
  })

  test('R-ORD-3: events of a subscription that it took up again come behind SUBSCRIBED', async () => {
    const traced = trace()
    const { link, says, got } = await relayed(traced)
    const publisher = await traced.joins()
    says([32, 2, {}, 'com.app.a'])
    const [[, , id]] = (await got()) as [[number, number, number]]
    link.pause()
    publisher.sends([16, 1, ASKED, 'com.app.a', [1]])
    await settled()
    says([34, 3, id])
    says([32, 4, {}, 'com.app.a'])
    await settled()
    publisher.sends([16, 2, ASKED, 'com.app.a', [2]])
    await settled()
    link.resume()
    const messages = (await got()).filter(([, subscription]) => subscription !== 1)
    expect(messages.map(([type]) => type)).toEqual([35, 33, 36])
    expect(messages[2]?.[4]).toEqual([2])
  })

  test('is seen in the counters of the router, also when it has left', async () => {
    const traced = trace()
    const { router } = traced
    const [one, other] = [await relayed(traced), await relayed(traced)]
    const publisher = await traced.joins()
    one.link.pause()
    other.link.pause()
    for (let request = 1; request <= 10; request++) publisher.sends([16, request, ASKED, 'com.app.a'])
    await settled()
    expect(router.counters.conflated).toBe(18)
    one.link.ended('gone')
    await settled()
    expect([router.size, router.counters.conflated]).toEqual([2, 18])
  })
})
