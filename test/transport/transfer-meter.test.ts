// What a link tells of large frames that are under way.

import { expect, test } from 'vitest'
import type { Transfers } from '../../src/protocol/link.ts'
import { msgpack } from '../../src/protocol/serializer/msgpack.ts'
import { fragmentPair } from './channel-pair.ts'
import { numberOf, Receiver, sampleFrame, tick } from './link-acceptance.ts'

const KIB = 1024
const MIB = 1024 * KIB
const sample = (number: number, size?: number) => sampleFrame(msgpack, number, size)

class Watcher extends Receiver {
  readonly told: Transfers[] = []

  transfers(transfers: Transfers): void {
    this.told.push(transfers)
  }
}

/** Two links that are watched. */
function watchedPair(options: Parameters<typeof fragmentPair>[1] = {}) {
  const pair = fragmentPair(msgpack, options)
  const here = new Watcher()
  const there = new Watcher()
  pair.left.start(here)
  pair.right.start(there)
  return { ...pair, here, there }
}

test('both sides are told that a large frame goes, how far it is, and that it is there', async () => {
  const { left, here, there } = watchedPair()
  left.send(sample(1, 2 * MIB))
  await there.count(1)
  for (const [direction, { told }] of [
    ['sending', here],
    ['receiving', there],
  ] as const) {
    const bytes = told.slice(0, -1).map(transfers => transfers[direction]?.bytes ?? Number.NaN)
    expect(bytes.length).toBe(8)
    expect(bytes[0]).toBeLessThan(16 * KIB)
    expect(bytes).toEqual([...bytes].sort((one, other) => one - other))
    expect(told.slice(0, -1).every(transfers => transfers[direction]?.total === 2 * MIB)).toBe(true)
    expect(told.at(-1)).toEqual({ [direction]: undefined })
  }
})

test('of frames below 256 KiB nothing is told, many of them neither', async () => {
  const { left, here, there } = watchedPair()
  for (let number = 0; number < 40; number++) left.send(sample(number, 256 * KIB - 1), number)
  await there.count(40)
  expect([...here.told, ...there.told]).toEqual([])
})

test('several at a time count as one, until the last of them is there', async () => {
  const { left, there } = watchedPair({ highMark: 32 * KIB })
  left.send(sample(1, 3 * MIB), 1)
  await tick()
  left.send(sample(2, MIB), 2)
  await there.count(2)
  expect(there.frames.map(numberOf)).toEqual([2, 1])
  const totals = there.told.map(({ receiving }) => receiving?.total)
  expect([...new Set(totals)]).toEqual([3 * MIB, 4 * MIB, undefined])
})

test('both directions are told of together', async () => {
  const { left, right, here, there } = watchedPair({ highMark: 32 * KIB })
  left.send(sample(1, MIB))
  right.send(sample(2, MIB))
  await Promise.all([here.count(1), there.count(1)])
  expect(here.told.some(({ sending, receiving }) => sending && receiving)).toBe(true)
  expect(here.told.at(-1)).toEqual({ sending: undefined, receiving: undefined })
})
