// The lap: closed, smooth, inside the orchard, and past every tree once.

import { expect, test } from 'vitest'
import { LAP_LENGTH, metresTo, poseAfter } from '../../../demo/orchard/drive.ts'
import { distance, inside } from '../../../demo/orchard/terrain.ts'
import { TREES, treeAt } from '../../../demo/orchard/trees.ts'

const lap = Array.from({ length: Math.floor(LAP_LENGTH * 10) }, (_, index) => index / 10)

test('a lap ends where it began, and the next one is the same', () => {
  expect(distance(poseAfter(LAP_LENGTH - 1e-9), poseAfter(0))).toBeLessThan(1e-6)
  expect(poseAfter(LAP_LENGTH + 10)).toEqual(poseAfter(10))
})

test('the tractor leaps nowhere, heads where it drives, and stays in the orchard', () => {
  for (const metres of lap) {
    const [here, there] = [poseAfter(metres), poseAfter(metres + 0.1)]
    expect(distance(here, there)).toBeCloseTo(0.1, 2)
    expect(inside(here)).toEqual({ x: here.x, y: here.y })
    const heading = ((Math.atan2(there.x - here.x, here.y - there.y) * 180) / Math.PI + 360) % 360
    const off = Math.abs(((heading - here.heading + 540) % 360) - 180)
    expect(off).toBeLessThan(3)
  }
})

test('it passes every tree once, row by row', () => {
  const passed = lap.map(metres => treeAt(TREES, poseAfter(metres))?.name)
  const order = passed.filter((name, index) => name !== undefined && name !== passed[index - 1])
  expect(order.join(' ')).toBe('A1 A2 A3 A4 A5 A6 B6 B5 B4 B3 B2 B1 C1 C2 C3 C4 C5 C6 D6 D5 D4 D3 D2 D1')
})

test('who takes over goes on from where the tractor is', () => {
  for (const metres of [0, 13, 42.5, LAP_LENGTH - 3]) expect(metresTo(poseAfter(metres))).toBeCloseTo(metres, 0)
})
