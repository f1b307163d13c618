// The tank: it gives what it has, and refuses what it has not.

import { expect, test } from 'vitest'
import { Tank } from '../../../demo/orchard/tank.ts'

test('a tank gives what it has to the last drop, counted exactly', () => {
  const tank = new Tank(0.3)
  for (const litres of [0.1, 0.1, 0.1]) tank.take(litres)
  expect(tank.litres).toBe(0)
})

test('a tank with less than is asked refuses, says how much it has, and keeps that', () => {
  const tank = new Tank(2)
  tank.take(1.5)
  expect(() => tank.take(1)).toThrow(
    expect.objectContaining({ error: 'com.app.error.tank_empty', kwargs: { litres: 0.5 } }),
  )
  expect(tank.litres).toBe(0.5)
  tank.refill()
  expect(tank.litres).toBe(2)
})
