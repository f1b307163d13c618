// What a side owes the other: whose turn it is, what may be on its way, what has to be sent again.

import { describe, expect, test } from 'vitest'
import { LAST_LANE } from '../../../src/protocol/link.ts'
import { ENTRY_COST } from '../../../src/transport/conflating-queue.ts'
import { BrokenFraming } from '../../../src/transport/framing.ts'
import { Owed } from '../../../src/transport/resume/owed.ts'

const WINDOW = 2 * 1024 * 1024
const EVENTS_WINDOW = WINDOW / 8
const bytes = (length: number) => new Uint8Array(length)

/** The lanes of the frames that may go now. */
function going(owed: Owed, inAnyCase = false): number[] {
  const lanes: number[] = []
  for (let frame = owed.next(inAnyCase); frame; frame = owed.next(inAnyCase)) lanes.push(frame.lane)
  return lanes
}

/** Frames of those lanes, on their way. */
function sent(...lanes: number[]): Owed {
  const owed = new Owed()
  for (const lane of lanes) {
    owed.push(bytes(10), lane)
    owed.next()
  }
  return owed
}

const upto = (number: number) => ({ upto: number, beyond: [] })

describe('whose turn it is', () => {
  test('lane 0 first, the last lane last, each in its order', () => {
    const owed = new Owed()
    for (const lane of [LAST_LANE, 7, 0, 8, 0, 7]) owed.push(bytes(1), lane)
    expect(going(owed)).toEqual([0, 0, 7, 8, 7, LAST_LANE])
  })

  test('frames are numbered as they go', () => {
    const owed = new Owed()
    expect(owed.nextNumber).toBe(1)
    owed.push(bytes(1), 7)
    owed.push(bytes(1), 0)
    expect([owed.next(), owed.next()].map(frame => [frame?.number, frame?.lane])).toEqual(
      [[1, 0], [2, 7]], // biome-ignore format: pairs
    )
    expect(owed.nextNumber).toBe(3)
  })

  test('the last lane waits for what may not go yet', () => {
    const owed = new Owed()
    owed.push(bytes(WINDOW), 5)
    owed.push(bytes(1), 5)
    owed.push(bytes(1), LAST_LANE)
    expect(going(owed)).toEqual([5])
    owed.acknowledge(upto(1))
    expect(going(owed)).toEqual([5, LAST_LANE])
  })
})

describe('windows', () => {
  test('events wait once as much is on its way as may be', () => {
    const owed = new Owed()
    for (let count = 0; count < 100; count++) owed.push(bytes(64 * 1024), 0)
    expect(going(owed)).toHaveLength(4)
    expect(going(owed)).toHaveLength(0)
    owed.acknowledge(upto(2))
    expect(going(owed)).toHaveLength(2)
  })

  test('many small frames count, too', () => {
    const owed = new Owed()
    for (let count = 0; count < 100_000; count++) owed.push(bytes(0), 0)
    expect(going(owed)).toHaveLength(EVENTS_WINDOW / ENTRY_COST)
  })

  test('results do not hold up events, nor events results', () => {
    const owed = new Owed()
    owed.push(bytes(5 * WINDOW), 3)
    expect(going(owed)).toEqual([3])
    owed.push(bytes(2 * WINDOW), 0)
    expect(going(owed)).toEqual([0])
    owed.push(bytes(1), 0)
    owed.push(bytes(1), 4)
    expect(going(owed)).toEqual([])
    owed.acknowledge({ upto: 0, beyond: [{ first: 2, last: 2 }] })
    expect(going(owed)).toEqual([0])
  })

  test('at the end all goes', () => {
    const owed = new Owed()
    for (const lane of [0, 0, 3, 3, LAST_LANE]) owed.push(bytes(2 * WINDOW), lane)
    expect(going(owed, true)).toEqual([0, 0, 3, 3, LAST_LANE])
  })
})

describe('what the other side has', () => {
  test('is not kept', () => {
    const owed = sent(0, 7, 0, 0)
    const before = owed.bytes
    owed.acknowledge(upto(2))
    expect(owed.bytes).toBe(before / 2)
    owed.acknowledge(upto(4))
    expect(owed.bytes).toBe(0)
  })

  test('may be told late, and twice', () => {
    const owed = sent(0, 0, 0)
    owed.acknowledge(upto(2))
    owed.acknowledge(upto(1))
    owed.acknowledge(upto(2))
    expect(owed.missing(upto(0), 100).map(({ number }) => number)).toEqual([3])
  })

  test('may be ahead of what it lacks', () => {
    const owed = sent(7, 0, 0, 8, 0)
    const have = { upto: 0, beyond: [{ first: 2, last: 3 }, { first: 5, last: 5 }] } // biome-ignore format: pairs
    expect(owed.missing(have, 100).map(({ number, lane }) => [number, lane])).toEqual(
      [[1, 7], [4, 8]], // biome-ignore format: pairs
    )
  })

  test('is not asked of what went by the new path already', () => {
    const owed = sent(0, 0, 0, 0)
    expect(owed.missing(upto(1), 3).map(({ number }) => number)).toEqual([2])
  })

  test.each([
    ['a frame that was not sent', { upto: 4, beyond: [] }],
    ['one ahead that was not sent', { upto: 1, beyond: [{ first: 3, last: 9 }] }],
    ['absurdly many', { upto: 2 ** 53 - 1, beyond: [] }],
  ])('cannot be %s', (_, have) => {
    const owed = sent(0, 0, 0)
    const before = owed.bytes
    expect(() => owed.acknowledge(have)).toThrow(BrokenFraming)
    expect(owed.bytes).toBe(before)
  })
})

test('what is cleared is gone, and numbers go on', () => {
  const owed = sent(0, 7)
  owed.push(bytes(9), 0)
  owed.push(bytes(9), LAST_LANE)
  owed.clear()
  expect([owed.bytes, owed.waiting, owed.next()]).toEqual([0, 0, undefined])
  expect(owed.nextNumber).toBe(3)
})

test('a long queue keeps its order', () => {
  const owed = new Owed()
  let next = 0
  for (let number = 0; number < 5_000; number++) {
    owed.push(Uint8Array.of(number & 0xff, number >> 8), 0)
    const frame = number % 3 === 0 ? owed.next(true) : undefined
    if (frame) expect([...frame.bytes]).toEqual([next & 0xff, next++ >> 8])
  }
  for (let frame = owed.next(true); frame; frame = owed.next(true))
    expect([...frame.bytes]).toEqual([next & 0xff, next++ >> 8])
  expect(next).toBe(5_000)
})

test('what a slow receiver is owed keeps little of what others were sent in the same memory', () => {
  const owed = new Owed()
  for (let count = 0; count < 10_000; count++) owed.push(new Uint8Array(8_192).subarray(0, 100), count % 2)
  const frames = Array.from({ length: 10_000 }, () => owed.next(true))
  const taken = frames.reduce((sum, frame) => sum + (frame?.bytes.buffer.byteLength ?? 0), 0)
  expect(taken).toBeLessThan(6 * owed.bytes)
})

test('nor does what newer frames have replaced in between', () => {
  const owed = new Owed()
  const view = () => new Uint8Array(8_192).subarray(0, 100)
  for (let count = 0; count < 3_000; count++) {
    owed.push(view(), 0)
    for (let replaced = 0; replaced < 50; replaced++) owed.push(view(), 0, 'cursor')
  }
  // Those in front came before it was known that the receiver is slow.
  const late = Array.from({ length: 3_000 }, () => owed.next(true)?.bytes.buffer).slice(-1_000)
  const taken = Array.from(new Set(late), buffer => buffer?.byteLength ?? 0).reduce((sum, size) => sum + size, 0)
  expect(taken).toBeLessThan(2 * 1_000 * 100)
})
