// PassingMap: a Map, however often it was made anew.

import { expect, test } from 'vitest'
import { PassingMap } from '../../src/protocol/passing-map.ts'

test('what stays is there in its order, and what went is gone, after ten thousand that passed', () => {
  const map = new PassingMap<number, string>()
  map.set(-1, 'first')
  for (let key = 0; key < 10_000; key++) {
    map.set(key, `${key}`)
    if (key >= 3) expect(map.delete(key - 3)).toBe(true)
  }
  map.set(-1, 'changed')
  expect([map.size, [...map.keys()], [...map.values()]]).toEqual([
    4,
    [-1, 9_997, 9_998, 9_999],
    ['changed', '9997', '9998', '9999'],
  ])
  expect([map.get(-1), map.has(9_997), map.get(5), map.has(5), map.delete(5)]).toEqual([
    'changed',
    true,
    undefined,
    false,
    false,
  ])
})
