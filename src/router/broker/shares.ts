// Shares: what a broker keeps for later, and for whom, so that where there is too much whoever has most makes room.
// Then nobody can crowd out what others have left.

import { PassingMap } from '../../protocol/passing-map.ts'

/** An item that is kept, among those of its owner. */
interface Place<Item> {
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
  readonly #places = new PassingMap<Item, Place<Item>>()
  readonly #shares = new Map<string, Share<Item>>()
  #bytes = 0

  /** How many bytes all items have. */
  get bytes(): number {
    return this.#bytes
  }

  has(item: Item): boolean {
    return this.#places.has(item)
  }

  /** Adds an item, the youngest, that is not there. */
  add(item: Item, owner: string, bytes: number): void {
    const share = this.#shares.get(owner) ?? this.#newShare(owner)
    const place: Place<Item> = { item, share, bytes, older: share.youngest, younger: undefined }
    if (share.youngest) share.youngest.younger = place
    else share.oldest = place
    share.youngest = place
    share.items++
    share.bytes += bytes
    this.#places.set(item, place)
    this.#bytes += bytes
  }

  delete(item: Item): void {
    const place = this.#places.get(item)
    if (place === undefined) return
    const { share, bytes, older, younger } = place
    if (older) older.younger = younger
    else share.oldest = younger
    if (younger) younger.older = older
    else share.youngest = older
    // Else one that has grown old would keep all that came behind it from being collected young.
    place.older = undefined
    place.younger = undefined
    share.items--
    share.bytes -= bytes
    if (share.items === 0) this.#shares.delete(share.owner)
    this.#places.delete(item)
    this.#bytes -= bytes
  }

  /** What is to go first where there are more than so many items, or bytes: the oldest of whoever has most of them. */
  excess(most: { readonly items: number; readonly bytes: number }): Item | undefined {
    if (this.#places.size > most.items) return this.#oldestOfLargest(share => share.items)
    if (this.#bytes > most.bytes) return this.#oldestOfLargest(share => share.bytes)
    return undefined
  }

  #newShare(owner: string): Share<Item> {
    const share: Share<Item> = { owner, items: 0, bytes: 0, oldest: undefined, youngest: undefined }
    this.#shares.set(owner, share)
    return share
  }

  #oldestOfLargest(size: (share: Share<Item>) => number): Item | undefined {
    let largest: Share<Item> | undefined
    for (const share of this.#shares.values()) {
      if (largest === undefined || size(share) > size(largest)) largest = share
    }
    return largest?.oldest?.item
  }
}
