// Lanes: what waits there takes what it counts.

import { expect, test } from 'vitest'
import { Lanes } from '../../src/transport/lanes.ts'

test('of much that waits, little is kept of what others were sent in the same memory', () => {
  const lanes = new Lanes()
  for (let count = 0; count < 10_000; count++) lanes.push(0, new Uint8Array(8_192).subarray(0, 100))
  let taken = 0
  for (let frame = lanes.next(); frame; frame = lanes.next()) {
    taken += frame.bytes.buffer.byteLength
    lanes.advance(frame, frame.bytes.length)
  }
  expect(taken).toBeLessThan(10 * 1_000_000)
})
