// Plain relay: the host's link to a plain WAMP client, which the signaling server relays in pieces.

import type { Frame, Link, LinkReceiver } from '../protocol/link.ts'
import type { Serializer } from '../protocol/serializer/serializer.ts'
import { concatBytes } from './bytes.ts'
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
/** What a waiting message costs beside its bytes, so that many small ones count as what they take. */
const PIECE_COST = 128

/** The owner of the wire calls `receive`, `pause`, `resume` and `ended`, as such things come from the server. */
export class PlainRelayLink implements Link {
  readonly serializer: Serializer
  readonly #wire: PlainWire
  readonly #limit: number
  readonly #inbox = new Inbox()
  #outgoing: Piece[] = []
  /** How many of the outgoing pieces have gone. */
  #gone = 0
  #outgoingBytes = 0
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
    return this.#outgoingBytes
  }

  start(receiver: LinkReceiver): void {
    this.#inbox.start(receiver)
  }

  send(frame: Frame): void {
    if (this.#inbox.over) return
    const text = typeof frame === 'string'
    const bytes = text ? new TextEncoder().encode(frame) : frame
    for (let at = 0; at === 0 || at < bytes.length; at += MAX_PIECE) {
      this.#outgoing.push({ payload: bytes.subarray(at, at + MAX_PIECE), fin: at + MAX_PIECE >= bytes.length, text })
    }
    this.#outgoingBytes += bytes.length + PIECE_COST
    if (this.#outgoingBytes > this.#limit) return this.close(tooSlow(this.#outgoingBytes, this.#limit))
    this.#flush()
  }

  close(reason: string = CLOSED_HERE): void {
    if (this.#inbox.over) return
    this.#inbox.abandon(reason)
    // What was sent before, a farewell most often, is delivered as far as the wire takes it.
    if (!this.#paused) for (const piece of this.#outgoing.slice(this.#gone)) this.#wire.send(piece)
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
    while (!this.#paused && this.#wire.bufferedAmount < HIGH_MARK) {
      const piece = this.#outgoing[this.#gone]
      if (piece === undefined) return this.#tidy()
      this.#gone++
      this.#outgoingBytes -= piece.payload.length + (piece.fin ? PIECE_COST : 0)
      this.#wire.send(piece)
    }
    if (this.#gone > 1024) this.#tidy()
    clearTimeout(this.#polling)
    if (!this.#paused) this.#polling = setTimeout(() => this.#flush(), POLL)
  }

  #tidy(): void {
    this.#outgoing = this.#outgoing.slice(this.#gone)
    this.#gone = 0
  }

  #release(): void {
    clearTimeout(this.#polling)
    this.#outgoing = []
    this.#gone = 0
    this.#outgoingBytes = 0
    this.#incoming = []
  }
}
