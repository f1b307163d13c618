// RoomKeeper: keeps what a room's sessions need to outlive the worker that they live in.
//
// All that has changed is written together, as of one moment between two turns of the worker, and the next write begins
// when that one is done. Where the room is durable, what the router sends goes when it is kept: a worker may end at any
// time, and nobody was told anything that its successor does not know. Else frames go at once, and only acknowledgements
// wait, and what tells of a change in the realm itself: of a session, a subscription, a registration.

import type { Id, Uri } from '../protocol/messages.ts'
import { entriesOf, entryOf } from '../router/keeping.ts'
import type { Realm } from '../router/realm.ts'
import type { Attached } from '../router/router.ts'
import type { Entry, EntryKind } from '../router/snapshot.ts'
import type { LinkKeeper } from '../transport/resume/link-state.ts'
import type { ResumableLink } from '../transport/resume/resumable-link.ts'
import { KEPT_VERSION, type RoomChange, type SeatChange, type SeatKind } from './kept-room.ts'

/** Where changes are kept: see `RoomLog`. */
export interface ChangeLog {
  write(change: RoomChange, whole: boolean): Promise<void>
  clear(): Promise<void>
  close(): void
}

export interface RoomKeeperSetup {
  readonly log: ChangeLog
  readonly durable: boolean
  /** Milliseconds that guests may stay away. */
  readonly grace: number
  /** Told that nothing can be kept: once, and again after something could for a while. */
  onerror(error: unknown): void
}

/** A link whose sessions outlive the worker. */
export interface Seated {
  readonly kind: SeatKind
  readonly link: ResumableLink
  readonly attached: Attached
}

interface Kept extends Seated {
  /** Whether its session has been told of. */
  kept: boolean
}

/** Milliseconds that changes are gathered where nothing waits for them, and about how many bytes: before long, senders wait. */
const GATHERING = 15
const MOST_GATHERED = 64 * 1024
/** Milliseconds after which a log that could not be written is tried again. */
const RECOVERY = 10_000
/** After so many changes, or about so many bytes of them if all there is takes less, all there is is written anew. */
const MOST_CHANGES = 500
const MOST_BYTES = 1024 * 1024
/** What a thing takes beside its content. */
const COST = 200

export class RoomKeeper {
  readonly #setup: RoomKeeperSetup
  /** The realm, once somebody has joined it. */
  #realm: () => Realm | undefined = () => undefined
  readonly #seats = new Map<string, Kept>()
  /** What has changed and was not written yet: seats by name, and things of the realm. */
  #changedSeats = new Set<string>()
  #entries = new Map<string, readonly [kind: EntryKind, id: Id | Uri]>()
  /** Whether things of the realm are being written. */
  #writingEntries = false
  #gathered = 0
  #changed = false
  /** Whether something is to be written even if nothing has changed. */
  #due = false
  #urgent = false
  #writing = false
  #whole = true
  #count = 0
  #bytes = 0
  #wholeBytes = 0
  #healthy = true
  #complains = true
  #notBefore = 0
  #gathering: ReturnType<typeof setTimeout> | undefined
  readonly #beating: ReturnType<typeof setInterval>
  #closed = false

  constructor(setup: RoomKeeperSetup) {
    this.#setup = setup
    // What was not written for long is stale for who finds it.
    this.#beating = setInterval(() => this.#beat(), setup.grace / 3)
  }

  /** Whose sessions are kept: the router, which is told of its keeper when it is made, has it. */
  begin(realm: () => Realm | undefined): void {
    this.#realm = realm
  }

  /** For the link of that name: it is kept as soon as it is {@link seated}. */
  keeperOf(name: string): LinkKeeper {
    const isOpen = () => this.#isOpen
    return {
      get open() {
        return isOpen()
      },
      changed: (bytes = 0) => {
        this.#changedSeats.add(name)
        this.#gathered += COST + bytes
        this.#change(!this.#isOpen || this.#gathered > MOST_GATHERED)
      },
    }
  }

  seated(name: string, seated: Seated): void {
    this.#seats.set(name, { ...seated, kept: false })
    this.#changedSeats.add(name)
    this.#change(true)
  }

  /** Something of the realm has changed. */
  entryChanged(kind: EntryKind, id: Id | Uri): void {
    this.#entries.set(`${kind} ${id}`, [kind, id])
    this.#change(true)
  }

  /** The room is closed: nobody is to come back to it. */
  close(): void {
    if (this.#closed) return
    this.#closed = true
    clearInterval(this.#beating)
    clearTimeout(this.#gathering)
    this.#told()
    const { log } = this.#setup
    const closed = () => log.close()
    log.clear().then(closed, closed)
  }

  get #isOpen(): boolean {
    if (this.#closed || !this.#healthy) return true
    return !this.#setup.durable && this.#entries.size === 0 && !this.#writingEntries
  }

  #beat(): void {
    this.#due = this.#seats.size > 0
    if (this.#due) this.#change(false)
  }

  #change(urgent: boolean): void {
    this.#changed = true
    this.#urgent ||= urgent
    if (this.#writing) return
    if (!this.#urgent) this.#gathering ??= setTimeout(() => this.#begin(), GATHERING)
    else this.#begin()
  }

  #begin(): void {
    clearTimeout(this.#gathering)
    this.#gathering = undefined
    if (this.#writing) return
    this.#writing = true
    // What is being done in this turn belongs together.
    queueMicrotask(() => void this.#run())
  }

  async #run(): Promise<void> {
    do {
      this.#changed = false
      this.#urgent = false
      this.#gathered = 0
      await this.#write()
    } while (this.#urgent && !this.#closed)
    this.#writing = false
    if (this.#changed && !this.#closed) this.#change(false)
  }

  async #write(): Promise<void> {
    this.#recover()
    const whole = this.#whole
    const { change, told, bytes } = this.#take(whole)
    if (this.#healthy && change) await this.#kept(change, whole, bytes)
    this.#writingEntries = false
    for (const { link } of told) link.kept()
  }

  async #kept(change: RoomChange, whole: boolean, bytes: number): Promise<void> {
    try {
      await this.#setup.log.write(change, whole)
      this.#complains = true
      if (whole) [this.#count, this.#bytes, this.#wholeBytes] = [0, 0, bytes]
      this.#count++
      this.#bytes += bytes
      this.#whole = this.#count > MOST_CHANGES || this.#bytes > MOST_BYTES + 2 * this.#wholeBytes
    } catch (error) {
      this.#fail(error)
    }
  }

  /** The room goes on without; what is kept must not be gone on with. */
  #fail(error: unknown): void {
    this.#healthy = false
    this.#notBefore = performance.now() + RECOVERY
    this.#setup.log.clear().catch(() => {})
    if (this.#complains && !this.#closed) this.#setup.onerror(error)
    this.#complains = false
  }

  #recover(): void {
    if (this.#healthy || performance.now() < this.#notBefore) return
    this.#healthy = true
    this.#whole = true
  }

  /** What has changed, as of now, or all there is; with the links that are told when it is kept. */
  #take(whole: boolean): { change: RoomChange | undefined; told: readonly Seated[]; bytes: number } {
    const entries = this.#takeEntries(whole)
    const seats: [string, SeatChange | undefined][] = []
    const told: Seated[] = []
    const names = whole ? [...this.#seats.keys()] : [...this.#changedSeats]
    this.#changedSeats = new Set()
    for (const name of names) {
      const seated = this.#seats.get(name)
      if (seated === undefined) continue
      // An end is one when the router has heard of it, or somebody would be missing who has not left.
      if (seated.link.over && !seated.attached.over) this.#changedSeats.add(name)
      else if (seated.attached.over) {
        this.#seats.delete(name)
        if (seated.kept) seats.push([name, undefined])
      } else {
        told.push(seated)
        const change = this.#seatChange(seated, whole)
        if (change) seats.push([name, change.seat])
        // What was not acted on will be, and perhaps without a word to anybody.
        if (seated.link.unsettled > 0) this.#changedSeats.add(name)
      }
    }
    this.#changed ||= this.#changedSeats.size > 0
    const isVoid = !(whole || this.#due || entries.length + seats.length > 0)
    this.#due = false
    const exact = this.#setup.durable && this.#healthy
    const change = isVoid ? undefined : { version: KEPT_VERSION, at: Date.now(), exact, entries, seats }
    return { change, told, bytes: COST * (1 + entries.length + seats.length) + bytesOf(seats) }
  }

  #takeEntries(whole: boolean): Entry[] {
    const realm = this.#realm()
    const changed = [...this.#entries.values()]
    this.#entries = new Map()
    this.#writingEntries = changed.length > 0
    if (realm === undefined) return []
    if (whole) return [...entriesOf(realm)].filter(([, , value]) => value !== undefined)
    return changed.map(([kind, id]) => entryOf(realm, kind, id))
  }

  /** Nothing is kept of who has not joined, or has left: there is nothing to come back to. */
  #seatChange(seated: Kept, whole: boolean): { seat: SeatChange | undefined } | undefined {
    const { kind, link, attached, kept } = seated
    const { standing } = attached
    const change = link.change(attached.undecided, whole || (standing !== undefined && !kept))
    seated.kept = standing !== undefined
    if (standing === undefined) return kept ? { seat: undefined } : undefined
    return change && { seat: { kind, protocol: link.serializer.protocol, standing, link: change } }
  }

  /** Nothing is waited for any more. */
  #told(): void {
    for (const { link, attached } of this.#seats.values()) {
      link.change(attached.undecided, false)
      link.kept()
    }
  }
}

function bytesOf(seats: readonly (readonly [string, SeatChange | undefined])[]): number {
  let bytes = 0
  for (const [, change] of seats) {
    for (const [, frame] of change?.link.frames ?? []) bytes += COST + (frame?.bytes.length ?? 0)
  }
  return bytes
}
