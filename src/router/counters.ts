// Counters: what happened at a router, for whoever runs it.

import type { Link } from '../protocol/link.ts'

/** What happened at a router since it was created. */
export interface RouterCounters {
  /** Links closed for breaking the protocol or a limit. */
  violations: number
  /** Messages not delivered because their receiver's serializer has no form for their content. */
  undeliverable: number
  /** Authenticators, authorizers and `trustLevel` functions that failed, as `onerror` is told. */
  failures: number
  /** Events left out for subscribers that were slow, in favour of newer ones, where `x_conflate` or a rule has it so. */
  readonly conflated: number
}

/** All at 0; `conflated` is asked anew each time, for links count it themselves. */
export function newCounters(conflated: () => number): RouterCounters {
  return {
    violations: 0,
    undeliverable: 0,
    failures: 0,
    get conflated() {
      return conflated()
    },
  }
}

export function conflatedBy(links: Iterable<Link>): number {
  let sum = 0
  for (const link of links) sum += link.conflated ?? 0
  return sum
}
