// InOrder: things that take different times have their effects in the order they began.

export class InOrder {
  #last: Promise<void> | undefined

  /** Whether what is added now waits for something before it. */
  get isWaiting(): boolean {
    return this.#last !== undefined
  }

  /** Acts at once where nothing is waited for. What `act` throws, and what rejects, goes to `failed`. */
  add<T>(work: T | Promise<T>, act: (value: T) => void, failed: (error: unknown) => void): void {
    const before = this.#last
    if (before === undefined && !(work instanceof Promise)) return attempt(work, act, failed)
    // All work goes on at once; only what follows from it waits for its turn.
    const turn = Promise.allSettled([work, before]).then(([done]) => {
      if (this.#last === turn) this.#last = undefined
      if (done.status === 'fulfilled') attempt(done.value, act, failed)
      else failed(done.reason)
    })
    this.#last = turn
  }
}

/** Acts; what that throws goes to `failed`. */
export function attempt<T>(value: T, act: (value: T) => void, failed: (error: unknown) => void): void {
  try {
    act(value)
  } catch (error) {
    failed(error)
  }
}
