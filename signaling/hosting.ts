// Hosting: the time of one host's socket: the guests it was told of, and all that passes between it and them.

import {
  CLOSE,
  closeReason,
  type Departure,
  MAX_PIECE,
  type PlainProtocol,
  packRelay,
  type ServerToGuest,
  type ServerToHost,
  unpackRelay,
} from '../src/transport/signaling-messages.ts'
import { FairQueue } from './fair-queue.ts'
import type { Limits } from './limits.ts'
import type { Metrics } from './metrics.ts'

/** A socket, as far as rooms know it. It calls back with `drained` whenever less waits in it than before. */
export interface RoomSocket {
  /** Bytes that wait in it to be sent. */
  readonly buffered: number
  tell(message: ServerToHost | ServerToGuest): void
  send(payload: Uint8Array, form: { fin: boolean; text: boolean }): void
  /** Ends it; its owner leaves the room before this returns, and at no other time within a call. */
  close(code: number, reason: string): void
  /** Stops or resumes reading from it; nothing is lost meanwhile, its sender just has to wait. */
  read(on: boolean): void
}

/** What makes a guest a plain client. */
export interface PlainEntry {
  readonly ticket: string
  readonly protocol: PlainProtocol
}

/** Somebody in a room. Only rooms and hostings look inside. */
export interface Guest {
  readonly socket: RoomSocket
  readonly plain: PlainEntry | undefined
  /** Its number with the present host; 0 where there is none. */
  peer: number
  /** Whether the host was asked to send it no more for now. */
  paused: boolean
  /** Why and how it left, while what it sent last still waits for the host. */
  left: { readonly reason: string; readonly how: Departure } | undefined
}

/** Which plain clients a host takes. */
export interface PlainOffer {
  readonly protocols: readonly PlainProtocol[]
  /** SHA-256 of the ticket, base64url. */
  readonly ticketHash: string | undefined
}

/** What rooms need from around them. */
export interface Surroundings {
  readonly limits: Limits
  readonly metrics: Metrics
}

export class Hosting {
  #offer: PlainOffer
  readonly #host: RoomSocket
  readonly #limits: Limits
  readonly #metrics: Metrics
  readonly #guests = new Map<number, Guest>()
  readonly #toHost = new FairQueue<Guest>()
  #lastPeer = 0

  constructor(host: RoomSocket, offer: PlainOffer, { limits, metrics }: Surroundings) {
    this.#host = host
    this.#offer = offer
    this.#limits = limits
    this.#metrics = metrics
  }

  /** Which plain clients it takes now. */
  get offer(): PlainOffer {
    return this.#offer
  }

  /** Who comes from now on needs another ticket. */
  changeTicket(ticketHash: string): void {
    this.#offer = { ...this.#offer, ticketHash }
  }

  /** Bytes from guests that wait for the host. */
  get queued(): number {
    return this.#toHost.bytes
  }

  queuedOf(guest: Guest): number {
    return this.#toHost.bytesOf(guest)
  }

  /** Tells host and guest of each other. */
  seat(guest: Guest): void {
    guest.peer = ++this.#lastPeer
    this.#guests.set(guest.peer, guest)
    const { peer, plain } = guest
    this.#host.tell(plain === undefined ? { type: 'guest', peer } : { type: 'plain', peer, ...plain })
    if (plain === undefined) guest.socket.tell({ type: 'host' })
  }

  /**
   * One frame of the host, for the guest in its header.
   * @throws {SignalingError} where there is no such header.
   */
  toGuest(frame: Uint8Array): void {
    const { peer, fin, payload } = unpackRelay(frame)
    const guest = this.#guests.get(peer)
    if (guest === undefined || guest.left !== undefined) {
      this.#metrics.count('dropped_frames', 'guest_left')
      return
    }
    this.#count('guest', payload)
    const text = guest.plain?.protocol === 'wamp.2.json'
    guest.socket.send(payload, { fin: fin || guest.plain === undefined, text })
    if (guest.paused || guest.socket.buffered <= this.#limits.pauseAt) return
    guest.paused = true
    this.#metrics.count('paused', 'guest')
    this.#host.tell({ type: 'pause', peer })
  }

  /** Less waits in a guest's socket than before. */
  guestDrained(guest: Guest): void {
    if (!guest.paused || guest.socket.buffered > this.#limits.resumeAt) return
    guest.paused = false
    this.#host.tell({ type: 'resume', peer: guest.peer })
  }

  /** One message of a guest. A plain client's is cut, so that a large one holds up nobody else's. */
  toHost(guest: Guest, payload: Uint8Array): void {
    const text = guest.plain?.protocol === 'wamp.2.json'
    this.#toHost.push(guest, { payload, text, cut: guest.plain === undefined ? payload.length : MAX_PIECE })
    this.hostDrained()
    if (this.queuedOf(guest) > this.#limits.pauseAt) guest.socket.read(false)
  }

  /** The host's socket takes more. */
  hostDrained(): void {
    while (this.#host.buffered < this.#limits.pauseAt) {
      const piece = this.#toHost.next()
      if (piece === undefined) return
      const { source, payload, fin, text } = piece
      this.#host.send(packRelay({ peer: source.peer, fin, text }, payload), { fin: true, text: false })
      this.#count('host', payload)
      this.#relieve(source)
    }
  }

  /** The host sends a guest away. */
  closeGuest(peer: number, reason: string): void {
    const guest = this.#guests.get(peer)
    if (guest === undefined) return
    this.#forget(guest)
    if (guest.left === undefined) guest.socket.close(CLOSE.closedByHost, reason)
    else this.#relieve(guest)
  }

  /** A guest's socket is closed; the host hears of it after what the guest sent last. */
  leave(guest: Guest, reason: string, how: Departure): void {
    guest.left = { reason, how }
    this.#relieve(guest)
  }

  /** Drops what guests sent who are no longer there: who stays comes first when memory is short. */
  forgetLeavers(): void {
    for (const guest of this.#guests.values()) {
      if (guest.left === undefined) continue
      this.#forget(guest)
      this.#relieve(guest)
    }
  }

  /** Its time is over: nobody is seated here any longer, and what waited is void. */
  end(): void {
    for (const guest of this.#guests.values()) {
      this.#forget(guest)
      guest.peer = 0
      guest.paused = false
      guest.socket.read(true)
    }
    this.#guests.clear()
  }

  /** Ends the host's socket. */
  close(code: number, reason: string): void {
    this.#host.close(code, reason)
  }

  #relieve(guest: Guest): void {
    const waiting = this.queuedOf(guest)
    if (guest.left === undefined) {
      if (waiting <= this.#limits.resumeAt) guest.socket.read(true)
    } else if (waiting === 0 && this.#guests.delete(guest.peer)) {
      this.#host.tell({ type: 'left', peer: guest.peer, reason: closeReason(guest.left.reason), how: guest.left.how })
    }
  }

  #forget(guest: Guest): void {
    const dropped = this.#toHost.drop(guest)
    if (dropped > 0) this.#metrics.count('dropped_frames', 'void', dropped)
  }

  #count(to: 'host' | 'guest', payload: Uint8Array): void {
    this.#metrics.count('relayed_frames', to)
    this.#metrics.count('relayed_bytes', to, payload.length)
  }
}
