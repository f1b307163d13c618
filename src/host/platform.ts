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

/** Uniform over [0, 1) with 53 bits, from the platform's source for cryptography. */
export function secureRandom(): number {
  const [high = 0, low = 0] = crypto.getRandomValues(new Uint32Array(2))
  return ((high >>> 5) * 2 ** 26 + (low >>> 6)) / 2 ** 53
}

/** Where a router's `onerror` leads if nobody gives another. */
export function logFailure(error: unknown): void {
  console.error('wamp-mesh: an authenticator or authorizer failed.', error)
}
