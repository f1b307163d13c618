// RoomSeats: the links of a room at its router, those that outlive what carries them, guests' and tabs', among them; those that
// were kept by an earlier worker, too.

import { type Link, NO_TRANSFERS, type Transfers } from '../protocol/link.ts'
import { msgpack } from '../protocol/serializer/msgpack.ts'
import type { Serializer } from '../protocol/serializer/serializer.ts'
import type { Limits } from '../router/limits.ts'
import { type RestoredLink, restoreRealm } from '../router/restoring.ts'
import type { Attached, AttachOptions, Router } from '../router/router.ts'
import type { Standing } from '../router/snapshot.ts'
import type { KeptRoom, KeptSeat, SeatKind } from './kept-room.ts'
import type { RoomKeeper } from './room-keeper.ts'
import { RoomTransfers } from './room-transfers.ts'
import { type Seat, Seats, type SeatWire } from './seats.ts'
import { serializerOf } from './serializers.ts'
import { TracedLink } from './trace/traced-link.ts'
import { Tracer } from './trace/tracer.ts'
import type { Transport } from './transport-kind.ts'

export interface RoomSeatsSetup {
  readonly router: Router
  readonly realm: string
  /** What one guest may cost. */
  readonly limits: Limits
  /** How long somebody may stay away before its session ends, and how much is kept for it meanwhile. */
  readonly resume: { readonly grace: number; readonly limit?: number }
  /** Keeps sessions beyond the end of this worker. */
  readonly keeper?: RoomKeeper | undefined
  /** Told how far large messages are, of all links together. */
  ontransfers(transfers: Transfers): void
}

/** Milliseconds for a tab to come back to a worker that was started anew: those that live do so at once. */
const TAB_TIME = 10_000
/** INVOCATIONs that may have been sent before an earlier worker ended, and that nobody knows of. */
const MOST_UNKNOWN = 1_000_000

/** What is known of a link at the router. */
interface AttachedFacts {
  attached: Attached | undefined
  readonly transport: () => Transport | undefined
}

export class RoomSeats {
  /** Sees what passes on all of them. */
  readonly tracer = new Tracer()
  readonly #links = new Set<TracedLink>()
  readonly #setup: RoomSeatsSetup
  readonly #seats: Readonly<Record<SeatKind, Seats>>
  readonly #transfers: RoomTransfers

  /** @param guests told how many guests there are, whenever that is another number. */
  constructor(setup: RoomSeatsSetup, guests: (size: number) => void) {
    this.#setup = setup
    const options = { ...setup.resume, keeper: setup.keeper }
    this.#transfers = new RoomTransfers(transfers => setup.ontransfers(transfers))
    this.#seats = { guest: new Seats(options, guests), tab: new Seats(options) }
  }

  /** All links, whatever carries them. */
  get links(): Iterable<TracedLink> {
    return this.#links
  }

  /** How far large messages are. */
  get transfers(): Transfers {
    return this.#transfers.all
  }

  /** Guests and tabs apart: no guest goes on as a tab, whatever it knows. */
  find(kind: SeatKind, name: string): Seat | undefined {
    return this.#seats[kind].find(name)
  }

  /** Whether a guest's link has a name with this handle. */
  has(handle: string): boolean {
    return this.#seats.guest.has(handle)
  }

  /** Closes the links of all guests. */
  close(reason: string): void {
    this.#seats.guest.close(reason)
  }

  /** Tells all guests that the room goes away and may come back. */
  sleep(reason: string): void {
    this.#seats.guest.sleep(reason)
  }

  /** A link for somebody who comes in, with a session at the router for as long as it lasts. */
  open(kind: SeatKind, name: string, serializer: Serializer = msgpack, wire?: SeatWire): Seat {
    const seat = this.#seats[kind].open(name, serializer, wire)
    const attached = this.#attach(seat.link, this.#attachOptions(kind), () => transportOf(seat))
    this.#setup.keeper?.seated(name, { kind, link: seat.link, attached })
    return seat
  }

  /** Takes a link to the router that ends with what carries it. */
  attach(kind: SeatKind, link: Link, transport: Transport): void {
    this.#attach(link, this.#attachOptions(kind), () => transport)
  }

  /** The same, of a plain client. */
  attachPlain(link: Link): void {
    const origin = { authrole: 'plain', authprovider: 'room' }
    this.#attach(link, { origin, limits: this.#setup.limits }, () => 'websocket')
  }

  /** Goes on where an earlier worker ended: whoever was there then may come back to its session. */
  restore({ seats, realm, exact }: KeptRoom, serializers: readonly Serializer[]): void {
    const links = [...seats].flatMap(([name, kept]) => {
      const serializer = serializerOf(kept.protocol, serializers)
      const { session: id } = kept.standing
      const session = id === undefined ? undefined : realm.session.get(id)
      if (serializer === undefined || session === undefined) return []
      const from = { restored: kept.link, asleep: session.asleep }
      const seat = this.#seats[kept.kind].open(name, serializer, undefined, from)
      const facts: AttachedFacts = { attached: undefined, transport: () => transportOf(seat) }
      return [{ name, kept, link: seat.link, facts, traced: this.#traced(seat.link, facts), session: session.id }]
    })
    const { router, realm: name, keeper } = this.#setup
    const attached = restoreRealm(
      router,
      name,
      realm,
      links.map(({ kept, traced: link, session }) => this.#restoredLink({ kept, link, session, exact })),
    )
    for (const { name: seat, kept, link, facts, traced } of links) {
      const at = attached.get(traced)
      facts.attached = at
      if (at) keeper?.seated(seat, { kind: kept.kind, link, attached: at })
      if (kept.kind === 'tab') link.doubt(TAB_TIME, 'The tab is gone.')
    }
  }

  #restoredLink(from: { kept: KeptSeat; link: Link; session: number; exact: boolean }): RestoredLink {
    const { kept, link, session, exact } = from
    const standing: Standing = exact
      ? kept.standing
      : { ...kept.standing, lastInvocation: kept.standing.lastInvocation + MOST_UNKNOWN }
    return { link, session, standing, ...this.#attachOptions(kept.kind) }
  }

  #attach(link: Link, options: AttachOptions, transport: () => Transport | undefined): Attached {
    const facts: AttachedFacts = { attached: undefined, transport }
    const attached = this.#setup.router.attach(this.#traced(link, facts), options)
    facts.attached = attached
    return attached
  }

  #traced(link: Link, facts: AttachedFacts): TracedLink {
    const session = () => facts.attached?.standing?.session ?? 0
    const { transport } = facts
    const transfers = (underway: Transfers) => this.#transfers.set(traced, underway)
    const ended = () => {
      transfers(NO_TRANSFERS)
      this.#links.delete(traced)
    }
    const traced: TracedLink = new TracedLink(link, 'router', { session, transport, transfers, ended }, this.tracer)
    this.#links.add(traced)
    return traced
  }

  #attachOptions(kind: SeatKind): AttachOptions {
    if (kind === 'tab') return { origin: { authrole: 'host', authmethod: 'internal', authprovider: 'room' } }
    const origin = { authrole: 'guest', authmethod: 'invite', authprovider: 'room' }
    return { origin, limits: this.#setup.limits }
  }
}

function transportOf({ link: { path }, wire }: Seat): Transport | undefined {
  return path && wire?.transport(path)
}
