// Received: which frames of the other side have come, so that each is taken once, whatever paths it came by.

import { BrokenFraming } from '../framing.ts'
import type { Have } from './records.ts'

/** Frames that may have come ahead of one that has not: large results are overtaken by all that is sent meanwhile. */
const MOST_AHEAD = 100_000

export class Received {
  #upto = 0
  readonly #beyond = new Set<number>()

  /** All frames up to this one have come. */
  get upto(): number {
    return this.#upto
  }

  get have(): Have {
    return { upto: this.#upto, beyond: [...this.#beyond].sort((a, b) => a - b) }
  }

  /** Whether frame `number` comes for the first time. @throws {BrokenFraming} where it cannot be. */
  take(number: number): boolean {
    if (number <= this.#upto || this.#beyond.has(number)) return false
    if (number > this.#upto + 1 && this.#beyond.size >= MOST_AHEAD) {
      throw new BrokenFraming('The other side left out a frame and sent too many after it.')
    }
    this.#beyond.add(number)
    while (this.#beyond.delete(this.#upto + 1)) this.#upto++
    return true
  }
}
