// Rooms: who hosts which room, who is in it, who waits. Pure state: sockets are handed in, and there are no timers.

import { CLOSE, type Departure, type PlainProtocol } from '../src/transport/signaling-messages.ts'
import { type Guest, Hosting, type PlainEntry, type PlainOffer, type RoomSocket, type Surroundings } from './hosting.ts'
import { ticketFits } from './proof.ts'
import { Refusal } from './refusal.ts'

/** One room, as long as somebody hosts it or waits in it. */
export class Room {
  readonly name: string
  readonly #around: Surroundings
  readonly #onEmpty: () => void
  readonly #guests = new Set<Guest>()
  #hosting: Hosting | undefined

  constructor(name: string, around: Surroundings, onEmpty: () => void) {
    this.name = name
    this.#around = around
    this.#onEmpty = onEmpty
  }

  get hosted(): boolean {
    return this.#hosting !== undefined
  }

  get guests(): number {
    return this.#guests.size
  }

  /** Bytes from guests that wait for the host. */
  get queued(): number {
    return this.#hosting?.queued ?? 0
  }

  queuedOf(guest: Guest): number {
    return this.#hosting?.queuedOf(guest) ?? 0
  }

  /** Seats a host that proved its key; who hosted before is superseded. */
  claim(host: RoomSocket, offer: PlainOffer): Hosting {
    const former = this.#hosting
    const hosting = new Hosting(host, offer, this.#around)
    this.#hosting = hosting
    if (former !== undefined) {
      this.#dismiss(former)
      former.close(CLOSE.superseded, 'a newer page or tab with the same key hosts this room now')
    }
    host.tell({ type: 'hosting', room: this.name })
    for (const guest of this.#guests) hosting.seat(guest)
    return hosting
  }

  /** A host's socket is closed. */
  unhost(hosting: Hosting): void {
    if (this.#hosting !== hosting) return
    this.#hosting = undefined
    this.#dismiss(hosting)
    this.#tidy()
  }

  /**
   * Checks a plain client before its socket is opened, and picks the first of its `offers` that the host has.
   * @throws {Refusal}
   */
  choose(ticket: string, offers: readonly string[]): PlainProtocol {
    const hosting = this.#hosting
    if (hosting === undefined) throw nobodyHosts()
    const { protocols, ticketHash } = hosting.offer
    if (ticketHash === undefined || protocols.length === 0) {
      throw new Refusal('no_plain_clients', 'The host of this room takes no plain WAMP clients.')
    }
    if (!ticketFits(ticket, ticketHash)) throw new Refusal('wrong_ticket', 'This is not the ticket of this room.')
    const protocol = offers.flatMap(offer => protocols.find(known => known === offer) ?? []).at(0)
    if (protocol === undefined) {
      throw new Refusal('no_common_protocol', `The host of this room speaks ${protocols.join(', ')}.`)
    }
    this.#checkSpace()
    return protocol
  }

  /** Lets a guest in, mesh or plain. @throws {Refusal} where the room is full, or a plain client finds no host. */
  join(socket: RoomSocket, plain?: PlainEntry): Guest {
    this.#checkSpace()
    if (plain !== undefined && !this.hosted) throw nobodyHosts()
    const guest: Guest = { socket, plain, peer: 0, paused: false, left: undefined }
    this.#guests.add(guest)
    if (this.#hosting === undefined) socket.tell({ type: 'waiting' })
    else this.#hosting.seat(guest)
    return guest
  }

  /** One message of a guest. While nobody hosts there is nobody to have it, as the guest was told. */
  relay(guest: Guest, payload: Uint8Array): void {
    if (this.#hosting !== undefined) this.#hosting.toHost(guest, payload)
    else this.#around.metrics.count('dropped_frames', 'no_host')
  }

  /** Less waits in a guest's socket than before. */
  drained(guest: Guest): void {
    this.#hosting?.guestDrained(guest)
  }

  /** A guest's socket is closed. */
  leave(guest: Guest, reason: string, how: Departure = 'left'): void {
    if (!this.#guests.delete(guest)) return
    this.#hosting?.leave(guest, reason, how)
    this.#tidy()
  }

  forgetLeavers(): void {
    this.#hosting?.forgetLeavers()
  }

  /** Sends everybody away who waits here. */
  evict(): void {
    for (const guest of this.#guests) guest.socket.close(CLOSE.tryAgainLater, 'this server has no place to wait now')
    this.#guests.clear()
    this.#tidy()
  }

  /** Mesh guests wait for the next host, which plain clients cannot. */
  #dismiss(hosting: Hosting): void {
    hosting.end()
    for (const guest of this.#guests) {
      if (guest.plain === undefined) guest.socket.tell({ type: 'gone' })
      else guest.socket.close(CLOSE.goingAway, 'the host left')
    }
  }

  #checkSpace(): void {
    const { guestsPerRoom } = this.#around.limits
    if (this.#guests.size < guestsPerRoom) return
    throw new Refusal('room_full', `This room has ${guestsPerRoom} guests, and that is as many as it may have.`)
  }

  #tidy(): void {
    if (!this.hosted && this.#guests.size === 0) this.#onEmpty()
  }
}

/** Every room of a server. */
export class Rooms {
  readonly #around: Surroundings
  readonly #rooms = new Map<string, Room>()

  constructor(around: Surroundings) {
    this.#around = around
  }

  /**
   * The room of that name, opened where nobody hosts it or waits in it yet. A host, who proved something, gets the place
   * of a room in which some only wait. @throws {Refusal} where there are too many.
   */
  open(name: string, { proven = false } = {}): Room {
    const known = this.#rooms.get(name)
    if (known !== undefined) return known
    if (proven && this.#rooms.size >= this.#around.limits.rooms) this.#evict()
    if (this.#rooms.size >= this.#around.limits.rooms) {
      throw new Refusal(
        'too_many_rooms',
        `This server has ${this.#rooms.size} rooms, and that is as many as it may have.`,
      )
    }
    const room = new Room(name, this.#around, () => this.#rooms.delete(name))
    this.#rooms.set(name, room)
    return room
  }

  /** A room that somebody hosts. @throws {Refusal} where nobody does. */
  hosted(name: string): Room {
    const room = this.#rooms.get(name)
    if (room === undefined) throw nobodyHosts()
    return room
  }

  /** Bytes from guests that wait for their hosts. */
  get queued(): number {
    let bytes = 0
    for (const room of this.#rooms.values()) bytes += room.queued
    return bytes
  }

  /** How many rooms are hosted, and how many have only guests waiting. */
  get census(): { hosted: number; waiting: number } {
    let hosted = 0
    for (const room of this.#rooms.values()) if (room.hosted) hosted++
    return { hosted, waiting: this.#rooms.size - hosted }
  }

  /** Sends away those who wait in one room that nobody hosts, the oldest. */
  #evict(): void {
    for (const room of this.#rooms.values()) if (!room.hosted) return room.evict()
  }

  /** Drops what guests sent who are no longer there. */
  forgetLeavers(): void {
    for (const room of this.#rooms.values()) room.forgetLeavers()
  }
}

function nobodyHosts(): Refusal {
  return new Refusal('nobody_hosts', 'Nobody hosts this room now. Try again when its host is back.')
}
