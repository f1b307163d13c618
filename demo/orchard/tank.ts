// Tank: what the sprayer carries. It gives what is asked, or refuses.

import { WampError } from '../wamp.ts'

export class Tank {
  readonly capacity: number
  #litres: number

  constructor(capacity = 60) {
    this.capacity = capacity
    this.#litres = capacity
  }

  get litres(): number {
    return this.#litres
  }

  /** @throws {WampError} `com.app.error.tank_empty` where less is left. */
  take(litres: number): void {
    if (litres > this.#litres) {
      const sentence = `The tank has ${this.#litres} L left, and ${litres} L were asked for: refill it.`
      throw new WampError('com.app.error.tank_empty', [sentence], { litres: this.#litres })
    }
    // Litres are counted in hundredths, which a computer's fractions are not.
    this.#litres = Math.round((this.#litres - litres) * 100) / 100
  }

  refill(): void {
    this.#litres = this.capacity
  }
}
