// Sender: the sending half of a resumable link: what goes by the path in use, and when, and what the other side is told of
// its own frames.
//
// Where a keeper has the link's state go beyond this process, nobody is to know more than that state: frames wait until
// they are kept with all that led to them, unless the keeper lets them go at once; and the other side hears of its frames
// only when they are kept to have been acted on, for until then they may have to be sent again.

import type { Timers } from '../timers.ts'
import type { LinkChange, LinkKeeper, LinkState } from './link-state.ts'
import { type NumberedFrame, Owed } from './owed.ts'
import type { Path } from './path.ts'
import { Received } from './received.ts'
import { type Have, record, writeHave, writeRecord } from './records.ts'
import { Reports } from './reports.ts'

export interface SenderSetup {
  /** Which of the other side's frames have come. */
  readonly received: Received
  readonly timers: Timers
  /** By what frames go now. */
  path(): Path | undefined
  readonly keeper?: LinkKeeper | undefined
  readonly restored?: LinkState | undefined
  /** Told each time that about 256 KiB more are kept for the other side. */
  readonly owes?: (() => void) | undefined
}

/** Bytes more than when it was told last. */
const OWES_STEP = 256 * 1024

/** A frame of the other side. */
interface Arrival {
  readonly number: number
  readonly bytes: number
}

export class Sender {
  readonly #path: () => Path | undefined
  readonly #keeper: LinkKeeper | undefined
  readonly #owed: Owed
  readonly #reports: Reports
  /** Which of its frames the other side may be told to have come. */
  readonly #told: Received
  /** The same with those that the keeper was told of last. */
  readonly #settled: Received
  /** What has come since then, in that order. */
  #arrivals: Arrival[] = []
  #settling: Arrival[] = []
  /** Numbered, and not kept yet; the keeper was told of the first so many. */
  #gated: NumberedFrame[] = []
  #keeping = 0
  readonly #owes: (() => void) | undefined
  /** What was kept for the other side when that was told last, or less. */
  #owedBefore = 0

  constructor({ received, timers, path, keeper, restored, owes }: SenderSetup) {
    this.#path = path
    this.#owes = owes
    this.#keeper = keeper
    this.#owed = new Owed(keeper !== undefined, restored)
    this.#told = keeper ? new Received(restored?.have) : received
    this.#settled = new Received(restored?.have)
    this.#reports = new Reports(timers, () => this.#report())
  }

  /** What is kept for the other side, and what of it waits for its turn: bytes, with what they cost. */
  get bytes(): number {
    return this.#owed.bytes
  }

  get waiting(): number {
    return this.#owed.waiting
  }

  get conflated(): number {
    return this.#owed.conflated
  }

  /** The number of the next frame that goes for the first time. */
  get nextNumber(): number {
    return this.#gated[0]?.number ?? this.#owed.nextNumber
  }

  /** What a path begins with: which frames have come, so that the other side sends the rest by it. */
  get resume(): Uint8Array {
    return writeHave(record.resume, this.#told.have)
  }

  push(frame: Uint8Array, lane: number, key: string | undefined): void {
    this.#owed.push(frame, lane, key)
    this.#keeper?.changed(frame.length)
    this.#owedBefore = Math.min(this.#owedBefore, this.bytes)
    if (this.bytes < this.#owedBefore + OWES_STEP) return
    this.#owedBefore = this.bytes
    this.#owes?.()
  }

  /** Sends what may go now; or, before an end, all. */
  pump(inAnyCase = false): void {
    const path = this.#path()
    if (path === undefined) return
    if (inAnyCase) for (const frame of this.#gated.splice(0)) this.#transmit(path, frame)
    for (let frame = this.#owed.next(inAnyCase); frame; frame = this.#owed.next(inAnyCase)) {
      if (inAnyCase || this.#mayGo) this.#transmit(path, frame)
      else this.#gated.push(frame)
    }
    if (this.#gated.length > 0) this.#keeper?.changed()
  }

  /** The other side has these. @throws {BrokenFraming} where it cannot. */
  acknowledged(have: Have): void {
    this.#owed.acknowledge(have)
    this.pump()
  }

  /** What was sent, before frame `before`, and the other side does not have. @throws {BrokenFraming} */
  missing(have: Have, before: number): NumberedFrame[] {
    return this.#owed.missing(have, before)
  }

  /** Sends again what is missing. */
  resend(path: Path, frames: readonly NumberedFrame[]): void {
    for (const frame of frames) this.#transmit(path, frame)
  }

  /** A frame of the other side has come, for the first time or again. */
  came(number: number, bytes: number, isNew: boolean): void {
    if (this.#keeper && isNew) {
      this.#arrivals.push({ number, bytes })
      return this.#keeper.changed(bytes)
    }
    // Also what comes again: the other side does not know yet that it had come, and may wait for that.
    if (isNew) this.#reports.came(bytes)
    else this.#reports.again(bytes)
  }

  /** Frames that came, and were not acted on when the keeper asked last, or have come since. */
  get unsettled(): number {
    return this.#arrivals.length
  }

  /**
   * What has changed since the last call, if anything has, or all there is.
   * @param behind how many of the frames that came were not acted on yet.
   */
  change(behind: number, whole: boolean): LinkChange | undefined {
    const arrived = this.#arrivals.splice(0, Math.max(0, this.#arrivals.length - behind))
    for (const { number } of arrived) this.#settled.take(number)
    this.#settling.push(...arrived)
    this.#keeping = this.#gated.length
    const { upto, beyond } = this.#settled.have
    // A copy, since they go on to grow.
    const have = { upto, beyond: beyond.map(run => ({ ...run })) }
    const { lastNumber, lastSerial } = this.#owed
    const frames = whole ? this.#owed.all() : this.#owed.changes()
    return whole || arrived.length + frames.length > 0 ? { have, lastNumber, lastSerial, frames } : undefined
  }

  /** What the last `change` told is kept: it may be known. */
  kept(): void {
    for (const { number, bytes } of this.#settling.splice(0)) {
      this.#told.take(number)
      this.#reports.came(bytes)
    }
    // Those for which there is no path go by the next one, as all that the other side lacks.
    const path = this.#path()
    for (const frame of this.#gated.splice(0, this.#keeping)) if (path) this.#transmit(path, frame)
    this.#keeping = 0
  }

  /** Nothing more goes, and nothing is told. */
  end(): void {
    this.#arrivals = []
    this.#settling = []
    this.clear()
    this.#reports.end()
  }

  /** Forgets what is owed. */
  clear(): void {
    this.#owed.clear()
    this.#gated = []
    this.#keeping = 0
  }

  get #mayGo(): boolean {
    return this.#keeper === undefined || (this.#gated.length === 0 && this.#keeper.open)
  }

  #transmit(path: Path, { number, lane, bytes }: NumberedFrame): void {
    // What came ahead of others is not told by a frame: a report follows.
    if (this.#told.complete) this.#reports.told()
    path.send(writeRecord(record.frame, [number, this.#told.upto], bytes), lane)
  }

  #report(): void {
    this.#path()?.send(writeHave(record.received, this.#told.have))
  }
}
