// Inbox: what arrives, in order, for a test that waits for it.

export class Inbox<T> {
  readonly #items: T[] = []
  readonly #waiting: ((item: T) => void)[] = []

  /** How many have arrived and were not taken. */
  get size(): number {
    return this.#items.length
  }

  put(item: T): void {
    const waiting = this.#waiting.shift()
    if (waiting) waiting(item)
    else this.#items.push(item)
  }

  /** The next one, when it has arrived. */
  next(): Promise<T> {
    return new Promise(resolve => {
      const [item, ...rest] = this.#items
      if (this.#items.length === 0) return this.#waiting.push(resolve)
      this.#items.splice(0, this.#items.length, ...rest)
      resolve(item as T)
    })
  }
}
