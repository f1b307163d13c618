// Rates by a clock that the test turns.

import { expect, test } from 'vitest'
import { DEFAULT_LIMITS, TokenBucket } from '../../signaling/limits.ts'

function bucketAt(perSecond: number, burst: number) {
  const clock = { now: 1000 }
  return { clock, bucket: new TokenBucket(perSecond, burst, () => clock.now) }
}

test('a burst goes through, and then one after the other at the rate', () => {
  const { bucket, clock } = bucketAt(10, 3)
  expect([bucket.take(), bucket.take(), bucket.take(), bucket.take()]).toEqual([0, 0, 0, 100])
  clock.now += 50
  expect(bucket.take()).toBe(50)
  clock.now += 50
  expect(bucket.take()).toBe(0)
  expect(bucket.take()).toBe(100)
})

test('what is refused costs nothing, what is spent may be owed', () => {
  const { bucket, clock } = bucketAt(10, 10)
  expect(bucket.spend(40)).toBe(3000)
  expect(bucket.spend(0)).toBe(3000)
  clock.now += 3000
  expect(bucket.spend(0)).toBe(0)
  expect(bucket.take()).toBe(100)
})

test('rest fills it to the burst and no further', () => {
  const { bucket, clock } = bucketAt(10, 3)
  bucket.spend(3)
  expect(bucket.full).toBe(false)
  clock.now += 1_000_000
  expect(bucket.full).toBe(true)
  expect([bucket.take(), bucket.take(), bucket.take(), bucket.take()]).toEqual([0, 0, 0, 100])
})

test('a classroom behind one address is within the defaults', () => {
  expect(DEFAULT_LIMITS.socketsPerAddress).toBeGreaterThanOrEqual(600)
  expect(DEFAULT_LIMITS.joinsPerMinute).toBeGreaterThanOrEqual(600)
  expect(DEFAULT_LIMITS.guestsPerRoom).toBe(1000)
  expect(DEFAULT_LIMITS.plainMessage).toBe(16 * 1024 * 1024)
})
