// Whether a row of measurements grows.

import { expect, test } from 'vitest'
import { flatness } from './flat.ts'

test('what is large only at first is flat', () => {
  expect(flatness([90, 80, 70, 10, 11, 10, 11, 10, 11])).toEqual({ second: 10, last: 11, flat: true })
})

test('what grows by more than a tenth from the second third to the last is not', () => {
  expect(flatness([1, 2, 3, 10, 10, 10, 12, 12, 12])).toMatchObject({ flat: false })
})

test('what shrinks is flat', () => {
  expect(flatness([1, 1, 1, 10, 10, 10, 5, 5, 5])).toMatchObject({ flat: true })
})

test('one high value of many is no growth', () => {
  expect(flatness([1, 1, 1, 10, 10, 10, 10, 99, 10])).toMatchObject({ flat: true })
})
