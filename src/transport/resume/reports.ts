// Reports: when the other side is to be told which of its frames have come.

import type { Timers } from '../timers.ts'

/** Having received this many bytes or frames, or this many milliseconds after a frame, the other side is told. */
const BYTES = 64 * 1024
const FRAMES = 64
const TIME = 1_000

export class Reports {
  readonly #timers: Timers
  readonly #report: () => void
  #bytes = 0
  #frames = 0
  #timer: unknown

  constructor(timers: Timers, report: () => void) {
    this.#timers = timers
    this.#report = report
  }

  /** A frame of that many bytes has come. */
  came(bytes: number): void {
    this.#bytes += bytes
    this.#frames++
    if (this.#bytes >= BYTES || this.#frames >= FRAMES) this.#due()
    else this.#timer ??= this.#timers.setTimeout(() => this.#due(), TIME)
  }

  /** A frame has come that had come before: who sends it does not know that. Its bytes count; many small ones may wait. */
  again(bytes: number): void {
    this.#bytes += bytes
    if (this.#bytes >= BYTES) this.#due()
    else this.#timer ??= this.#timers.setTimeout(() => this.#due(), TIME)
  }

  /** The other side was told of everything; or there is nobody to be told any more. */
  told(): void {
    this.#timers.clearTimeout(this.#timer)
    this.#timer = undefined
    this.#bytes = 0
    this.#frames = 0
  }

  #due(): void {
    this.told()
    this.#report()
  }
}
