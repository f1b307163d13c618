// Limits of the signaling server: how much an address, a room, a socket and all together may take; and a measure of rates.

import { MAX_FRAME, MAX_PLAIN_MESSAGE } from '../src/transport/signaling-messages.ts'

/** Sizes in bytes, durations in milliseconds. */
export interface Limits {
  /** Open sockets of one client address (of one /64 where it is IPv6). */
  readonly socketsPerAddress: number
  /** Rooms claimed or joined by one address in a minute; as many may come at once. */
  readonly joinsPerMinute: number
  /** Guests of one room, mesh and plain, waiting ones included. */
  readonly guestsPerRoom: number
  /** Rooms that somebody hosts or waits in. */
  readonly rooms: number
  /** The largest frame on /mesh. */
  readonly frame: number
  /** The largest message of a plain client. */
  readonly plainMessage: number
  /** What a guest may send for long; twice as much at once. Beyond, it is read no faster. */
  readonly messagesPerSecond: number
  readonly bytesPerSecond: number
  /** How many times that a host may send, which speaks to a whole room. */
  readonly hostShare: number
  /** Where so much waits for one guest or from one guest, its sender is paused … */
  readonly pauseAt: number
  /** … until no more than this waits. */
  readonly resumeAt: number
  /** A socket that so much waits for is closed. */
  readonly buffered: number
  /** While so much waits in the whole server nobody new is let in, and who holds most goes. */
  readonly memory: number
  /** How long a new socket on /mesh may take to say what it wants. */
  readonly handshake: number
  /** How often every socket is asked for a sign of life; one that gave none since is cut off. */
  readonly heartbeat: number
  /** How long a socket that we close has to close in turn. */
  readonly farewell: number
}

const KiB = 1024
const MiB = 1024 * KiB

/** A classroom or a conference hall behind one address does not meet these. */
export const DEFAULT_LIMITS: Limits = {
  socketsPerAddress: 1000,
  joinsPerMinute: 1200,
  guestsPerRoom: 1000,
  rooms: 10_000,
  frame: MAX_FRAME,
  plainMessage: MAX_PLAIN_MESSAGE,
  messagesPerSecond: 2000,
  bytesPerSecond: 32 * MiB,
  hostShare: 50,
  pauseAt: 256 * KiB,
  resumeAt: 64 * KiB,
  buffered: 20 * MiB,
  memory: 1024 * MiB,
  handshake: 10_000,
  heartbeat: 20_000,
  farewell: 5000,
}

/** Milliseconds on a clock that never goes back. */
export type Clock = () => number

/** Fills at a steady rate up to a burst, and is emptied by use. */
export class TokenBucket {
  readonly #perSecond: number
  readonly #burst: number
  readonly #now: Clock
  #level: number
  #at: number

  constructor(perSecond: number, burst: number, now: Clock) {
    this.#perSecond = perSecond
    this.#burst = burst
    this.#now = now
    this.#level = burst
    this.#at = now()
  }

  get full(): boolean {
    this.#fill()
    return this.#level >= this.#burst
  }

  /** Takes one if there is one. Returns 0, or after how many milliseconds there will be one. */
  take(): number {
    this.#fill()
    if (this.#level < 1) return this.#until(1)
    this.#level -= 1
    return 0
  }

  /** Takes `amount`, into debt where it must. Returns after how many milliseconds the debt is paid. */
  spend(amount: number): number {
    this.#fill()
    this.#level -= amount
    return this.#level < 0 ? this.#until(0) : 0
  }

  #fill(): void {
    const now = this.#now()
    this.#level = Math.min(this.#burst, this.#level + ((now - this.#at) / 1000) * this.#perSecond)
    this.#at = now
  }

  #until(level: number): number {
    return Math.ceil(((level - this.#level) / this.#perSecond) * 1000)
  }
}
