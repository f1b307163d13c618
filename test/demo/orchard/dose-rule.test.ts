// How much a tree gets for its fruit.

import { expect, test } from 'vitest'
import { doseFor, USUAL_DOSE } from '../../../demo/orchard/dose-rule.ts'

test.each([
  [0, 0],
  [30, 1.5],
  [41, 2.05],
  [50, 2.5],
  [200, 2.5],
])('%d kg of fruit get %d L', (fruit, litres) => {
  expect(doseFor(fruit, USUAL_DOSE)).toBe(litres)
})

test('factor and maximum are what is set', () => {
  expect(doseFor(33, { factor: 0.1, maximum: 4, product: 'clay' })).toBe(3.3)
  expect(doseFor(33, { factor: 0.1, maximum: 1, product: 'clay' })).toBe(1)
})
