// Measures: what happens between two ends in a stretch of time. Durations are in milliseconds, rates by the second.

import { ACKNOWLEDGED, type End, type GuestEnd } from './end.ts'

/** Events on their way to each receiver, at most. */
const AHEAD = 16 * ACKNOWLEDGED

/** What each call took, one after the other. */
export async function callTimes(end: GuestEnd, ms: number): Promise<number[]> {
  const times: number[] = []
  const until = performance.now() + ms
  for (let begun = performance.now(); begun < until; begun = performance.now()) {
    await end.call()
    times.push(performance.now() - begun)
  }
  return times
}

/** How often `task` ended, with so many under way at any time. */
export async function rateOf(task: () => Promise<unknown>, underWay: number, ms: number): Promise<number> {
  const begun = performance.now()
  let count = 0
  const lane = async () => {
    for (; performance.now() - begun < ms; count++) await task()
  }
  await Promise.all(Array.from({ length: underWay }, lane))
  return (count * 1000) / (performance.now() - begun)
}

/** How many events were delivered that followed each other as fast as the receivers kept up, and how many that is a second. */
export async function rateOfEvents(end: End, receivers: number, ms: number): Promise<{ count: number; rate: number }> {
  let acknowledged = 0
  let notify = () => {}
  end.onack = () => {
    acknowledged += ACKNOWLEDGED
    notify()
  }
  const begun = performance.now()
  let published = 0
  /** Waits until no receiver can be further behind, on average, than so many events. */
  const atMost = async (ahead: number) => {
    while (published * receivers - acknowledged > ahead * receivers)
      await new Promise<void>(resolve => (notify = resolve))
  }
  while (performance.now() - begun < ms) {
    for (let some = 0; some < ACKNOWLEDGED; some++) end.publish()
    published += ACKNOWLEDGED
    await atMost(AHEAD - ACKNOWLEDGED)
  }
  await atMost(0)
  const count = published * receivers
  return { count, rate: (count * 1000) / (performance.now() - begun) }
}
