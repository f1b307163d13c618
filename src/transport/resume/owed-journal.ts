// OwedJournal: what has changed among the frames that a side owes, for whoever keeps them elsewhere.

import type { KeptFrame, LinkChange } from './link-state.ts'

export class OwedJournal {
  #changes = new Map<number, KeptFrame | undefined>()
  /** Frames up to this one may have been told of before. */
  #told: number

  constructor(told: number) {
    this.#told = told
  }

  owes(serial: number, frame: KeptFrame): void {
    this.#changes.set(serial, frame)
  }

  /** What came and went since the last look was never told of. */
  owesNoMore(serial: number): void {
    if (serial > this.#told) this.#changes.delete(serial)
    else this.#changes.set(serial, undefined)
  }

  /** What has changed since the last look. */
  take(lastSerial: number): LinkChange['frames'] {
    const changes = [...this.#changes]
    this.#changes = new Map()
    this.#told = lastSerial
    return changes
  }
}
