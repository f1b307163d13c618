// Shares: who makes room where too much is kept.

import { expect, test } from 'vitest'
import { Shares } from '../../../src/router/broker/shares.ts'

const UNBOUNDED = { items: Number.POSITIVE_INFINITY, bytes: Number.POSITIVE_INFINITY }

function shares(...items: readonly (readonly [item: string, owner: string, bytes?: number])[]) {
  const all = new Shares<string>()
  const places = new Map(items.map(([item, owner, bytes = 1]) => [item, all.add(item, owner, bytes)]))
  const remove = (item: string) => {
    const place = places.get(item)
    if (place) all.delete(place)
  }
  return { all, remove }
}

test('nothing goes where there is not too much', () => {
  const { all } = shares(['a', 'ann', 4], ['b', 'ben', 4])
  expect([all.bytes, all.excess({ items: 2, bytes: 8 }), all.excess(UNBOUNDED)]).toEqual([8, undefined, undefined])
})

test('the oldest of whoever has the most items goes, or of whoever has the most bytes', () => {
  const { all } = shares(['a', 'ann', 100], ['b', 'ben'], ['c', 'ben'], ['d', 'ann', 5], ['e', 'ben'])
  expect(all.excess({ ...UNBOUNDED, items: 4 })?.item).toBe('b')
  expect(all.excess({ ...UNBOUNDED, bytes: 107 })?.item).toBe('a')
})

test('of those who have as much as each other, who came first', () => {
  expect(shares(['a', 'ann'], ['b', 'ben']).all.excess({ ...UNBOUNDED, items: 1 })?.item).toBe('a')
})

test('what went counts no longer', () => {
  const { all, remove } = shares(['a', 'ann', 7], ['b', 'ben', 2], ['c', 'ben', 2])
  for (const item of ['a', 'b']) remove(item)
  expect([all.bytes, all.excess({ items: 0, bytes: 0 })?.item]).toEqual([2, 'c'])
  remove('c')
  expect([all.bytes, all.excess({ items: 0, bytes: 0 })]).toEqual([0, undefined])
})
