// event_retention [wamp:event-retention].

import { describe, expect, test, vi } from 'vitest'
import type { Link } from '../../../src/protocol/link.ts'
import { hex, SERIALIZERS } from '../../raw-codec.ts'
import { type Peer, settled, trace } from '../../trace.ts'

const ID = expect.any(Number)

/** What a new session, or `peer`, is sent behind SUBSCRIBED. */
async function retainedFor(peer: Peer, topic: string, { match = 'exact', request = 1 } = {}) {
  peer.sends([32, request, { match, get_retained: true }, topic])
  const [reply, ...events] = await peer.got()
  expect(reply?.slice(0, 2)).toEqual([33, request])
  return events
}

describe.each(SERIALIZERS)('over $id', serializer => {
  test('R-RET-1, R-RET-2: who asks for it gets the latest event that was retained, marked so', async () => {
    const { joins } = trace()
    const publisher = await joins(serializer)
    publisher.sends([16, 1, { retain: true }, 'com.app.t', ['first']])
    publisher.sends([16, 2, { retain: true, acknowledge: true, disclose_me: true }, 'com.app.t', [2.5], { a: 1 }])
    publisher.sends([16, 3, {}, 'com.app.t', ['not retained']], [16, 4, { retain: false }, 'com.app.t'])
    const [[, , publication] = []] = await publisher.got()
    const peer = await joins(serializer)
    const details = expect.objectContaining({ retained: true, publisher: publisher.id })
    expect(await retainedFor(peer, 'com.app.t')).toEqual([[36, ID, publication, details, [2.5], { a: 1 }]])
  })

  test('who does not ask gets none, and a live event is not marked', async () => {
    const { joins } = trace()
    const [publisher, peer] = [await joins(serializer), await joins(serializer)]
    publisher.sends([16, 1, { retain: true }, 'com.app.t'])
    await settled()
    peer.sends([32, 1, {}, 'com.app.t'], [32, 2, { get_retained: false }, 'com.app.t'])
    expect((await peer.got()).map(([type]) => type)).toEqual([33, 33])
    publisher.sends([16, 2, { retain: true }, 'com.app.t', ['live']])
    expect(await peer.got()).toEqual([[36, ID, ID, {}, ['live']]])
  })

  test('T-9: it is passed on as it came, to whoever speaks the serializer of its publisher', async () => {
    const { joins } = trace()
    const [publisher, peer, other] = [await joins(serializer), await joins(serializer), await joins(SERIALIZERS[0])]
    // [16, 1, {retain: true}, 't', [2.0]], which no library of JavaScript writes.
    const frames = {
      json: '[16,1,{"retain":true},"t",[2.0]]',
      msgpack: hex('95 10 01 81 a6 72657461696e c3 a1 74 91 cb4000000000000000'),
      cbor: hex('85 10 01 a1 66 72657461696e f5 61 74 81 f94000'),
    }
    publisher.sendsFrame(frames[serializer.id])
    await settled()
    peer.sends([32, 1, { get_retained: true }, 't'])
    const [, event] = await peer.gotFrames()
    const ending = { json: '[2.0]]', msgpack: hex('91 cb4000000000000000'), cbor: hex('81 f94000') }[serializer.id]
    expect(event?.slice(-ending.length)).toEqual(ending)
    expect((await retainedFor(other, 't'))[0]?.[4]).toEqual([2])
  })
})

test('a repeated SUBSCRIBE gets it again', async () => {
  const { joins } = trace()
  const [publisher, peer] = [await joins(), await joins()]
  publisher.sends([16, 1, { retain: true }, 'com.app.t', [1]])
  await settled()
  expect(await retainedFor(peer, 'com.app.t')).toHaveLength(1)
  publisher.sends([16, 2, { retain: true }, 'com.app.t', [2]])
  await peer.got()
  expect((await retainedFor(peer, 'com.app.t', { request: 2 })).map(event => event[4])).toEqual([[2]])
})

test.each([
  ['prefix', 'com.app.'],
  ['wildcard', 'com.app.'],
])('a pattern (%s) gets the one of each topic that it matches, with the topic', async (match, pattern) => {
  const { joins } = trace()
  const [publisher, peer] = [await joins(), await joins()]
  for (const [index, topic] of ['com.app.a', 'com.app.b', 'com.other'].entries()) {
    publisher.sends([16, index + 1, { retain: true }, topic, [topic]])
  }
  await settled()
  expect((await retainedFor(peer, pattern, { match })).map(event => event.slice(3))).toEqual([
    [{ topic: 'com.app.a', retained: true }, ['com.app.a']],
    [{ topic: 'com.app.b', retained: true }, ['com.app.b']],
  ])
})

describe('R-RET-1: the latest that the subscriber would have received', () => {
  const setUp = async () => {
    const { joins } = trace()
    const publisher = await joins()
    const [ann, ben] = [await joins(undefined, { origin: { authid: 'ann' } }), await joins()]
    return { joins, publisher, ann, ben }
  }
  const values = (events: unknown[][]) => events.map(event => (event[4] as unknown[])[0])

  test('who may not have the latest gets the one before', async () => {
    const { publisher, ann, ben } = await setUp()
    publisher.sends([16, 1, { retain: true }, 't', ['for all']])
    publisher.sends([16, 2, { retain: true, eligible_authid: ['ann'] }, 't', ['for ann']])
    await settled()
    expect(values(await retainedFor(ann, 't'))).toEqual(['for ann'])
    expect(values(await retainedFor(ben, 't'))).toEqual(['for all'])
  })

  test('what is for everybody replaces what was for some', async () => {
    const { publisher, ann } = await setUp()
    publisher.sends([16, 1, { retain: true, eligible_authid: ['ann'] }, 't', ['for ann']])
    publisher.sends([16, 2, { retain: true }, 't', ['for all']])
    await settled()
    expect(values(await retainedFor(ann, 't'))).toEqual(['for all'])
  })

  test('many that are for some leave what is for everybody', async () => {
    const { publisher, ann, ben } = await setUp()
    publisher.sends([16, 1, { retain: true }, 't', ['for all']])
    for (let count = 1; count <= 50; count++) {
      publisher.sends([16, count + 1, { retain: true, eligible: [ann.id] }, 't', [count]])
    }
    await settled()
    expect(values(await retainedFor(ann, 't'))).toEqual([50])
    expect(values(await retainedFor(ben, 't'))).toEqual(['for all'])
  })

  test.each<[string, (peer: Peer) => object]>([
    ['excluded', peer => ({ exclude: [peer.id] })],
    ['not eligible', () => ({ eligible: [] })],
    ['of another role', () => ({ eligible_authrole: ['host'] })],
  ])('who is %s gets nothing', async (_, options) => {
    const { publisher, ben } = await setUp()
    publisher.sends([16, 1, { retain: true, ...options(ben) }, 't'])
    await settled()
    expect(await retainedFor(ben, 't')).toEqual([])
  })

  test('the publisher itself gets its own only where it did not exclude itself', async () => {
    const { publisher } = await setUp()
    publisher.sends([16, 1, { retain: true }, 't'], [16, 2, { retain: true, exclude_me: false }, 'u', ['own']])
    expect(await retainedFor(publisher, 't', { request: 3 })).toEqual([])
    expect(values(await retainedFor(publisher, 'u', { request: 4 }))).toEqual(['own'])
  })

  test('it outlives the session of its publisher', async () => {
    const { publisher, ann } = await setUp()
    publisher.sends([16, 1, { retain: true }, 't', ['left']], [6, {}, 'wamp.close.normal'])
    await settled()
    expect(values(await retainedFor(ann, 't'))).toEqual(['left'])
  })
})

test('an event without arguments is retained like another: there is no way to take one back', async () => {
  const { joins } = trace()
  const [publisher, peer] = [await joins(), await joins()]
  publisher.sends([16, 1, { retain: true }, 't', ['x']], [16, 2, { retain: true }, 't'])
  await settled()
  expect((await retainedFor(peer, 't')).map(event => event.slice(3))).toEqual([[{ retained: true }]])
})

describe('bounds', () => {
  const topicsOf = async (peer: Peer) =>
    (await retainedFor(peer, 'k.', { match: 'prefix' })).map(([, , , details]) => (details as { topic: string }).topic)

  test('of topics: the one that was set longest ago goes', async () => {
    const { joins } = trace({ settings: { eventRetention: { topics: 2 } } })
    const [publisher, peer] = [await joins(), await joins()]
    for (const [index, topic] of ['k.a', 'k.b', 'k.a', 'k.c'].entries()) {
      publisher.sends([16, index + 1, { retain: true }, topic])
    }
    await settled()
    expect(await topicsOf(peer)).toEqual(['k.a', 'k.c'])
  })

  test('of bytes: as many go as are needed, and what is too large is not kept, nor what it replaces', async () => {
    const { joins } = trace({ settings: { eventRetention: { bytes: 14_000 } } })
    const [publisher, peer] = [await joins(), await joins()]
    const text = 'x'.repeat(2_000)
    for (const [index, topic] of ['k.a', 'k.b', 'k.c', 'k.d'].entries()) {
      publisher.sends([16, index + 1, { retain: true }, topic, [text]])
    }
    publisher.sends([16, 5, { retain: true }, 'k.d', ['x'.repeat(30_000)]])
    await settled()
    expect(await topicsOf(peer)).toEqual(['k.b', 'k.c'])
  })

  test('who retains most makes room, not others', async () => {
    const { joins } = trace({ settings: { eventRetention: { topics: 5, bytes: 20_000 } } })
    const [ann, ben, peer] = [await joins(), await joins(), await joins()]
    ann.sends([16, 1, { retain: true }, 'k.ann', ['x'.repeat(500)]])
    for (let count = 1; count <= 20; count++) ben.sends([16, count, { retain: true }, `k.ben${count}`])
    await settled()
    expect(await topicsOf(peer)).toEqual(['k.ann', 'k.ben17', 'k.ben18', 'k.ben19', 'k.ben20'])
    for (let count = 21; count <= 24; count++) {
      ben.sends([16, count, { retain: true }, `k.ben${count}`, ['x'.repeat(4_000)]])
    }
    await settled()
    expect(await retainedFor(await joins(), 'k.ann')).toHaveLength(1)
  })

  test('false: nothing is retained', async () => {
    const { joins } = trace({ settings: { eventRetention: false } })
    const [publisher, peer] = [await joins(), await joins()]
    publisher.sends([16, 1, { retain: true }, 't'])
    await settled()
    expect(await retainedFor(peer, 't')).toEqual([])
  })
})

test('what is retained holds nothing of the frame that it came in', async () => {
  const { joins } = trace()
  const peer = await joins(SERIALIZERS[1])
  const publisher = await joins(SERIALIZERS[1])
  const link: Link = publisher.link
  // [16, 1, {retain: true}, 't', [bin 3]] in the middle of a buffer that is overwritten afterwards.
  const buffer = new Uint8Array(64).fill(0xc0)
  const frame = hex('95 10 01 81 a6 72657461696e c3 a1 74 91 c403 010203')
  buffer.set(frame, 10)
  link.send(buffer.subarray(10, 10 + frame.length))
  await settled()
  buffer.fill(0xc0)
  expect((await retainedFor(peer, 't')).map(event => event[4])).toEqual([[Uint8Array.of(1, 2, 3)]])
  expect((await retainedFor(await joins(SERIALIZERS[2]), 't'))[0]?.[4]).toEqual([Uint8Array.of(1, 2, 3)])
})

test('a pattern is taken apart once, and a topic no further than it', async () => {
  const { joins } = trace()
  const [publisher, peer] = [await joins(), await joins()]
  const topics = Array.from({ length: 50 }, (_, index) => `${'a.'.repeat(500)}${index}`)
  publisher.sends(...topics.map((topic, index) => [16, index + 1, { retain: true }, topic]))
  await settled()
  const split = vi.spyOn(String.prototype, 'split')
  expect(await retainedFor(peer, 'a..c', { match: 'wildcard' })).toEqual([])
  const [ofPattern, ofTopics] = [['a..c'], topics].map(texts =>
    split.mock.contexts.flatMap((text, call) => (texts.includes(`${text}`) ? [split.mock.results[call]?.value] : [])),
  )
  split.mockRestore()
  expect(ofPattern?.length).toBeLessThan(10)
  expect(Math.max(...(ofTopics ?? []).map((components: string[]) => components.length))).toBeLessThan(10)
})
