// Transfer meter: how far the large frames are that are under way over a channel of small messages.

import { NO_TRANSFERS, type Transfers } from '../protocol/link.ts'

/** Bytes. Smaller frames are there at once, and not told of; nor is less progress than that. */
const LARGE = 256 * 1024

export class TransferMeter {
  readonly #changed: (transfers: Transfers) => void
  #transfers = NO_TRANSFERS

  /** @param changed told when a frame begins, after every {@link LARGE} bytes, and when all of a direction have ended. */
  constructor(changed: (transfers: Transfers) => void) {
    this.#changed = changed
  }

  /** Of a frame of `size` bytes `sofar` have gone or come by now, `more` of them just now. */
  moved(direction: keyof Transfers, size: number, sofar: number, more: number): void {
    if (size < LARGE) return
    const begins = sofar === more
    const before = this.#transfers[direction]
    const bytes = (before?.bytes ?? 0) + more
    const total = (before?.total ?? 0) + (begins ? size : 0)
    this.#transfers = { ...this.#transfers, [direction]: bytes < total ? { bytes, total } : undefined }
    if (begins || bytes === total || bytes % LARGE < more) this.#changed(this.#transfers)
  }
}
