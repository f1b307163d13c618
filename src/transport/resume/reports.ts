// Reports: when the other side is to be told which of its frames have come.

import { ENTRY_COST } from '../conflating-queue.ts'
import type { Timers } from '../timers.ts'

/**
 * Having received this many bytes, with what they cost their sender, a quarter of what it may have on its way; or this many
 * milliseconds after a frame at most, the other side is told. Most often a frame of our own has told it by then.
 */
const BYTES = 64 * 1024
const TIME = 1_000

export class Reports {
  readonly #timers: Timers
  readonly #report: () => void
  #bytes = 0
  /** Runs on when the other side was told meanwhile: to begin a timer for each frame costs more. */
  #timer: unknown

  constructor(timers: Timers, report: () => void) {
    this.#timers = timers
    this.#report = report
  }

  /** A frame of that many bytes has come. */
  came(bytes: number): void {
    this.#count(bytes + ENTRY_COST)
  }

  /** A frame has come that had come before: who sends it does not know that. Its bytes count; many small ones may wait. */
  again(bytes: number): void {
    this.#count(bytes)
  }

  /** The other side was told of everything. */
  told(): void {
    this.#bytes = 0
  }

  /** There is nobody to be told any more. */
  end(): void {
    this.#timers.clearTimeout(this.#timer)
  }

  #count(bytes: number): void {
    this.#bytes += bytes
    if (this.#bytes >= BYTES) return this.#due()
    this.#timer ??= this.#timers.setTimeout(() => {
      this.#timer = undefined
      if (this.#bytes > 0) this.#due()
    }, TIME)
  }

  #due(): void {
    this.told()
    this.#report()
  }
}
