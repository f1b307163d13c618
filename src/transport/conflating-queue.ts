// ConflatingQueue: frames that wait, first in first out, where a newer frame takes the place of one with the same key.
//
// The newer frame stands where it came, behind what was put in meanwhile, for to overtake that would break the order of
// a publisher's events. A key that is used again and again would thus never reach the front while others fill the queue
// as fast: so where its first frame stood, its turn stays. Once that comes, the frame then waiting is replaced no more,
// and goes when it reaches the front.

import type { Frame } from '../protocol/link.ts'

export interface WaitingFrame {
  readonly frame: Frame
  readonly lane: number
  /** What the frames have in common that replace each other; without, the frame is never replaced. */
  readonly key?: string | undefined
}

/** What an entry costs beside its frame, so that many small ones count as what they take. */
export const ENTRY_COST = 128

/** A place in the queue, of a frame or, where that was replaced, of its key's turn. */
interface Place<Entry> {
  readonly key: string | undefined
  entry: Entry | undefined
  /** Whether the turn of its key stands before it. */
  readonly turn: boolean
  before: Place<Entry> | undefined
  after: Place<Entry> | undefined
}

/** Every operation takes the same time, however much waits. */
export class ConflatingQueue<Entry extends WaitingFrame = WaitingFrame> {
  readonly #replaced: (entry: Entry) => void
  #first: Place<Entry> | undefined
  #last: Place<Entry> | undefined
  /** Where the frame waits that the next one with its key replaces. */
  #byKey: Map<string, Place<Entry>> | undefined
  #length = 0
  #bytes = 0
  #conflated = 0

  /** @param replaced told of each frame that a newer one took the place of. */
  constructor(replaced: (entry: Entry) => void = () => {}) {
    this.#replaced = replaced
  }

  /** Those that wait, the next one first. */
  *[Symbol.iterator](): Generator<Entry> {
    for (let place = this.#first; place; place = place.after) if (place.entry) yield place.entry
  }

  /** How many frames wait. */
  get length(): number {
    return this.#length
  }

  /** What they take: their bytes, a text counting its characters, and {@link ENTRY_COST} for each place. */
  get bytes(): number {
    return this.#bytes
  }

  /** How many frames were replaced since the queue was made. */
  get conflated(): number {
    return this.#conflated
  }

  /** Puts a frame last; one with the same key that still waits is dropped for it. */
  push(entry: Entry): void {
    const { key } = entry
    const older = key === undefined ? undefined : this.#byKey?.get(key)
    if (older) this.#drop(older)
    const place: Place<Entry> = { key, entry, turn: older !== undefined, before: this.#last, after: undefined }
    if (this.#last) this.#last.after = place
    else this.#first = place
    this.#last = place
    if (key !== undefined) {
      this.#byKey ??= new Map()
      this.#byKey.set(key, place)
    }
    this.#length++
    this.#bytes += entry.frame.length + ENTRY_COST
  }

  /** Takes the frame that is next. */
  shift(): Entry | undefined {
    for (let place = this.#first; place; place = this.#first) {
      this.#remove(place)
      const { key, entry } = place
      // A turn has come: the frame of its key must not be replaced any more. Or the frame itself has: it is gone.
      if (key !== undefined && (entry === undefined || this.#byKey?.get(key) === place)) this.#byKey?.delete(key)
      if (entry === undefined) continue
      this.#forget(entry)
      return entry
    }
    return undefined
  }

  /** Forgets all that waits. */
  clear(): void {
    this.#first = undefined
    this.#last = undefined
    this.#byKey = undefined
    this.#length = 0
    this.#bytes = 0
  }

  /** A newer frame comes: what remains of this one is the turn of its key, unless that stands further in front. */
  #drop(place: Place<Entry>): void {
    this.#conflated++
    if (place.entry) {
      this.#forget(place.entry)
      this.#replaced(place.entry)
    }
    place.entry = undefined
    if (place.turn) this.#remove(place)
  }

  #forget({ frame }: Entry): void {
    this.#length--
    this.#bytes -= frame.length
  }

  #remove(place: Place<Entry>): void {
    const { before, after } = place
    if (before) before.after = after
    else this.#first = after
    if (after) after.before = before
    else this.#last = before
    place.before = undefined
    place.after = undefined
    this.#bytes -= ENTRY_COST
  }
}
