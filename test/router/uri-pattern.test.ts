// URI patterns as sets of URIs: examples, and random ones against the URIs that they match.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isUri, type MatchPolicy } from '../../src/protocol/uri.ts'
import { covers, overlaps, type UriPattern } from '../../src/router/uri-pattern.ts'

const pattern = (text: string): UriPattern => {
  const [match = '', uri = ''] = text.split(' ')
  return { match: match as MatchPolicy, uri }
}

describe('covers', () => {
  test.each([
    ['exact a.b', 'exact a.b'],
    ['prefix a.', 'exact a.b'],
    ['prefix a.', 'prefix a.b'],
    ['prefix a', 'exact ab.c'],
    ['prefix ', 'prefix '],
    ['prefix ', 'wildcard ..'],
    ['prefix a.', 'wildcard a..c'],
    ['wildcard a..c', 'exact a.b.c'],
    ['wildcard ..', 'wildcard a..c'],
    ['wildcard a..', 'wildcard a.b.'],
    ['exact a.b', 'wildcard a.b'],
  ])('%s covers %s', (outer, inner) => {
    expect(covers(pattern(outer), pattern(inner))).toBe(true)
    expect(overlaps(pattern(outer), pattern(inner))).toBe(true)
  })

  test.each([
    ['exact a.b', 'exact a.c', false],
    ['exact a.b', 'prefix a.b', true],
    ['exact a.b', 'wildcard a.', true],
    ['prefix a.b', 'prefix a.', true],
    ['prefix a.', 'prefix b.', false],
    ['prefix a.b', 'wildcard a..c', true],
    ['prefix a.b.c.d', 'wildcard a..c', false],
    ['prefix x.', 'wildcard .b', true],
    ['prefix x.c', 'wildcard .b', false],
    ['wildcard a..c', 'prefix a.', true],
    ['wildcard ..', 'prefix ', true],
    ['wildcard a.', 'wildcard .b', true],
    ['wildcard a.', 'wildcard a..', false],
    ['wildcard a.', 'exact a.b.c', false],
    ['wildcard a.', 'wildcard b.', false],
  ])('%s does not cover %s; whether they overlap: %s', (outer, inner, common) => {
    expect(covers(pattern(outer), pattern(inner))).toBe(false)
    expect(overlaps(pattern(outer), pattern(inner))).toBe(common)
    expect(overlaps(pattern(inner), pattern(outer))).toBe(common)
  })
})

/** Every URI of up to four components out of a few. */
const COMPONENTS = ['a', 'b', 'ab']
const URIS = [1, 2, 3, 4].flatMap(function uris(length: number): string[] {
  return length === 1 ? COMPONENTS : uris(length - 1).flatMap(start => COMPONENTS.map(last => `${start}.${last}`))
})
/** As the specification has it. */
function matches({ match, uri }: UriPattern, candidate: string): boolean {
  if (match === 'exact') return candidate === uri
  if (match === 'prefix') return candidate.startsWith(uri)
  const [components, theirs] = [uri.split('.'), candidate.split('.')]
  return components.length === theirs.length && components.every((part, index) => part === '' || part === theirs[index])
}
const patterns = fc
  .record({
    match: fc.constantFrom<MatchPolicy>('exact', 'prefix', 'wildcard'),
    uri: fc.array(fc.constantFrom('', ...COMPONENTS), { maxLength: 3 }).map(parts => parts.join('.')),
  })
  .filter(({ match, uri }) => isUri(uri, 'loose', match))

test('what they say of two patterns holds for every URI', () => {
  fc.assert(
    fc.property(patterns, patterns, (one, other) => {
      const [ones, others] = [one, other].map(each => URIS.filter(uri => matches(each, uri)))
      expect(overlaps(one, other)).toBe(ones?.some(uri => others?.includes(uri)))
      expect(overlaps(other, one)).toBe(overlaps(one, other))
      // Whether a prefix is in a wildcard pattern only longer URIs show.
      if (covers(one, other)) expect(others?.every(uri => ones?.includes(uri))).toBe(true)
      else if (other.match !== 'prefix' || one.match !== 'wildcard') {
        expect(others?.every(uri => ones?.includes(uri))).toBe(false)
      }
    }),
    { numRuns: 2_000 },
  )
})
