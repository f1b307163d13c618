// Conflation on a resumable link: of events that supersede each other, a slow receiver gets the newest.

import { expect, test } from 'vitest'
import type { Frame } from '../../../src/protocol/link.ts'
import { msgpack } from '../../../src/protocol/serializer/msgpack.ts'
import { settled } from '../../trace.ts'
import { ManualTimers } from '../counting.ts'
import { numberOf, sampleFrame } from '../link-acceptance.ts'
import { pathPair } from './path-pair.ts'

const KEY = 'position'

/** A link whose other side gets nothing until `deliver`, and `send` for a frame of 1 KiB. */
function slow() {
  const timers = new ManualTimers()
  const { left, right, connect } = pathPair(msgpack, { timers })
  const came: number[] = []
  right.start({ frame: (frame: Frame) => void came.push(numberOf(frame)), closed: () => {} })
  left.start({ frame: () => {}, closed: () => {} })
  const path = connect({ manual: true })
  const deliver = async () => {
    for (let quiet = 0; quiet < 400; quiet++) {
      await settled()
      for (const channel of path.channels) channel.deliver()
    }
  }
  const send = (number: number, key?: string) => left.send(sampleFrame(msgpack, number, 1024), 0, key)
  return { left, came, send, deliver, path, connect }
}

test('what waits is replaced by what is newer, what is on its way is not, and all else comes in order', async () => {
  const { left, came, send, deliver } = slow()
  for (let number = 0; number < 1_000; number++) send(number, number % 100 === 50 ? undefined : KEY)
  await settled()
  expect(left.conflated).toBeGreaterThan(500)
  expect(left.bufferedAmount).toBeLessThan(600 * 1024)
  await deliver()
  expect(came).toEqual([...came].sort((a, b) => a - b))
  expect(came.at(-1)).toBe(999)
  for (let number = 50; number < 1_000; number += 100) expect(came).toContain(number)
  expect(came.length + left.conflated).toBe(1_000)
})

test('a receiver that is away gets the newest when it is back', async () => {
  const { came, send, deliver, path, connect } = slow()
  send(0, KEY)
  await deliver()
  path.cut()
  await settled()
  for (let number = 1; number <= 2_000; number++) send(number, KEY)
  const next = connect({ manual: true })
  for (let quiet = 0; quiet < 400; quiet++) {
    await settled()
    for (const channel of next.channels) channel.deliver()
  }
  expect(came[0]).toBe(0)
  expect(came.at(-1)).toBe(2_000)
  expect(came.length).toBeLessThan(10)
})
