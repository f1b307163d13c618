// PatternMap: which URIs a pattern matches, and which of several patterns a URI selects.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { MatchPolicy } from '../../src/protocol/uri.ts'
import { PatternMap } from '../../src/router/pattern-map.ts'
import { describeVectors, vectors } from '../protocol/vectors.ts'

interface PatternVectors {
  registration_precedence: {
    registrations: { id: number; uri: string; match: MatchPolicy }[]
    calls: { uri: string; expect_registration: number | null }[]
  }
  match: { policy: MatchPolicy; pattern: string; uri: string; matches: boolean }[]
}

const published = vectors<PatternVectors>('pattern-matching.json', {
  registration_precedence: { registrations: [], calls: [] },
  match: [],
})

function filled(entries: readonly (readonly [MatchPolicy, string])[]) {
  const map = new PatternMap<string>()
  for (const [match, uri] of entries) map.set(match, uri, `${match} ${uri}`)
  return map
}

describeVectors('published patterns', () => {
  test.each(published.match)('$policy $pattern, $uri: $matches', ({ policy, pattern, uri, matches }) => {
    expect([...filled([[policy, pattern]]).all(uri)]).toHaveLength(matches ? 1 : 0)
  })

  // The specification's example overlooks that its prefix a1.b2.c3 is, as text, one of a1.b2.c33.d4.e5 as well: prefixes
  // are of text by the examples above, and go before wildcards by the rule, so 2 is selected and not 5.
  const { registrations, calls } = published.registration_precedence
  const corrected = calls.map(call => (call.uri === 'a1.b2.c33.d4.e5' ? { ...call, expect_registration: 2 } : call))
  test.each(corrected)('R-PAT-1: $uri selects $expect_registration', ({ uri, expect_registration }) => {
    const map = new PatternMap<number>()
    for (const { id, uri: pattern, match } of registrations) map.set(match, pattern, id)
    expect(map.best(uri) ?? null).toBe(expect_registration)
  })
})

const several = filled([
  ['exact', 'a.b.c'],
  ['prefix', 'a.b.c'],
  ['prefix', 'a'],
  ['prefix', ''],
  ['wildcard', 'a..c'],
  ['wildcard', '..c'],
  ['wildcard', 'a.b.'],
])

test('R-PAT-1: exact before the longest prefix before the most literal wildcard', () => {
  expect(several.best('a.b.c')).toBe('exact a.b.c')
  expect(several.best('a.b.cd')).toBe('prefix a.b.c')
  expect(several.best('x.y')).toBe('prefix ')
  const wildcards = filled([
    ['wildcard', '..c'],
    ['wildcard', 'a..c'],
    ['wildcard', 'a.b.'],
  ])
  expect(wildcards.best('a.b.c')).toBe('wildcard a.b.')
  expect(wildcards.best('a.x.c')).toBe('wildcard a..c')
  expect(wildcards.best('x.x.c')).toBe('wildcard ..c')
  expect(wildcards.best('x.x.x')).toBeUndefined()
})

test('R-PS-1: all that match, each once', () => {
  expect([...several.all('a.b.c')].sort()).toEqual(
    ['exact a.b.c', 'prefix ', 'prefix a', 'prefix a.b.c', 'wildcard ..c', 'wildcard a..c', 'wildcard a.b.'].sort(),
  )
})

test('the same URI under another policy is another key', () => {
  expect(several.get('exact', 'a.b.c')).toBe('exact a.b.c')
  expect(several.get('prefix', 'a.b.c')).toBe('prefix a.b.c')
  expect(several.get('wildcard', 'a.b.c')).toBeUndefined()
  expect(several.get('wildcard', 'a..c')).toBe('wildcard a..c')
})

test('what is deleted is not found, and what is beside it is', () => {
  const map = filled([
    ['prefix', 'ab'],
    ['prefix', 'cd'],
    ['wildcard', 'a.'],
    ['wildcard', 'a..c'],
    ['exact', 'a.x'],
  ])
  map.delete('prefix', 'ab')
  map.delete('prefix', 'never kept')
  expect([...map.all('cde')]).toEqual(['prefix cd'])
  expect([...map.all('abc')]).toEqual([])
  map.delete('wildcard', 'a.')
  map.delete('wildcard', 'a.x.y')
  expect([...map.all('a.x')]).toEqual(['exact a.x'])
  expect([...map.all('a.x.c')]).toEqual(['wildcard a..c'])
  map.delete('exact', 'a.x')
  expect(map.best('a.x')).toBeUndefined()
})

test('a URI with a thousand components, and a pattern of as many wildcards', () => {
  const map = filled([['wildcard', '.'.repeat(999)]])
  expect(map.best(Array(1000).fill('x').join('.'))).toBe(`wildcard ${'.'.repeat(999)}`)
})

/** What WAMP says of one pattern and one URI, by itself [R-PS-1]. */
function matches(match: MatchPolicy, pattern: string, uri: string): boolean {
  if (match !== 'wildcard') return match === 'exact' ? uri === pattern : uri.startsWith(pattern)
  const components = uri.split('.')
  const parts = pattern.split('.')
  return parts.length === components.length && parts.every((part, at) => part === '' || part === components[at])
}

test('any patterns at all, kept and deleted in any order, are found by the URIs that they match', () => {
  const part = fc.constantFrom('', 'a', 'b', 'ab')
  const pattern = fc.array(part, { minLength: 1, maxLength: 4 }).map(parts => parts.join('.'))
  const entry = fc.tuple(fc.constantFrom<MatchPolicy>('exact', 'prefix', 'wildcard'), pattern)
  const uri = fc
    .array(fc.constantFrom('a', 'b', 'ab', 'abc'), { minLength: 1, maxLength: 4 })
    .map(parts => parts.join('.'))
  fc.assert(
    fc.property(fc.array(entry), fc.array(entry), fc.array(uri), (added, deleted, uris) => {
      const map = filled([...added, ...deleted])
      for (const [match, text] of deleted) map.delete(match, text)
      const kept = new Set(added.map(([match, text]) => `${match} ${text}`))
      for (const [match, text] of deleted) kept.delete(`${match} ${text}`)
      for (const one of uris) {
        const expected = [...kept].filter(key => {
          const [match, text] = key.split(' ') as [MatchPolicy, string]
          return matches(match, text, one)
        })
        expect(map.all(one).sort()).toEqual(expected.sort())
        expect(map.best(one) === undefined).toBe(expected.length === 0)
      }
    }),
  )
})
