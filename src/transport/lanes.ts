// Lanes: which frame a link sends from next. Lane 0 goes first, the others take turns, the last waits for them all;
// order holds within each.

import { ownBytes } from '../protocol/kept-bytes.ts'
import { LAST_LANE } from '../protocol/link.ts'
import { limits } from './framing.ts'

/** A frame up to this size travels whole, a longer one in pieces. A whole frame's header takes 4 bytes at most. */
const WHOLE = limits.message - 4
/** Bytes that wait from which on frames are kept in memory of their own. */
const SLOW = 64 * 1024

/** A frame on its way out, `sent` bytes of which have gone. */
export class QueuedFrame {
  readonly lane: number
  readonly bytes: Uint8Array
  /** Which of the other side's slots its pieces go to; undefined for a frame that goes whole. */
  slot: number | undefined
  sent = 0

  constructor(lane: number, bytes: Uint8Array) {
    this.lane = lane
    this.bytes = bytes
  }
}

/** First in, first out, without moving what stays. */
class Queue {
  #frames: QueuedFrame[] = []
  #head = 0

  get first(): QueuedFrame | undefined {
    return this.#frames[this.#head]
  }

  push(frame: QueuedFrame): void {
    this.#frames.push(frame)
  }

  shift(): void {
    this.#head++
    if (this.#head < 1024 && this.#head < this.#frames.length) return
    this.#frames = this.#frames.slice(this.#head)
    this.#head = 0
  }
}

export class Lanes {
  readonly #first = new Queue()
  readonly #last = new Queue()
  // A Map keeps the order in which lanes were put in: the lane whose turn it was goes to its end.
  readonly #others = new Map<number, Queue>()
  // Lanes whose next frame must wait until the other side has room for one more in pieces.
  readonly #parked = new Map<number, Queue>()
  readonly #slots = Array.from({ length: limits.slots }, (_, index) => limits.slots - index)
  #open = 0
  #bytes = 0

  /** Bytes that have not gone yet. */
  get bytes(): number {
    return this.#bytes
  }

  push(lane: number, bytes: Uint8Array): void {
    // Where much waits, a frame may be all that is left by its turn of the memory that it shares.
    const kept = this.#bytes < SLOW ? bytes : ownBytes(bytes)
    this.#bytes += bytes.length
    const queue = this.#queue(lane)
    queue.push(new QueuedFrame(lane, kept))
    if (lane > 0 && !this.#parked.has(lane)) this.#others.set(lane, queue)
  }

  /** The frame to send from next; after that, `advance` is to be told how much of it went. */
  next(): QueuedFrame | undefined {
    const first = this.#first.first
    if (first) return this.#mayGo(first) ? first : undefined
    for (const [lane, queue] of this.#others) {
      if (queue.first && this.#mayGo(queue.first)) return queue.first
      this.#others.delete(lane)
      this.#parked.set(lane, queue)
    }
    const last = this.#last.first
    return last && this.#parked.size === 0 && this.#mayGo(last) ? last : undefined
  }

  /** `count` more bytes of `frame`, which `next` returned, have gone: another lane's turn. */
  advance(frame: QueuedFrame, count: number): void {
    frame.sent += count
    this.#bytes -= count
    const queue = this.#queue(frame.lane)
    if (frame.sent === frame.bytes.length) {
      queue.shift()
      this.#free(frame)
    }
    if (frame.lane <= 0) return
    this.#others.delete(frame.lane)
    if (queue.first) this.#others.set(frame.lane, queue)
  }

  #queue(lane: number): Queue {
    if (lane === 0) return this.#first
    if (lane === LAST_LANE) return this.#last
    return this.#others.get(lane) ?? this.#parked.get(lane) ?? new Queue()
  }

  /** Whether this frame can go now; one that goes in pieces takes a slot, lane 0 always its own. */
  #mayGo(frame: QueuedFrame): boolean {
    const { length } = frame.bytes
    if (frame.slot !== undefined || length <= WHOLE) return true
    if (frame.lane === 0) frame.slot = 0
    else if (this.#open + length <= limits.open) frame.slot = this.#slots.pop()
    if (frame.slot) this.#open += length
    return frame.slot !== undefined
  }

  #free(frame: QueuedFrame): void {
    if (!frame.slot) return
    this.#slots.push(frame.slot)
    this.#open -= frame.bytes.length
    for (const [lane, queue] of this.#parked) this.#others.set(lane, queue)
    this.#parked.clear()
  }
}
