// Stride: walking on for as long as an arrow is held, one square asked for shortly before the last is reached.

import type { Clock } from './clock.ts'
import { beyond, type Direction, type Square, STEPS } from './world.ts'

/** The part of a step after which the next is asked for: a tap is one step, a held arrow never stops between two. */
const AHEAD = 0.6

export interface StrideOptions {
  readonly clock: Clock
  /** Where we stand, or are about to. */
  at(): Square | undefined
  /** Asks for one step. Resolves to whether it was allowed. */
  step(to: Square): Promise<boolean>
}

export class Stride {
  readonly #options: StrideOptions
  /** Held arrows, the last pressed first. */
  #held: Direction[] = []
  #cancel: (() => void) | undefined

  constructor(options: StrideOptions) {
    this.#options = options
  }

  /** An arrow is pressed; once more for a repeat changes nothing. */
  press(direction: Direction): void {
    if (this.#held.includes(direction)) return
    this.#held = [direction, ...this.#held]
    void this.#ask()
  }

  release(direction: Direction): void {
    const turned = this.#held[0] === direction
    this.#held = this.#held.filter(held => held !== direction)
    if (turned && this.#held.length > 0) void this.#ask()
    if (this.#held.length === 0) this.#cancel?.()
  }

  /** Every arrow is let go: the page lost the keyboard, or the pad the finger. */
  releaseAll(): void {
    this.#held = []
    this.#cancel?.()
  }

  /** We have begun a step that takes `ms`. */
  stepped(ms: number): void {
    if (this.#held.length === 0 || ms === 0) return
    this.#cancel?.()
    this.#cancel = this.#options.clock.after(ms * AHEAD, () => void this.#ask())
  }

  async #ask(): Promise<void> {
    const [direction] = this.#held
    const at = this.#options.at()
    if (direction === undefined || at === undefined) return
    // Refused once is refused: the arrow has to be pressed anew.
    const allowed = await this.#options.step(beyond(at, STEPS[direction]))
    if (!allowed) this.#held = this.#held.filter(held => held !== direction)
  }
}
