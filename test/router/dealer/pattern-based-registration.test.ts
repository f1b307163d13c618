// pattern_based_registration [wamp:pattern-based-registration]: R-PAT-1, R-PAT-2, R-URI-4.

import { describe, expect, test } from 'vitest'
import type { MatchPolicy } from '../../../src/protocol/uri.ts'
import { describeVectors, vectors } from '../../protocol/vectors.ts'
import { type Peer, trace } from '../../trace.ts'
import { callError, ID, registered, SENTENCE } from './calling.ts'

interface PatternVectors {
  registration_precedence: {
    registrations: { id: number; uri: string; match: MatchPolicy }[]
    calls: { uri: string; expect_registration: number | null }[]
  }
}

const { registration_precedence: published } = vectors<PatternVectors>('pattern-matching.json', {
  registration_precedence: { registrations: [], calls: [] },
})

/** A callee of these, and a caller; the name of a registration is its policy and its pattern. */
async function calleeOf(...patterns: [MatchPolicy, string][]) {
  const { joins } = trace()
  const [callee, caller] = [await joins(), await joins()]
  const names = new Map<unknown, string>()
  for (const [index, [match, uri]] of patterns.entries()) {
    names.set(await registered(callee, index + 1, uri, { match }), `${match} ${uri}`)
  }
  let request = 0
  /** The name of the registration that a call goes to, and what INVOCATION tells. */
  const called = async (uri: string) => {
    caller.sends([48, ++request, {}, uri])
    const [invocation] = await callee.got()
    const [refused] = await caller.got()
    return refused ? refused[4] : [names.get(invocation?.[2]), invocation?.[3]]
  }
  return { callee, caller, called }
}

describeVectors('published registrations', () => {
  // The specification's own example forgets that its prefix a1.b2.c3 is one of a1.b2.c33.d4.e5 too: prefixes are of text.
  test.each(published.calls)(
    'R-PAT-1: a call of $uri goes to one registration',
    async ({ uri, expect_registration }) => {
      const { registrations } = published
      const { called } = await calleeOf(...registrations.map(({ match, uri }): [MatchPolicy, string] => [match, uri]))
      const expected = registrations.find(({ id }) => id === (uri === 'a1.b2.c33.d4.e5' ? 2 : expect_registration))
      const result = await called(uri)
      if (expected === undefined) expect(result).toBe('wamp.error.no_such_procedure')
      else
        expect(result).toEqual([
          `${expected.match} ${expected.uri}`,
          expected.match === 'exact' ? {} : { procedure: uri },
        ])
    },
  )
})

test('R-PAT-1: exact, else the longest prefix, else the most literal wildcard', async () => {
  const { called } = await calleeOf(
    ['prefix', 'com.app.'],
    ['prefix', 'com.app.long'],
    ['wildcard', 'com..p'],
    ['wildcard', 'org..p'],
    ['wildcard', '.x.p'],
    ['exact', 'com.app.p'],
  )
  expect(await called('com.app.p')).toEqual(['exact com.app.p', {}])
  expect(await called('com.app.q')).toEqual(['prefix com.app.', { procedure: 'com.app.q' }])
  expect(await called('com.app.longer')).toEqual(['prefix com.app.long', { procedure: 'com.app.longer' }])
  expect(await called('org.x.p')).toEqual(['wildcard org..p', { procedure: 'org.x.p' }])
  expect(await called('net.x.p')).toEqual(['wildcard .x.p', { procedure: 'net.x.p' }])
  expect(await called('net.y.p')).toBe('wamp.error.no_such_procedure')
})

test('R-PAT-2: the called procedure is told, also where it is the pattern itself', async () => {
  const { called } = await calleeOf(['prefix', 'com.app'])
  expect(await called('com.app')).toEqual(['prefix com.app', { procedure: 'com.app' }])
})

test('the same URI by another policy is another registration', async () => {
  const { joins } = trace()
  const [a, b, c] = [await joins(), await joins(), await joins()]
  const ids = [
    await registered(a, 1, 'com.app.p', { match: 'exact' }),
    await registered(b, 1, 'com.app.p', { match: 'prefix' }),
    await registered(c, 1, 'com.app.p', { match: 'wildcard' }),
  ]
  expect(new Set(ids).size).toBe(3)
  for (const [peer, match] of [
    [a, 'exact'],
    [b, 'prefix'],
    [c, 'wildcard'],
  ] as const) {
    const other = await joins()
    other.sends([64, 1, { match }, 'com.app.p'])
    expect(await other.got()).toEqual([[8, 64, 1, {}, 'wamp.error.procedure_already_exists', SENTENCE]])
    expect(peer.closed).toBeUndefined()
  }
})

test('a pattern that is unregistered, or whose callee has left, matches nothing', async () => {
  for (const ends of [(peer: Peer, id: number) => peer.sends([66, 2, id]), (peer: Peer) => peer.link.close()]) {
    const { joins } = trace()
    const [callee, caller] = [await joins(), await joins()]
    const id = await registered(callee, 1, 'com.', { match: 'prefix' })
    ends(callee, id)
    await callee.got()
    caller.sends([48, 1, {}, 'com.app.p'])
    expect(await caller.got()).toEqual([callError(1, 'wamp.error.no_such_procedure')])
  }
})

describe('R-URI-4: what lies in wamp. is the router’s', () => {
  const PATTERNS: [MatchPolicy, string][] = [
    ['prefix', ''],
    ['prefix', 'w'],
    ['prefix', 'wam'],
    ['wildcard', '..'],
    ['wildcard', '.session.'],
    ['wildcard', '.'],
    ['wildcard', ''],
  ]

  test.each(PATTERNS)('%s %j gets no calls of it', async (match, pattern) => {
    const { joins } = trace()
    const [callee, caller] = [await joins(), await joins()]
    await registered(callee, 1, pattern, { match })
    caller.sends(
      [48, 1, {}, 'wamp.session.count'],
      [48, 2, {}, 'wamp.session.nothing'],
      [48, 3, {}, 'wamp.x'],
      [48, 4, {}, 'wamp'],
    )
    expect(await caller.got()).toEqual([
      [50, 1, {}, [2]],
      ...[2, 3, 4].map(request => callError(request, 'wamp.error.no_such_procedure')),
    ])
    expect(await callee.got()).toEqual([])
  })

  test.each([
    ['prefix', 'wamp'],
    ['prefix', 'wamp.'],
    ['wildcard', 'wamp..count'],
    ['exact', 'wamp.app.p'],
  ])('%s %j cannot be registered', async (match, pattern) => {
    const peer = await trace().joins()
    peer.sends([64, 1, { match }, pattern])
    expect(await peer.got()).toEqual([[8, 64, 1, {}, 'wamp.error.invalid_uri', SENTENCE]])
  })

  test('what only begins with the same letters is anybody’s', async () => {
    const { called } = await calleeOf(['prefix', 'wampx.'])
    expect(await called('wampx.p')).toEqual(['prefix wampx.', { procedure: 'wampx.p' }])
  })
})

test.each([
  ['prefix', '..p'],
  ['prefix', 'com app'],
  ['wildcard', 'com.#'],
])('R-URI-5: %s %j is no pattern', async (match, pattern) => {
  const peer = await trace().joins()
  peer.sends([64, 1, { match }, pattern])
  expect(await peer.got()).toEqual([[8, 64, 1, {}, 'wamp.error.invalid_uri', SENTENCE]])
})

test('a call of a pattern is no call', async () => {
  const { callee, caller } = await calleeOf(['prefix', 'com.'])
  caller.sends([48, 1, {}, 'com.'], [48, 2, {}, 'com.app.p'])
  expect(await caller.got()).toEqual([callError(1, 'wamp.error.invalid_uri')])
  expect(await callee.got()).toEqual([[68, 1, ID, { procedure: 'com.app.p' }]])
})
