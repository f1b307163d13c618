// Owed: what this side still owes the other one: frames that wait for their turn, and those that have been sent and may
// have to be sent again.

import { LAST_LANE } from '../../protocol/link.ts'
import { ConflatingQueue, ENTRY_COST } from '../conflating-queue.ts'
import { BrokenFraming } from '../framing.ts'
import type { Have } from './records.ts'

/** A frame on its way. */
export interface NumberedFrame {
  readonly number: number
  readonly lane: number
  readonly bytes: Uint8Array
}

/**
 * Bytes that may be on their way before the other side must have said that it has some: a slow receiver costs little further
 * down the way, and events that wait here can still be replaced by newer ones. Results are large, and nobody replaces them.
 */
const EVENTS_WINDOW = 256 * 1024
const RESULTS_WINDOW = 1024 * 1024

export class Owed {
  readonly #events = new ConflatingQueue()
  readonly #results = new ConflatingQueue()
  readonly #last = new ConflatingQueue()
  readonly #sent = new Map<number, NumberedFrame>()
  #lastNumber = 0
  /** Bytes on their way, of lane 0 and of all others, with what they cost. */
  #eventsUnderway = 0
  #resultsUnderway = 0

  /** The number of the next frame to be sent for the first time. */
  get nextNumber(): number {
    return this.#lastNumber + 1
  }

  /** Bytes of frames that wait for their turn, with what they cost. */
  get waiting(): number {
    return this.#events.bytes + this.#results.bytes + this.#last.bytes
  }

  /** All bytes that are kept, with what they cost. */
  get bytes(): number {
    return this.waiting + this.#eventsUnderway + this.#resultsUnderway
  }

  /** How many frames were replaced by newer ones. */
  get conflated(): number {
    return this.#events.conflated
  }

  /** @param key of the frames that may replace each other while they wait. */
  push(frame: Uint8Array, lane: number, key?: string): void {
    const queue = lane === 0 ? this.#events : lane === LAST_LANE ? this.#last : this.#results
    queue.push({ frame, lane, key })
  }

  /** The next frame to be sent, if one waits and the other side has taken enough of what went before; or in any case. */
  next(inAnyCase = false): NumberedFrame | undefined {
    if (this.#events.length > 0 && (inAnyCase || this.#eventsUnderway < EVENTS_WINDOW)) return this.#take(this.#events)
    if (this.#results.length > 0 && (inAnyCase || this.#resultsUnderway < RESULTS_WINDOW)) {
      return this.#take(this.#results)
    }
    return this.#events.length + this.#results.length === 0 ? this.#take(this.#last) : undefined
  }

  /** The other side has these frames. @throws {BrokenFraming} where it cannot have them. */
  acknowledge({ upto, beyond }: Have): void {
    const last = beyond.at(-1)?.last ?? upto
    if (last > this.#lastNumber)
      throw new BrokenFraming(`The other side says it has frame ${last}, which was not sent.`)
    const runs = [{ first: 0, last: upto }, ...beyond].values()
    let run = runs.next().value
    for (const number of this.#sent.keys()) {
      while (run && number > run.last) run = runs.next().value
      if (run === undefined) break
      if (number >= run.first) this.#forget(number)
    }
  }

  /** What was sent, before frame `before`, of what the other side does not have, in its order. @throws {BrokenFraming} */
  missing(have: Have, before: number): NumberedFrame[] {
    this.acknowledge(have)
    return [...this.#sent.values()].filter(({ number }) => number < before)
  }

  clear(): void {
    this.#sent.clear()
    this.#eventsUnderway = 0
    this.#resultsUnderway = 0
    for (const queue of [this.#events, this.#results, this.#last]) queue.clear()
  }

  #take(queue: ConflatingQueue): NumberedFrame | undefined {
    const entry = queue.shift()
    if (entry === undefined) return undefined
    const frame = { number: ++this.#lastNumber, lane: entry.lane, bytes: entry.frame as Uint8Array }
    this.#sent.set(frame.number, frame)
    this.#count(frame, 1)
    return frame
  }

  #forget(number: number): void {
    const frame = this.#sent.get(number)
    if (frame === undefined) return
    this.#sent.delete(number)
    this.#count(frame, -1)
  }

  #count({ lane, bytes }: NumberedFrame, sign: 1 | -1): void {
    if (lane === 0) this.#eventsUnderway += sign * (bytes.length + ENTRY_COST)
    else this.#resultsUnderway += sign * (bytes.length + ENTRY_COST)
  }
}
