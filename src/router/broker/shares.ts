// Shares: what a broker keeps for later, and for whom, so that where there is too much whoever has most makes room.
// Then nobody can crowd out what others have left.

/** An item that is kept, among those of its owner. Who keeps it remembers its place, to take it out again. */
export interface Place<Item> {
  readonly item: Item
  readonly share: Share<Item>
  readonly bytes: number
  older: Place<Item> | undefined
  younger: Place<Item> | undefined
}

interface Share<Item> {
  readonly owner: string
  items: number
  bytes: number
  oldest: Place<Item> | undefined
  youngest: Place<Item> | undefined
}

export class Shares<Item> {
  readonly #shares = new Map<string, Share<Item>>()
  #items = 0
  #bytes = 0

  /** How many bytes all items have. */
  get bytes(): number {
    return this.#bytes
  }

  /** Adds an item, the youngest. */
  add(item: Item, owner: string, bytes: number): Place<Item> {
    const share = this.#shares.get(owner) ?? this.#newShare(owner)
    const place: Place<Item> = { item, share, bytes, older: share.youngest, younger: undefined }
    if (share.youngest) share.youngest.younger = place
    else share.oldest = place
    share.youngest = place
    this.#count(share, 1, bytes)
    return place
  }

  /** Takes out what is in that place; once. */
  delete(place: Place<Item>): void {
    const { share, bytes, older, younger } = place
    if (older) older.younger = younger
    else share.oldest = younger
    if (younger) younger.older = older
    else share.youngest = older
    // Else one that has grown old would keep all that came behind it from being collected young.
    place.older = undefined
    place.younger = undefined
    this.#count(share, -1, -bytes)
    if (share.items === 0) this.#shares.delete(share.owner)
  }

  /** What is to go first where there are more than so many items, or bytes: the oldest of whoever has most of them. */
  excess(most: { readonly items: number; readonly bytes: number }): Place<Item> | undefined {
    if (this.#items > most.items) return this.#oldestOfLargest(share => share.items)
    if (this.#bytes > most.bytes) return this.#oldestOfLargest(share => share.bytes)
    return undefined
  }

  #count(share: Share<Item>, items: number, bytes: number): void {
    share.items += items
    share.bytes += bytes
    this.#items += items
    this.#bytes += bytes
  }

  #newShare(owner: string): Share<Item> {
    const share: Share<Item> = { owner, items: 0, bytes: 0, oldest: undefined, youngest: undefined }
    this.#shares.set(owner, share)
    return share
  }

  #oldestOfLargest(size: (share: Share<Item>) => number): Place<Item> | undefined {
    let largest: Share<Item> | undefined
    for (const share of this.#shares.values()) {
      if (largest === undefined || size(share) > size(largest)) largest = share
    }
    return largest?.oldest
  }
}
