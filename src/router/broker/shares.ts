// Shares: what a broker keeps for later, and for whom, so that where there is too much whoever has most makes room.
// Then nobody can crowd out what others have left.

interface Share<Item> {
  /** Oldest first. */
  readonly items: Set<Item>
  bytes: number
}

export class Shares<Item> {
  readonly #kept = new Map<Item, { readonly owner: string; readonly bytes: number }>()
  readonly #shares = new Map<string, Share<Item>>()
  #bytes = 0

  /** How many bytes all items have. */
  get bytes(): number {
    return this.#bytes
  }

  has(item: Item): boolean {
    return this.#kept.has(item)
  }

  /** Adds an item, the youngest, that is not there. */
  add(item: Item, owner: string, bytes: number): void {
    const share = this.#shares.get(owner) ?? { items: new Set(), bytes: 0 }
    this.#shares.set(owner, share)
    share.items.add(item)
    share.bytes += bytes
    this.#kept.set(item, { owner, bytes })
    this.#bytes += bytes
  }

  delete(item: Item): void {
    const kept = this.#kept.get(item)
    const share = kept && this.#shares.get(kept.owner)
    if (kept === undefined || share === undefined) return
    share.items.delete(item)
    share.bytes -= kept.bytes
    if (share.items.size === 0) this.#shares.delete(kept.owner)
    this.#kept.delete(item)
    this.#bytes -= kept.bytes
  }

  /** What is to go first where there are more than so many items, or bytes: the oldest of whoever has most of them. */
  excess(most: { readonly items: number; readonly bytes: number }): Item | undefined {
    if (this.#kept.size > most.items) return this.#oldestOfLargest(share => share.items.size)
    if (this.#bytes > most.bytes) return this.#oldestOfLargest(share => share.bytes)
    return undefined
  }

  #oldestOfLargest(size: (share: Share<Item>) => number): Item | undefined {
    let largest: Share<Item> | undefined
    for (const share of this.#shares.values()) {
      if (largest === undefined || size(share) > size(largest)) largest = share
    }
    for (const item of largest?.items ?? []) return item
    return undefined
  }
}
