// Recent: the last so many of what keeps coming, in a ring, for to move all of them for each that comes takes its time.

export class Recent<Item> {
  readonly #limit: number
  /** From {@link #oldest} on, and round to it. */
  #items: Item[] = []
  #oldest = 0

  constructor(limit: number) {
    this.#limit = limit
  }

  get length(): number {
    return this.#items.length
  }

  /** Adds the youngest; returns the oldest where that makes room for it. */
  push(item: Item): Item | undefined {
    if (this.#limit === 0) return item
    if (this.#items.length < this.#limit) {
      // Whatever was taken out, the oldest stands first then.
      this.#items.push(item)
      return undefined
    }
    const oldest = this.#items[this.#oldest]
    this.#items[this.#oldest] = item
    this.#oldest = (this.#oldest + 1) % this.#limit
    return oldest
  }

  delete(item: Item): void {
    this.#items = this.values().filter(other => other !== item)
    this.#oldest = 0
  }

  /** The oldest first. */
  values(): Item[] {
    return [...this.#items.slice(this.#oldest), ...this.#items.slice(0, this.#oldest)]
  }
}
