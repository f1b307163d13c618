// Where readings are drawn.

import { describe, expect, it } from 'vitest'
import { plot, scaleOf } from '../../../demo/home/plot.ts'
import { type Reading, runsOf } from '../../../demo/home/readings.ts'

const FRAME = { now: 60_000, span: 60_000, width: 600, height: 100 }
const reading = (at: number, celsius: number, sensor = 'a'): Reading => ({ at, celsius, sensor })

describe('the scale', () => {
  it.each([
    [[20, 20], { from: 18, to: 22, step: 1 }],
    [[18.2, 23.4], { from: 18, to: 24, step: 2 }],
    [[-20, 45], { from: -20, to: 60, step: 20 }],
    [[], { from: 18, to: 22, step: 1 }],
  ])('of %j has round ends', (degrees, scale) => {
    expect(scaleOf(degrees)).toEqual(scale)
  })

  it('has all of them in it, and few lines', () => {
    for (const [low, high] of [
      [-3.3, -3.2],
      [0, 0.1],
      [5, 38],
      [-273, 900],
    ] as const) {
      const { from, to, step } = scaleOf([low, high])
      expect(from).toBeLessThanOrEqual(low)
      expect(to).toBeGreaterThanOrEqual(high)
      expect((to - from) / step).toBeLessThanOrEqual(7)
    }
  })
})

it('goes from the left to the right, and upwards as it gets warmer', () => {
  const { runs, degrees } = plot(runsOf([reading(57_000, 18), reading(60_000, 22)]), FRAME)
  expect(runs).toEqual([
    {
      sensor: 'a',
      line: 'M570 100L600 0',
      marks: [
        { x: 570, y: 100 },
        { x: 600, y: 0 },
      ],
    },
  ])
  expect(degrees.map(({ celsius }) => celsius)).toEqual([18, 19, 20, 21, 22])
  expect(degrees.map(({ y }) => y)).toEqual([100, 75, 50, 25, 0])
})

it('draws each run by itself, and no more marks than one can tell', () => {
  const first = Array.from({ length: 20 }, (_, index) => reading(index * 1_000, 20))
  const { runs } = plot(runsOf([...first, reading(20_000, 20, 'b')]), FRAME)
  expect(runs.map(({ sensor, marks }) => [sensor, marks.length])).toEqual([
    ['a', 7],
    ['b', 1],
  ])
})
