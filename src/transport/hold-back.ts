// HoldBack: the way into a socket that buffers whatever it is given. While that has enough to do, frames that newer ones
// may replace wait here, where they still can be, and behind them everything else.

import { ownBytes } from '../protocol/kept-bytes.ts'
import type { Frame } from '../protocol/link.ts'
import { ConflatingQueue } from './conflating-queue.ts'
import type { Timers } from './timers.ts'

/** Bytes in the socket from which on frames that may be replaced are held back. */
const HIGH_MARK = 256 * 1024
/** Milliseconds until such a socket is looked at again: a browser's does not tell when it has drained. */
const POLL = 10

/** What is needed of a WebSocket. */
export interface Sink {
  readonly readyState: number
  /** Bytes that it was given and has not handed to the network. */
  readonly bufferedAmount: number
  send(frame: string | Uint8Array<ArrayBuffer>): void
}

const OPEN = 1

export class HoldBack {
  readonly #sink: Sink
  readonly #timers: Timers
  readonly #waiting = new ConflatingQueue()
  #polling: unknown

  constructor(sink: Sink, timers: Timers) {
    this.#sink = sink
    this.#timers = timers
  }

  /** Bytes that wait here. */
  get bytes(): number {
    return this.#waiting.bytes
  }

  /** How many frames were replaced. */
  get conflated(): number {
    return this.#waiting.conflated
  }

  /** Gives a frame to the socket, or keeps it for later. @param key of the frames that may replace each other. */
  send(frame: Frame, lane: number, key: string | undefined): void {
    const replaceable = key !== undefined && this.#sink.bufferedAmount >= HIGH_MARK
    if (!replaceable && this.#waiting.length === 0) return this.#give(frame)
    // It may be all that is left by then of the memory that it shares.
    this.#waiting.push({ frame: typeof frame === 'string' ? frame : ownBytes(frame), lane, key })
    this.#flush()
  }

  /** Gives the socket all that waits, full as it may be: nothing comes behind. */
  finish(): void {
    for (let next = this.#waiting.shift(); next && this.#open; next = this.#waiting.shift()) {
      this.#give(next.frame)
    }
    this.forget()
  }

  /** Drops all that waits. */
  forget(): void {
    this.#timers.clearTimeout(this.#polling)
    this.#waiting.clear()
  }

  get #open(): boolean {
    return this.#sink.readyState === OPEN
  }

  #give(frame: Frame): void {
    // No encoder writes to shared memory.
    this.#sink.send(frame as string | Uint8Array<ArrayBuffer>)
  }

  #flush(): void {
    this.#timers.clearTimeout(this.#polling)
    while (this.#open && this.#sink.bufferedAmount < HIGH_MARK) {
      const next = this.#waiting.shift()
      if (next === undefined) return
      this.#give(next.frame)
    }
    if (this.#open) this.#polling = this.#timers.setTimeout(() => this.#flush(), POLL)
  }
}
