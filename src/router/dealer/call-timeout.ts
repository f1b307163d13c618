// call_timeout: a call ends when its time is over, by the dealer's clock or by the callee's [wamp:call-timeouts].

import type { CallOptions } from '../../protocol/messages.ts'
import type { Clock } from '../clock.ts'
import type { RealmSettings } from '../realm-settings.ts'
import type { Registrant } from './registrations.ts'

export const feature = 'call_timeout'

/** The longest time that a platform's timer takes, about 24 days; one for longer would fire at once. */
const LONGEST_TIMER = 2 ** 31 - 1

/**
 * Milliseconds that a call may take until the first part of its result, and from each part to the next, of its arguments
 * too; 0 for as long as it likes. The realm's limit is for calls that name none: 0 names one.
 */
export function timeLimit({ timeout }: CallOptions, { callTimeout = 0 }: RealmSettings): number {
  const limit = timeout ?? callTimeout
  return limit <= LONGEST_TIMER ? limit : 0
}

/** Whether the callee keeps the time of its calls itself, and the dealer leaves it to that [R-TO-1, R-TO-3]. */
export function isForwarded({ session, options }: Registrant): boolean {
  return options.forward_timeout === true && session.features.callee.has(feature)
}

/** The time of one call; a restart costs no more than a look at the clock. */
export class CallTimer {
  readonly #clock: Clock
  readonly #limit: number
  readonly #expired: () => void
  #since: number
  #stop: () => void

  /** @param limit milliseconds. */
  constructor(clock: Clock, limit: number, expired: () => void) {
    this.#clock = clock
    this.#limit = limit
    this.#expired = expired
    this.#since = clock.now()
    this.#stop = clock.after(limit, () => this.#due())
  }

  /** A part has come: the time to the next begins. */
  restart(): void {
    this.#since = this.#clock.now()
  }

  stop(): void {
    this.#stop()
  }

  #due(): void {
    const left = this.#since + this.#limit - this.#clock.now()
    if (left <= 0) return this.#expired()
    this.#stop = this.#clock.after(left, () => this.#due())
  }
}
