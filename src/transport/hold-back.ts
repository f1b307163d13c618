// HoldBack: the way into a socket that buffers whatever it is given. While that has enough to do, frames that newer ones
// may replace wait here, where they still can be, and behind them everything else.

import type { Frame } from '../protocol/link.ts'
import { ConflatingQueue } from './conflating-queue.ts'
import type { Timers } from './timers.ts'

/** Bytes in the socket from which on frames that may be replaced are held back. */
const HIGH_MARK = 256 * 1024
/** Milliseconds until such a socket is looked at again: a browser's does not tell when it has drained. */
const POLL = 10

export interface Sink {
  /** Whether it takes anything. */
  readonly open: boolean
  /** Bytes that it was given and has not handed to the network. */
  readonly bufferedAmount: number
  give(frame: Frame): void
}

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
    if (!replaceable && this.#waiting.length === 0) return this.#sink.give(frame)
    this.#waiting.push({ frame, lane, key })
    this.#flush()
  }

  /** Gives the socket all that waits, full as it may be: nothing comes behind. */
  finish(): void {
    for (let next = this.#waiting.shift(); next && this.#sink.open; next = this.#waiting.shift()) {
      this.#sink.give(next.frame)
    }
    this.forget()
  }

  /** Drops all that waits. */
  forget(): void {
    this.#timers.clearTimeout(this.#polling)
    this.#waiting.clear()
  }

  #flush(): void {
    this.#timers.clearTimeout(this.#polling)
    while (this.#sink.open && this.#sink.bufferedAmount < HIGH_MARK) {
      const next = this.#waiting.shift()
      if (next === undefined) return
      this.#sink.give(next.frame)
    }
    if (this.#sink.open) this.#polling = this.#timers.setTimeout(() => this.#flush(), POLL)
  }
}
