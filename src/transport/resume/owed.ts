// Owed: what this side still owes the other one: frames that wait for their turn, and those that have been sent and may
// have to be sent again.

import { LAST_LANE } from '../../protocol/link.ts'
import { BrokenFraming } from '../framing.ts'
import type { Have } from './records.ts'

/** A frame on its way. */
export interface NumberedFrame {
  readonly number: number
  readonly lane: number
  readonly bytes: Uint8Array
}

/**
 * Bytes that may be on their way, of lane 0 and of all others, before the other side must have said that it has some: so a
 * slow receiver costs little further down the way, and what waits here can still be replaced by what is newer.
 */
const WINDOW = 1024 * 1024
/** What a frame costs beside its bytes, so that many small ones are counted, too. */
const OVERHEAD = 64

/** First in, first out, with the bytes in it. */
class Waiting {
  #entries: { lane: number; bytes: Uint8Array }[] = []
  #head = 0
  bytes = 0

  push(lane: number, bytes: Uint8Array): void {
    this.#entries.push({ lane, bytes })
    this.bytes += bytes.length + OVERHEAD
  }

  get first(): { lane: number; bytes: Uint8Array } | undefined {
    return this.#entries[this.#head]
  }

  shift(): void {
    const first = this.first
    if (first === undefined) return
    this.bytes -= first.bytes.length + OVERHEAD
    this.#head++
    if (this.#head < 1024 && this.#head < this.#entries.length) return
    this.#entries = this.#entries.slice(this.#head)
    this.#head = 0
  }
}

export class Owed {
  readonly #events = new Waiting()
  readonly #results = new Waiting()
  readonly #last = new Waiting()
  #sent = new Map<number, NumberedFrame>()
  #lastNumber = 0
  /** Bytes on their way, of lane 0 and of all others. */
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

  push(bytes: Uint8Array, lane: number): void {
    const queue = lane === 0 ? this.#events : lane === LAST_LANE ? this.#last : this.#results
    queue.push(lane, bytes)
  }

  /** The next frame to be sent, if one waits and the other side has taken enough of what went before; or in any case. */
  next(inAnyCase = false): NumberedFrame | undefined {
    if (this.#events.first && (inAnyCase || this.#eventsUnderway < WINDOW)) return this.#number(this.#events)
    if (this.#results.first && (inAnyCase || this.#resultsUnderway < WINDOW)) return this.#number(this.#results)
    if (this.#events.first || this.#results.first) return undefined
    return this.#last.first && this.#number(this.#last)
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
    for (const queue of [this.#events, this.#results, this.#last]) while (queue.first) queue.shift()
  }

  #number(queue: Waiting): NumberedFrame | undefined {
    const { first } = queue
    if (first === undefined) return undefined
    queue.shift()
    const frame = { number: ++this.#lastNumber, ...first }
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
    if (lane === 0) this.#eventsUnderway += sign * (bytes.length + OVERHEAD)
    else this.#resultsUnderway += sign * (bytes.length + OVERHEAD)
  }
}
