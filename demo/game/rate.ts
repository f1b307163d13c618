// Rate: how often one caller may ask, a bucket that fills as time passes.

import type { Clock } from './clock.ts'

/** Calls a second on average, and at once. */
const PER_SECOND = 12
const BURST = 24

export class Rate {
  readonly #clock: Clock
  #left = BURST
  #at: number

  constructor(clock: Clock) {
    this.#clock = clock
    this.#at = clock.now()
  }

  /** Whether one more call is within the rate. */
  take(): boolean {
    const now = this.#clock.now()
    this.#left = Math.min(BURST, this.#left + ((now - this.#at) / 1000) * PER_SECOND)
    this.#at = now
    if (this.#left < 1) return false
    this.#left -= 1
    return true
  }
}
