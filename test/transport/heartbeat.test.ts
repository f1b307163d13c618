// What a heartbeat measures: the way to the other side and back.

import { expect, test } from 'vitest'
import { Heartbeat } from '../../src/transport/heartbeat.ts'
import { ManualTimers } from './counting.ts'

test('the time from a ping to its answer, which may come with a later one', async () => {
  const timers = new ManualTimers()
  const pings: number[] = []
  const pulse = { ping: (number: number) => pings.push(number), liveness: () => {}, dead: () => {} }
  const heartbeat = new Heartbeat(pulse, { timers })
  expect(heartbeat.roundTrip).toBeUndefined()
  await timers.pass(1_000)
  expect(pings).toEqual([1])
  await timers.pass(40)
  heartbeat.heard()
  heartbeat.answered(1)
  expect(heartbeat.roundTrip).toBe(40)
  await timers.pass(2_100)
  const last = pings.at(-1) ?? 0
  expect(last).toBeGreaterThan(2)
  heartbeat.answered(last)
  // Measured from the first that was not answered: that long the other side was silent.
  expect(heartbeat.roundTrip).toBeGreaterThan(1_000)
  heartbeat.answered(last)
  expect(heartbeat.roundTrip).toBeGreaterThan(1_000)
  heartbeat.stop()
})
