// Plain relay: the host's link to a plain WAMP client, which the signaling server relays in pieces.

import type { Frame, Link, LinkReceiver } from '../protocol/link.ts'
import type { Serializer } from '../protocol/serializer/serializer.ts'
import { concatBytes } from './bytes.ts'
import { ConflatingQueue, ENTRY_COST } from './conflating-queue.ts'
import { Inbox } from './inbox.ts'
import { CLOSED_HERE, tooSlow } from './reasons.ts'
import { MAX_PIECE, MAX_PLAIN_MESSAGE } from './signaling-messages.ts'

/** One piece of a message, as it goes to and comes from the signaling server. */
export interface Piece {
  readonly payload: Uint8Array
  /** Whether it is the last one of its message. */
  readonly fin: boolean
  readonly text: boolean
}

/** The way to the client. */
export interface PlainWire {
  send(piece: Piece): void
  /** Bytes accepted and not yet handed to the network, for all clients together. */
  readonly bufferedAmount: number
  close(reason: string): void
}

/** Bytes on the way from which on nothing more is given to it, and milliseconds until it is looked at again. */
const HIGH_MARK = 256 * 1024
const POLL = 10
const DEFAULT_LIMIT = 32 * 1024 * 1024

/** The owner of the wire calls `receive`, `pause`, `resume` and `ended`, as such things come from the server. */
export class PlainRelayLink implements Link {
  readonly serializer: Serializer
  readonly #wire: PlainWire
  readonly #limit: number
  readonly #inbox = new Inbox()
  readonly #waiting = new ConflatingQueue()
  /** The message whose pieces are going, and how many of its bytes have gone. */
  #begun: { readonly bytes: Uint8Array; gone: number } | undefined
  #incoming: Uint8Array[] = []
  #incomingBytes = 0
  #paused = false
  #polling: ReturnType<typeof setTimeout> | undefined

  constructor(wire: PlainWire, serializer: Serializer, limit = DEFAULT_LIMIT) {
    this.#wire = wire
    this.serializer = serializer
    this.#limit = limit
  }

  get bufferedAmount(): number {
    const rest = this.#begun ? this.#begun.bytes.length - this.#begun.gone + ENTRY_COST : 0
    return this.#waiting.bytes + rest
  }

  get conflated(): number {
    return this.#waiting.conflated
  }

  start(receiver: LinkReceiver): void {
    this.#inbox.start(receiver)
  }

  send(frame: Frame, lane = 0, conflate?: string): void {
    if (this.#inbox.over) return
    const bytes = typeof frame === 'string' ? new TextEncoder().encode(frame) : frame
    this.#waiting.push({ frame: bytes, lane, key: conflate })
    const amount = this.bufferedAmount
    if (amount <= this.#limit) return this.#flush()
    // The wire is everybody's: what this client did not take in time must not go there all at once.
    this.#forget()
    this.close(tooSlow(amount, this.#limit))
  }

  close(reason: string = CLOSED_HERE): void {
    if (this.#inbox.over) return
    this.#inbox.abandon(reason)
    // What was sent before, a farewell most often, is delivered as far as the wire takes it.
    if (!this.#paused) for (let piece = this.#next(); piece; piece = this.#next()) this.#wire.send(piece)
    this.#release()
    this.#wire.close(reason)
  }

  /** A piece came from the client. */
  receive({ payload, fin, text }: Piece): void {
    if (this.#inbox.over) return
    if (text === this.serializer.binary) return this.close(`${this.serializer.protocol} has no such frames`)
    this.#incomingBytes += payload.length
    if (this.#incomingBytes > MAX_PLAIN_MESSAGE) {
      return this.close(`a message has more than ${MAX_PLAIN_MESSAGE} bytes`)
    }
    this.#incoming.push(payload)
    if (!fin) return
    const bytes = this.#incoming.length === 1 ? payload : concatBytes(...this.#incoming)
    this.#incoming = []
    this.#incomingBytes = 0
    this.#inbox.push(text ? new TextDecoder().decode(bytes) : bytes)
  }

  /** The client left, or the way to it is gone. */
  ended(reason: string): void {
    this.#inbox.end(reason)
    this.#release()
  }

  /** The server holds much for this client: nothing more goes there until `resume`. */
  pause(): void {
    this.#paused = true
  }

  resume(): void {
    this.#paused = false
    this.#flush()
  }

  #flush(): void {
    clearTimeout(this.#polling)
    while (!this.#paused && this.#wire.bufferedAmount < HIGH_MARK) {
      const piece = this.#next()
      if (piece === undefined) return
      this.#wire.send(piece)
    }
    if (!this.#paused) this.#polling = setTimeout(() => this.#flush(), POLL)
  }

  /** Takes the next piece: of a message that was begun, all go before another message. */
  #next(): Piece | undefined {
    const waiting = this.#begun ? undefined : this.#waiting.shift()
    // `send` puts in bytes only.
    if (waiting) this.#begun = { bytes: waiting.frame as Uint8Array, gone: 0 }
    const begun = this.#begun
    if (begun === undefined) return undefined
    const payload = begun.bytes.subarray(begun.gone, begun.gone + MAX_PIECE)
    begun.gone += payload.length
    const fin = begun.gone === begun.bytes.length
    if (fin) this.#begun = undefined
    return { payload, fin, text: !this.serializer.binary }
  }

  #forget(): void {
    this.#waiting.clear()
    this.#begun = undefined
  }

  #release(): void {
    clearTimeout(this.#polling)
    this.#forget()
    this.#incoming = []
  }
}
