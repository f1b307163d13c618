// What a router is handed by the platform it runs on, browser, worker or Node alike.

import type { Clock } from '../router/clock.ts'

export const systemClock: Clock = {
  now: () => performance.now(),
  date: () => new Date(),
  after: (ms, task) => {
    const timer = setTimeout(task, ms)
    return () => clearTimeout(timer)
  },
}

const drawn = new Uint32Array(1024)
let left = 0

/** Uniform over [0, 1) with 53 bits, from the platform's source for cryptography: many at a time, for each draw is slow. */
export function secureRandom(): number {
  if (left === 0) left = crypto.getRandomValues(drawn).length
  const low = drawn[--left] as number
  const high = drawn[--left] as number
  return ((high >>> 5) * 2 ** 26 + (low >>> 6)) / 2 ** 53
}

/** Where a router's `onerror` leads if nobody gives another. */
export function logFailure(error: unknown): void {
  console.error('wamp-mesh: an authenticator or authorizer failed.', error)
}
