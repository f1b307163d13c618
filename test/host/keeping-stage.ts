// The stage of the tests of rooms that outlive their worker: a router with its seats and their keeper, which may end at
// any moment, and clients that live on.

import { Session } from '../../src/client/session.ts'
import { keptRoom, type RoomChange, type SeatKind } from '../../src/host/kept-room.ts'
import { logFailure, secureRandom, systemClock } from '../../src/host/platform.ts'
import { type ChangeLog, RoomKeeper } from '../../src/host/room-keeper.ts'
import { RoomSeats } from '../../src/host/room-seats.ts'
import { SERIALIZERS } from '../../src/host/serializers.ts'
import { msgpack } from '../../src/protocol/serializer/msgpack.ts'
import { ROOM_LIMITS } from '../../src/router/limits.ts'
import type { RealmSettings } from '../../src/router/realm-settings.ts'
import { Router } from '../../src/router/router.ts'
import { bytesOf, PATH_HEARTBEAT, ResumableLink } from '../../src/transport/resume/resumable-link.ts'
import { type FragmentPair, fragmentPair } from '../transport/channel-pair.ts'
import { tick } from '../transport/link-acceptance.ts'

/** A place for changes in memory, that takes as long as it likes and may end in the middle. */
export class MemoryLog implements ChangeLog {
  readonly kept: RoomChange[]
  /** How many times it was written, and what is being written. */
  writes = 0
  /** Runs while a write is under way; it is kept when this is done. */
  readonly #pause: () => Promise<void>
  broken: Error | undefined
  #over = false

  constructor(kept: readonly RoomChange[] = [], pause: () => Promise<void> = tick) {
    this.kept = structuredClone([...kept])
    this.#pause = pause
  }

  async write(change: RoomChange, whole: boolean): Promise<void> {
    const copy = structuredClone(change)
    this.writes++
    await this.#pause()
    if (this.#over) return new Promise(() => {})
    if (this.broken) throw this.broken
    if (whole) this.kept.length = 0
    this.kept.push(copy)
  }

  async clear(): Promise<void> {
    this.kept.length = 0
  }

  close(): void {}

  /** Its process has ended: nobody hears of it any more. */
  end(): RoomChange[] {
    this.#over = true
    return this.kept
  }
}

export interface PlaceSetup {
  readonly durable: boolean
  readonly grace?: number
  readonly settings?: RealmSettings
  readonly log?: ChangeLog
  readonly left?: readonly RoomChange[]
  readonly errors?: unknown[]
}

/** A worker's part of a room. */
export class Place {
  readonly router: Router
  readonly seats: RoomSeats
  readonly keeper: RoomKeeper

  constructor({ durable, grace = 30_000, settings = {}, log = new MemoryLog(), left = [], errors }: PlaceSetup) {
    const onerror = (error: unknown) => (errors ? errors.push(error) : logFailure(error))
    const keeper = new RoomKeeper({ log, durable, grace, onerror })
    this.keeper = keeper
    this.router = new Router({
      clock: systemClock,
      random: secureRandom,
      realms: { realm1: settings },
      onerror,
      changed: (_, kind, id) => keeper.entryChanged(kind, id),
    })
    keeper.begin(() => this.router.realm('realm1'))
    const limits = { ...ROOM_LIMITS, framesPerSecond: 1_000_000 }
    const ontransfers = () => {}
    this.seats = new RoomSeats(
      { router: this.router, realm: 'realm1', limits, resume: { grace }, keeper, ontransfers },
      () => {},
    )
    const room = keptRoom(structuredClone([...left]), Date.now() - grace)
    if (room) this.seats.restore(room, SERIALIZERS)
  }
}

/** Somebody who is in the room, whichever place it has. */
export class Member {
  readonly name: string
  readonly kind: SeatKind
  readonly link: ResumableLink
  readonly session: Session
  readonly states: string[] = []
  ended: string | undefined
  #pair: FragmentPair | undefined

  constructor(name: string, kind: SeatKind = 'guest') {
    this.name = name
    this.kind = kind
    this.link = new ResumableLink(msgpack, {
      ended: reason => {
        this.ended = reason
      },
    })
    this.session = new Session(async () => this.link, {
      reconnect: 'never',
      onstate: state => this.states.push(state),
    })
  }

  /** Comes in by a path of its own, or comes back; false where its session is not known. */
  connect(place: Place): boolean {
    this.cut()
    const isNew = this.states.length === 0
    const seat = place.seats.find(this.kind, this.name) ?? (isNew ? place.seats.open(this.kind, this.name) : undefined)
    if (seat === undefined) return false
    this.#pair = fragmentPair(bytesOf(msgpack), { heartbeat: PATH_HEARTBEAT })
    this.link.take(this.#pair.left)
    seat.link.take(this.#pair.right)
    return true
  }

  async join(place: Place): Promise<this> {
    this.connect(place)
    await this.session.open()
    return this
  }

  cut(): void {
    this.#pair?.cut()
    this.#pair = undefined
  }
}
