// Received: which frames of the other side have come, so that each is taken once, whatever paths it came by.

import { BrokenFraming } from '../framing.ts'
import { type Have, MOST_RUNS } from './records.ts'

export class Received {
  /** Runs of frames, in rising order and apart from each other; the first one is of all up to the first that is missing. */
  readonly #runs: { first: number; last: number }[]

  /** @param have what has come before, in another process. */
  constructor({ upto, beyond }: Have = { upto: 0, beyond: [] }) {
    this.#runs = [{ first: 0, last: upto }, ...beyond.map(run => ({ ...run }))]
  }

  /** All frames up to this one have come. */
  get upto(): number {
    return this.#runs[0]?.last ?? 0
  }

  /** Whether none has come ahead of one that has not: large results are overtaken by all that is sent meanwhile. */
  get complete(): boolean {
    return this.#runs.length === 1
  }

  get have(): Have {
    return { upto: this.upto, beyond: this.#runs.slice(1) }
  }

  /** Whether frame `number` comes for the first time. @throws {BrokenFraming} where it cannot be. */
  take(number: number): boolean {
    const at = this.#at(number)
    const before = this.#runs[at]
    const after = this.#runs[at + 1]
    if (before === undefined || number <= before.last) return false
    const follows = number === before.last + 1
    if (after?.first === number + 1) {
      after.first = follows ? before.first : number
      if (follows) this.#runs.splice(at, 1)
    } else if (follows) before.last = number
    else this.#begin(at + 1, number)
    return true
  }

  /** The last run that begins at this frame or before; there may be many, so it is looked for by halves. */
  #at(number: number): number {
    let low = 0
    for (let high = this.#runs.length; high - low > 1; ) {
      const middle = (low + high) >> 1
      if ((this.#runs[middle]?.first ?? 0) <= number) low = middle
      else high = middle
    }
    return low
  }

  #begin(at: number, number: number): void {
    if (this.#runs.length > MOST_RUNS) throw new BrokenFraming('The other side left out too many frames.')
    this.#runs.splice(at, 0, { first: number, last: number })
  }
}
