// A phone's position, laid over the orchard.

import { expect, test } from 'vitest'
import { inOrchard, metresBetween } from '../../../demo/orchard/device.ts'
import { SIZE, START } from '../../../demo/orchard/terrain.ts'

const here = { latitude: 48.85, longitude: 2.35, heading: null, speed: null }

test('a thousandth of a degree is 111 metres to the north, and less to the east', () => {
  const { x, y } = metresBetween(here, { ...here, latitude: 48.851, longitude: 2.351 })
  expect(y).toBeCloseTo(-111.3, 1)
  expect(x).toBeCloseTo(73.2, 0)
})

test('where a device was first is where the tractor starts, and who walks out stays at the edge', () => {
  expect(inOrchard(here, here)).toEqual({ ...START, heading: 90, speed: 0 })
  const away = inOrchard(here, { ...here, longitude: 2.36, heading: 45, speed: 1.2 })
  expect(away).toEqual({ x: SIZE.width, y: START.y, heading: 45, speed: 1.2 })
})
