// MemorySize: what is kept is counted for about what it takes.

import { expect, test } from 'vitest'
import { sizeOf } from '../../../src/router/broker/memory-size.ts'

test.each<[string, unknown, number]>([
  ['a text', 'x'.repeat(1_000), 2_000],
  ['bytes', new Uint8Array(1_000), 1_000],
  ['many small things', Array(1_000).fill(0), 8_000],
  ['many objects', Array.from({ length: 1_000 }, () => ({})), 32_000],
  ['long keys', { ['k'.repeat(1_000)]: 1 }, 2_000],
  ['what is deep inside', [[{ a: [{ b: 'x'.repeat(1_000) }] }]], 2_000],
])('%s', (_, value, least) => {
  expect(sizeOf(value)).toBeGreaterThanOrEqual(least)
  expect(sizeOf(value)).toBeLessThan(2 * least)
})

test.each([null, true, 1, 2n ** 60n, undefined, '', [], {}])('%o takes something, and little', value => {
  expect(sizeOf(value)).toBeGreaterThan(0)
  expect(sizeOf(value)).toBeLessThan(50)
})
