// Persistence: when a socket that should always be open is tried again.

/** Milliseconds between tries: the first, the growth from one to the next, and the longest. */
const FIRST_DELAY = 200
const GROWTH = 1.6
const LONGEST_DELAY = 3_000

export class Persistence {
  readonly #task: () => void
  #delay = FIRST_DELAY
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(task: () => void) {
    this.#task = task
  }

  /** Runs the task after the next delay, whose random part keeps many from coming back in one instant. */
  schedule(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.now(), this.#delay * (0.5 + Math.random()))
    this.#delay = Math.min(this.#delay * GROWTH, LONGEST_DELAY)
  }

  /** Runs a scheduled task at once. */
  now(): void {
    if (this.#timer === undefined) return
    this.cancel()
    this.#task()
  }

  cancel(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  /** Begins with the first delay again. */
  reset(): void {
    this.#delay = FIRST_DELAY
  }
}
