// pattern_based_subscription [wamp:pattern-based-subscription].

import { describe, expect, test } from 'vitest'
import { matcher } from '../../../src/router/broker/pattern-based-subscription.ts'
import { describeVectors, vectors } from '../../protocol/vectors.ts'
import { SERIALIZERS } from '../../raw-codec.ts'
import { type Peer, trace } from '../../trace.ts'

const ID = expect.any(Number)

async function subscribes(peer: Peer, request: number, match: string, topic: string): Promise<number> {
  peer.sends([32, request, { match }, topic])
  const [reply] = await peer.got()
  expect(reply).toEqual([33, request, ID])
  return reply?.[2] as number
}

/** The topics, of those published, that come to a subscription. */
async function received(match: string, pattern: string, topics: readonly string[]) {
  const { joins } = trace()
  const [a, b] = [await joins(), await joins()]
  await subscribes(a, 1, match, pattern)
  b.sends(...topics.map((topic, index) => [16, index + 1, {}, topic]))
  return (await a.got()).map(([, , , details]) => (details as { topic?: string }).topic)
}

describe.each(SERIALIZERS)('over $id', serializer => {
  test('R-PS-1, R-PUB-4: one event for every subscription that matches, all with one publication id', async () => {
    const { joins } = trace()
    const [a, b] = [await joins(serializer), await joins(serializer)]
    const exact = await subscribes(a, 1, 'exact', 'com.app.t')
    const prefixes = [await subscribes(a, 2, 'prefix', 'com.app'), await subscribes(a, 3, 'prefix', '')]
    const wildcard = await subscribes(a, 4, 'wildcard', 'com..t')
    await subscribes(a, 5, 'wildcard', 'com..u')
    b.sends([16, 1, { acknowledge: true }, 'com.app.t', [1], { a: 2 }])
    const [[, , publication] = []] = await b.got()
    const events = await a.got()
    expect(events).toHaveLength(4)
    expect(events).toContainEqual([36, exact, publication, {}, [1], { a: 2 }])
    for (const pattern of [...prefixes, wildcard]) {
      expect(events).toContainEqual([36, pattern, publication, { topic: 'com.app.t' }, [1], { a: 2 }])
    }
  })

  test('R-PS-2: who subscribes to a pattern is told the topic', async () => {
    const { joins } = trace()
    const [a, b] = [await joins(serializer), await joins(serializer)]
    const subscription = await subscribes(a, 1, 'prefix', 'com.app.')
    b.sends([16, 1, { disclose_me: true }, 'com.app.t'], [16, 2, {}, 'com.app.u.v', ['x']])
    expect(await a.got()).toEqual([
      [36, subscription, ID, expect.objectContaining({ topic: 'com.app.t', publisher: b.id })],
      [36, subscription, ID, { topic: 'com.app.u.v' }, ['x']],
    ])
  })
})

test("R-PS-1: the specification's prefix, which is one of text", async () => {
  const matching = ['.11', '-low', '.category.severe', ''].map(rest => `com.myapp.topic.emergency${rest}`)
  const all = [...matching, 'com.myapp.topic.emerge', 'com.myapp.topic']
  expect(await received('prefix', 'com.myapp.topic.emergency', all)).toEqual(matching)
})

test("R-PS-1: the specification's wildcard, which is one whole component", async () => {
  const matching = ['foo', 'bar', 'a12'].map(any => `com.myapp.${any}.userevent`)
  const others = [
    'com.myapp.foo.userevent.bar',
    'com.myapp.foo.user',
    'com.myapp2.foo.userevent',
    'com.myapp.userevent',
  ]
  expect(await received('wildcard', 'com.myapp..userevent', [...matching, ...others])).toEqual(matching)
})

test('an empty prefix is of every topic, also of those that the router publishes', async () => {
  const { joins } = trace()
  const a = await joins()
  const subscription = await subscribes(a, 1, 'prefix', '')
  expect((await a.got()).map(([, , , details]) => details)).toEqual([])
  const b = await joins()
  expect(await a.got()).toEqual([
    [36, subscription, ID, { topic: 'wamp.session.on_join' }, [expect.objectContaining({ session: b.id })]],
  ])
})

test('R-SUB-2: the same text under another policy is another subscription, and ends alone', async () => {
  const { joins } = trace()
  const [a, b] = [await joins(), await joins()]
  const ids = [
    await subscribes(a, 1, 'exact', 'com.app'),
    await subscribes(a, 2, 'prefix', 'com.app'),
    await subscribes(a, 3, 'wildcard', 'com.app'),
  ]
  expect(new Set(ids).size).toBe(3)
  expect(await subscribes(a, 4, 'prefix', 'com.app')).toBe(ids[1])
  expect(await subscribes(b, 1, 'wildcard', 'com.app')).toBe(ids[2])
  a.sends([34, 5, ids[1]])
  expect(await a.got()).toEqual([[35, 5]])
  b.sends([16, 2, {}, 'com.app'])
  expect((await a.got()).map(([, subscription]) => subscription)).toEqual([ids[0], ids[2]])
})

test('T-20: no event comes behind the UNSUBSCRIBED of a pattern', async () => {
  const { joins } = trace()
  const [a, b] = [await joins(), await joins()]
  for (const [match, topic] of [
    ['prefix', 'com'],
    ['wildcard', 'com.'],
  ] as const) {
    const subscription = await subscribes(a, match === 'prefix' ? 1 : 3, match, topic)
    a.sends([34, match === 'prefix' ? 2 : 4, subscription])
    await a.got()
  }
  b.sends([16, 1, {}, 'com.app'])
  expect(await a.got()).toEqual([])
})

test.each([
  ['prefix', 'com..app', false],
  ['prefix', '.com', false],
  ['prefix', 'com.app.', true],
  ['prefix', '', true],
  ['wildcard', 'com..app', true],
  ['wildcard', '', true],
  ['wildcard', '.', true],
  ['wildcard', 'com.a b', false],
  ['exact', 'com..app', false],
])('R-URI-5: match %s of %j is valid: %j', async (match, topic, valid) => {
  const peer = await trace().joins()
  peer.sends([32, 1, { match }, topic])
  expect((await peer.got())[0]).toEqual(
    valid ? [33, 1, ID] : [8, 32, 1, {}, 'wamp.error.invalid_uri', [expect.stringMatching(/is not a/)]],
  )
})

test('a match that is none of the three is a violation', async () => {
  const peer = await trace().joins()
  peer.sends([32, 1, { match: 'regex' }, 'com.app'])
  expect(await peer.got()).toEqual([[3, expect.any(Object), 'wamp.error.protocol_violation']])
})

interface PatternVectors {
  match: { policy: 'exact' | 'prefix' | 'wildcard'; pattern: string; uri: string; matches: boolean }[]
}

const published = vectors<PatternVectors>('pattern-matching.json', { match: [] })
describeVectors('published patterns', () => {
  test.each(published.match)('$policy $pattern, $uri: $matches', ({ policy, pattern, uri, matches: expected }) => {
    expect(matcher({ match: policy, topic: pattern })(uri)).toBe(expected)
  })
})
