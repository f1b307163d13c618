// Owed: what this side still owes the other one: frames that wait for their turn, and those that have been sent and may
// have to be sent again.

import { ownBytes } from '../../protocol/kept-bytes.ts'
import { LAST_LANE } from '../../protocol/link.ts'
import { PassingMap } from '../../protocol/passing-map.ts'
import { ConflatingQueue, ENTRY_COST, type WaitingFrame } from '../conflating-queue.ts'
import { BrokenFraming } from '../framing.ts'
import type { KeptFrame, LinkChange, LinkState } from './link-state.ts'
import { OwedJournal } from './owed-journal.ts'
import type { Have, Run } from './records.ts'

/** A frame on its way. */
export interface NumberedFrame extends KeptFrame {
  readonly number: number
  readonly serial: number
}

interface Waiting extends WaitingFrame {
  readonly frame: Uint8Array
  readonly serial: number
}

/**
 * Bytes that may be on their way before the other side must have said that it has some: a slow receiver costs little further
 * down the way, and events that wait here can still be replaced by newer ones. Results are large, and nobody replaces them:
 * one of 1 MiB need not wait until the other side has told that it has the one before.
 */
const EVENTS_WINDOW = 256 * 1024
const RESULTS_WINDOW = 2 * 1024 * 1024
/** How many frames may have been sent by a process that ended before they were kept. */
const MOST_UNKNOWN = 1_000_000

export class Owed {
  readonly #events = new ConflatingQueue<Waiting>(({ serial }) => this.#journal?.owesNoMore(serial))
  readonly #results = new ConflatingQueue<Waiting>()
  readonly #last = new ConflatingQueue<Waiting>()
  readonly #sent = new PassingMap<number, NumberedFrame>()
  readonly #journal: OwedJournal | undefined
  #lastNumber: number
  #lastSerial: number
  /** Whether another process may have sent more than is known here, until the other side has told. */
  #unsure = false
  /** Numbers behind the last one that such frames had, and others must not have; in rising order. */
  #taken: Run[] = []
  /** Bytes on their way, of lane 0 and of all others, with what they cost. */
  #eventsUnderway = 0
  #resultsUnderway = 0

  /** @param kept whether what is owed is kept elsewhere, too. @param state what is owed already. */
  constructor(kept = false, state?: LinkState) {
    this.#lastNumber = state?.lastNumber ?? 0
    this.#lastSerial = state?.lastSerial ?? 0
    this.#journal = kept ? new OwedJournal(this.#lastSerial) : undefined
    if (state) this.#restore(state)
  }

  /** The number of the next frame to be sent for the first time. */
  get nextNumber(): number {
    const next = this.#lastNumber + 1
    const [taken] = this.#taken
    return taken && next >= taken.first ? taken.last + 1 : next
  }

  get lastNumber(): number {
    return this.#lastNumber
  }

  get lastSerial(): number {
    return this.#lastSerial
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
    const serial = ++this.#lastSerial
    this.#journal?.owes(serial, { number: undefined, lane, bytes: ownBytes(frame), key })
    // The other side is slow: what is owed may be all that is left by then of the memory that it shares.
    const kept = this.bytes < EVENTS_WINDOW ? frame : ownBytes(frame)
    this.#queue(lane).push({ frame: kept, lane, key, serial })
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
    const all = [{ first: 0, last: upto }, ...beyond]
    const last = beyond.at(-1)?.last ?? upto
    if (this.#unsure && last <= this.#lastNumber + MOST_UNKNOWN) {
      this.#taken = all.filter(run => run.last > this.#lastNumber)
    }
    if (last > Math.max(this.#lastNumber, this.#taken.at(-1)?.last ?? 0))
      throw new BrokenFraming(`The other side says it has frame ${last}, which was not sent.`)
    const runs = all.values()
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

  /** All that is owed. */
  all(): LinkChange['frames'] {
    this.#journal?.take(this.#lastSerial)
    const waiting = [...this.#events, ...this.#results, ...this.#last].map(({ serial, frame, lane, key }) => {
      return [serial, { number: undefined, lane, bytes: ownBytes(frame), key }] as const
    })
    return [...Array.from(this.#sent.values(), frame => [frame.serial, keptFrame(frame)] as const), ...waiting]
  }

  /** What has changed of it since the last look. */
  changes(): LinkChange['frames'] {
    return this.#journal?.take(this.#lastSerial) ?? []
  }

  clear(): void {
    this.#sent.clear()
    this.#eventsUnderway = 0
    this.#resultsUnderway = 0
    for (const queue of [this.#events, this.#results, this.#last]) queue.clear()
  }

  #restore({ frames }: LinkState): void {
    const all = Array.from(frames, ([serial, frame]) => ({ ...frame, serial })).sort((a, b) => a.serial - b.serial)
    const isSent = (frame: { number: number | undefined }): frame is NumberedFrame => frame.number !== undefined
    for (const frame of all.filter(isSent).sort((a, b) => a.number - b.number)) this.#begin(frame)
    for (const { serial, lane, bytes, key, number } of all) {
      if (number === undefined) this.#queue(lane).push({ frame: bytes, lane, key, serial })
    }
    this.#unsure = true
  }

  #queue(lane: number): ConflatingQueue<Waiting> {
    return lane === 0 ? this.#events : lane === LAST_LANE ? this.#last : this.#results
  }

  #take(queue: ConflatingQueue<Waiting>): NumberedFrame | undefined {
    const entry = queue.shift()
    if (entry === undefined) return undefined
    const { serial, lane, key, frame: bytes } = entry
    this.#lastNumber = this.nextNumber
    if (this.#lastNumber > (this.#taken[0]?.last ?? this.#lastNumber)) this.#taken.shift()
    this.#unsure = false
    const frame = { serial, number: this.#lastNumber, lane, bytes, key }
    this.#journal?.owes(serial, keptFrame(frame))
    this.#begin(frame)
    return frame
  }

  #begin(frame: NumberedFrame): void {
    this.#sent.set(frame.number, frame)
    this.#count(frame, 1)
  }

  #forget(number: number): void {
    const frame = this.#sent.get(number)
    if (frame === undefined) return
    this.#sent.delete(number)
    this.#count(frame, -1)
    this.#journal?.owesNoMore(frame.serial)
  }

  #count({ lane, bytes }: NumberedFrame, sign: 1 | -1): void {
    if (lane === 0) this.#eventsUnderway += sign * (bytes.length + ENTRY_COST)
    else this.#resultsUnderway += sign * (bytes.length + ENTRY_COST)
  }
}

function keptFrame({ number, lane, bytes, key }: NumberedFrame): KeptFrame {
  return { number, lane, bytes: ownBytes(bytes), key }
}
