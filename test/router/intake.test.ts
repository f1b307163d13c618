// Intake: what it keeps counts as what it takes.

import { expect, test } from 'vitest'
import { Intake } from '../../src/router/intake.ts'
import { OPEN_LIMITS } from '../../src/router/limits.ts'
import { FakeClock } from '../trace.ts'

test('a frame that is kept keeps nothing of the message that it came in', () => {
  const intake = new Intake(OPEN_LIMITS, new FakeClock())
  const decided = intake.hold()
  const message = new Uint8Array(16_384)
  message[100] = 7
  expect(intake.accept(message.subarray(100, 103))).toBeUndefined()
  decided()
  const { frame } = intake.take() ?? {}
  expect(frame).toEqual(Uint8Array.of(7, 0, 0))
  expect((frame as Uint8Array).buffer.byteLength).toBe(3)
})
