// Ids and their scopes [R-ID].

import { describe, expect, test } from 'vitest'
import { MAX_ID, nextId, randomId, toId } from '../../src/protocol/ids.ts'

test.each([1, 2, 2 ** 32, 2 ** 53 - 1, 2 ** 53, 1n, 2n ** 53n])('%s is an id', value => {
  expect(toId(value)).toBe(Number(value))
})

test.each([
  0,
  -1,
  0.5,
  2 ** 53 + 2,
  2n ** 53n + 1n,
  0n,
  -1n,
  Number.NaN,
  Infinity,
  '1',
  true,
  null,
  undefined,
  [1],
  {},
])('%s is none', value => {
  expect(toId(value)).toBeUndefined()
})

test('R-ID-1, T-3: global ids are drawn over [1, 2^53 - 1]', () => {
  expect(randomId(() => 0)).toBe(1)
  expect(randomId(() => 1 - 2 ** -53)).toBe(2 ** 53 - 1)
  expect(randomId(() => 0.5)).toBe(2 ** 52)
})

describe('R-ID-3: session ids', () => {
  test('go up by one', () => {
    expect([0, 1, 2, MAX_ID - 1].map(nextId)).toEqual([1, 2, 3, MAX_ID])
  })

  test('begin again with 1', () => {
    expect(nextId(MAX_ID)).toBe(1)
    expect(nextId(2 ** 53)).toBe(1)
  })
})
