// Measures: how many calls, or deliveries, end in a stretch of time.

import type { CallRig, FanRig } from './subject.ts'

/** Events on their way, at most: each subscriber may be this many behind the publisher. */
const AHEAD = 64

export interface Rate {
  /** Calls or deliveries. */
  readonly count: number
  readonly seconds: number
}

/** Calls with `inFlight` of them waiting at any time. */
export async function rateOfCalls(rig: CallRig, inFlight: number, ms: number): Promise<Rate> {
  const start = performance.now()
  const end = start + ms
  let count = 0
  const lane = async () => {
    while (performance.now() < end) {
      await new Promise<void>(resolve => rig.call(resolve))
      count++
    }
  }
  await Promise.all(Array.from({ length: inFlight }, lane))
  return { count, seconds: (performance.now() - start) / 1000 }
}

/** Counts deliveries, and tells whoever waits for room. */
export class Deliveries {
  count = 0
  #notify: () => void = () => {}

  readonly delivered = () => {
    this.count++
    this.#notify()
  }

  /** Resolves when at least `count` have come. */
  async atLeast(count: number): Promise<void> {
    if (this.count >= count) return
    await new Promise<void>(resolve => {
      this.#notify = () => {
        if (this.count >= count) resolve()
      }
    })
    this.#notify = () => {}
  }
}

/** Deliveries of events that follow each other as fast as the subscribers keep up. */
export async function rateOfDeliveries(
  rig: FanRig,
  deliveries: Deliveries,
  setting: { receivers: number; ms: number },
): Promise<Rate> {
  const { receivers, ms } = setting
  const before = deliveries.count
  const start = performance.now()
  for (let published = 0; ; published++) {
    // Looked at once for several: a publisher waits for room, not for each event.
    if (published % (AHEAD / 2) === 0) {
      await deliveries.atLeast(before + (published - AHEAD / 2) * receivers)
      if (performance.now() - start >= ms) {
        await deliveries.atLeast(before + published * receivers)
        return { count: deliveries.count - before, seconds: (performance.now() - start) / 1000 }
      }
    }
    rig.publish()
  }
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const [low = Number.NaN, high = Number.NaN] = [sorted[sorted.length % 2 === 1 ? middle : middle - 1], sorted[middle]]
  return (low + high) / 2
}
