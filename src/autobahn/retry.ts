// Retry: when a connection that was lost, or could not be opened, tries again. All times in seconds.

import { rand_normal } from './rand-normal.ts'

export interface RetryOptions {
  /** How often it tries in a row; 15 by default, -1 for ever. */
  readonly max_retries?: number
  /** 1.5 by default. */
  readonly initial_retry_delay?: number
  /** 300 by default. */
  readonly max_retry_delay?: number
  /** By what a delay is longer than the one before; 1.5 by default. */
  readonly retry_delay_growth?: number
  /** The standard deviation of a delay, as a fraction of it; 0.1 by default. */
  readonly retry_delay_jitter?: number
}

/** What `onclose` is told of the next try. */
export interface NextRetry {
  readonly retry_delay: number | null
  readonly retry_count: number | null
  readonly will_retry: boolean
}

const NEVER: NextRetry = { retry_delay: null, retry_count: null, will_retry: false }

export class Retry {
  readonly #options: Required<RetryOptions>
  #count = 0
  #delay: number

  constructor({ max_retries = 15, initial_retry_delay = 1.5, ...options }: RetryOptions) {
    const { max_retry_delay, retry_delay_growth, retry_delay_jitter } = options
    this.#options = {
      max_retries,
      initial_retry_delay,
      // Here zero stands for the default, as it does in Autobahn.
      max_retry_delay: max_retry_delay || 300,
      retry_delay_growth: retry_delay_growth || 1.5,
      retry_delay_jitter: retry_delay_jitter || 0.1,
    }
    this.#delay = initial_retry_delay
  }

  /** The next try, one further on; or none, where nobody wants it or there were enough. */
  next(wanted: boolean): NextRetry {
    const { max_retries, max_retry_delay, retry_delay_growth, retry_delay_jitter } = this.#options
    const delay = Math.min(rand_normal(this.#delay, this.#delay * retry_delay_jitter), max_retry_delay)
    this.#count++
    this.#delay = delay * retry_delay_growth
    if (!wanted || (max_retries !== -1 && this.#count > max_retries)) return NEVER
    return { retry_delay: delay, retry_count: this.#count, will_retry: true }
  }

  /** Begins from the first delay again. */
  reset(): void {
    this.#count = 0
    this.#delay = this.#options.initial_retry_delay
  }
}
