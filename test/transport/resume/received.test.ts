// Which frames have come: each is taken once, in whatever order they come.

import { describe, expect, test } from 'vitest'
import { BrokenFraming } from '../../../src/transport/framing.ts'
import { Received } from '../../../src/transport/resume/received.ts'
import { MOST_RUNS } from '../../../src/transport/resume/records.ts'
import { Random } from '../../fuzz/random.ts'

function receivedOf(...numbers: number[]): Received {
  const received = new Received()
  for (const number of numbers) received.take(number)
  return received
}

describe('taking', () => {
  test('each frame counts the first time', () => {
    const received = new Received()
    expect([1, 2, 1, 2, 4, 4, 3, 3, 4].map(number => received.take(number))).toEqual(
      [true, true, false, false, true, false, true, false, false], //
    )
  })

  test('there is no frame 0', () => {
    expect(new Received().take(0)).toBe(false)
  })

  test.each([
    ['in order', [1, 2, 3], 3, []],
    ['ahead of a frame that is missing', [1, 3, 4], 1, [[3, 4]]],
    ['from behind', [4, 3, 2], 0, [[2, 4]]],
    ['the gap is closed', [1, 3, 4, 2], 4, []],
    ['the first one is the last', [3, 2, 1], 3, []],
    ['two gaps', [1, 3, 6, 7, 5], 1, [[3, 3], [5, 7]]], // biome-ignore format: pairs
    ['runs meet', [2, 3, 6, 7, 5, 4], 0, [[2, 7]]],
    ['far ahead', [2 ** 53 - 1], 0, [[2 ** 53 - 1, 2 ** 53 - 1]]],
  ])('%s', (_, numbers, upto, beyond) => {
    const received = receivedOf(...numbers)
    expect(received.have).toEqual({ upto, beyond: beyond.map(([first, last]) => ({ first, last })) })
    expect(received.complete).toBe(beyond.length === 0)
  })
})

test('any order of frames, some of them twice, is told as a set would be', () => {
  const random = new Random(1)
  for (let run = 0; run < 200; run++) {
    const received = new Received()
    const taken = new Set<number>()
    for (let step = 0; step < 60; step++) {
      const number = 1 + random.below(40)
      expect(received.take(number)).toBe(!taken.has(number))
      taken.add(number)
    }
    const { upto, beyond } = received.have
    const told = new Set(Array.from({ length: upto }, (_, index) => index + 1))
    for (const { first, last } of beyond) for (let number = first; number <= last; number++) told.add(number)
    expect(told).toEqual(taken)
    expect(taken.has(upto + 1)).toBe(false)
  }
})

test('a hundred thousand frames behind one that is missing are one run', () => {
  const received = new Received()
  for (let number = 2; number <= 100_000; number++) received.take(number)
  expect(received.have).toEqual({ upto: 0, beyond: [{ first: 2, last: 100_000 }] })
})

test('who leaves out frame after frame is refused, before much is kept', () => {
  const received = new Received()
  const takeAll = () => {
    for (let number = 2; number < 10 * MOST_RUNS; number += 2) received.take(number)
  }
  expect(takeAll).toThrow(BrokenFraming)
  expect(received.have.beyond).toHaveLength(MOST_RUNS)
})
