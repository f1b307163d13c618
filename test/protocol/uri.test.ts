// URIs and URI patterns [R-URI-2, R-URI-3, R-URI-4].

import { describe, expect, test } from 'vitest'
import { isReserved, isUri, type MatchPolicy, type UriRule } from '../../src/protocol/uri.ts'
import { describeVectors, vectors } from './vectors.ts'

const POLICIES: readonly MatchPolicy[] = ['exact', 'prefix', 'wildcard']
const RULES: readonly UriRule[] = ['loose', 'strict']

/** What each URI is valid as, by rule. */
const TABLE: Record<string, { loose: readonly MatchPolicy[]; strict: readonly MatchPolicy[] }> = {
  a: { loose: POLICIES, strict: POLICIES },
  'com.app.my_topic1': { loose: POLICIES, strict: POLICIES },
  '': { loose: ['prefix', 'wildcard'], strict: ['prefix', 'wildcard'] },
  'com.app.': { loose: ['prefix', 'wildcard'], strict: ['prefix', 'wildcard'] },
  'com..topic': { loose: ['wildcard'], strict: ['wildcard'] },
  '.com': { loose: ['wildcard'], strict: ['wildcard'] },
  'com..': { loose: ['wildcard'], strict: ['wildcard'] },
  '.': { loose: ['wildcard'], strict: ['wildcard'] },
  '..': { loose: ['wildcard'], strict: ['wildcard'] },
  'Com.App': { loose: POLICIES, strict: [] },
  'com.my-app': { loose: POLICIES, strict: [] },
  'com.ünïcode.☃': { loose: POLICIES, strict: [] },
  'com app': { loose: [], strict: [] },
  'com#app': { loose: [], strict: [] },
  'com.app\n': { loose: [], strict: [] },
  '\tcom': { loose: [], strict: [] },
  'com.\u00a0': { loose: [], strict: [] },
  'com.\ufeff': { loose: [], strict: [] },
  '\0com': { loose: [], strict: [] },
  'com.\u0007': { loose: [], strict: [] },
  'com.\u009f': { loose: [], strict: [] },
}

describe.each(RULES)('%s', rule => {
  test.each(Object.entries(TABLE))('%j', (uri, valid) => {
    expect(POLICIES.filter(match => isUri(uri, rule, match))).toEqual(valid[rule])
  })
})

test('the default is the loose rule, exactly', () => {
  expect(isUri('Com')).toBe(true)
  expect(isUri('com.')).toBe(false)
})

test.each(['a.', '.', 'a', 'ä.'])('millions of %j are checked without harm', part => {
  const uri = part.repeat(4_000_000)
  for (const rule of RULES) for (const match of POLICIES) expect(isUri(`${uri} `, rule, match)).toBe(false)
  expect(isUri(`${uri}a`, 'loose', 'wildcard')).toBe(false)
})

test('a URI has 2,048 characters at most', () => {
  expect(isUri('a'.repeat(2_048))).toBe(true)
  expect(isUri('a'.repeat(2_049))).toBe(false)
})

test('a wildcard pattern has 32 components at most, and what it matches any number', () => {
  expect(isUri('.'.repeat(31), 'loose', 'wildcard')).toBe(true)
  expect(isUri('.'.repeat(32), 'loose', 'wildcard')).toBe(false)
  expect(isUri(`a${'.a'.repeat(1_000)}`, 'loose', 'prefix')).toBe(true)
  expect(isUri(`a${'.a'.repeat(1_000)}`)).toBe(true)
})

test.each([
  ['wamp', true],
  ['wamp.', true],
  ['wamp.session.on_join', true],
  ['wampx', false],
  ['wampx.a', false],
  ['com.wamp', false],
  ['', false],
])('%j is reserved: %s', (uri, reserved) => {
  expect(isReserved(uri)).toBe(reserved)
})

type Vector = { uri: string; reserved_wamp: boolean } & Record<string, boolean>
const { cases } = vectors<{ cases: Vector[] }>('uri-validation.json', { cases: [] })
describeVectors('published URIs', () => {
  test.each(cases)('$uri', vector => {
    for (const rule of RULES) {
      for (const match of POLICIES) {
        const name = match === 'exact' ? rule : `${rule}_${match}`
        expect(isUri(vector.uri, rule, match), name).toBe(vector[name])
      }
    }
    expect(isReserved(vector.uri)).toBe(vector.reserved_wamp)
  })
})
