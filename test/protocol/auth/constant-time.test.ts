// Comparisons of secrets: what they say; how long they take is a matter of how they are written.

import { expect, test } from 'vitest'
import { sameBytes, sameText } from '../../../src/protocol/auth/constant-time.ts'

test.each([
  [[], [], true],
  [[1, 2], [1, 2], true],
  [[1, 2], [1, 3], false],
  [[0, 2], [1, 2], false],
  [[1, 2], [1, 2, 0], false],
  [[], [0], false],
])('bytes %j and %j: %s', (one, other, same) => {
  expect(sameBytes(Uint8Array.from(one), Uint8Array.from(other))).toBe(same)
})

test.each([
  ['', '', true],
  ['secret', 'secret', true],
  ['secret', 'Secret', false],
  ['secret', 'secret\0', false],
  ['secret', '', false],
])('texts %j and %j: %s', (one, other, same) => {
  expect(sameText(one, other)).toBe(same)
})
