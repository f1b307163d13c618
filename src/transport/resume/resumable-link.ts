// Resumable link: a link that outlives what carries it. Its frames are numbered and kept until the other side has them;
// when one path dies, or a better one opens, the link goes on by another, and nothing is lost, doubled or out of order.

import type { Frame, Link, LinkReceiver, Liveness } from '../../protocol/link.ts'
import { LAST_LANE, MAX_CARRIED, NO_TRANSFERS } from '../../protocol/link.ts'
import type { Serializer } from '../../protocol/serializer/serializer.ts'
import { utf8 } from '../bytes.ts'
import { BrokenFraming, MessageReader, textOf } from '../framing.ts'
import { Inbox } from '../inbox.ts'
import { CLOSED_HERE, CLOSED_THERE, tooSlow } from '../reasons.ts'
import { systemTimers, type Timers } from '../timers.ts'
import type { LinkChange } from './link-state.ts'
import type { Path } from './path.ts'
import { Presence } from './presence.ts'
import { Received } from './received.ts'
import { type Have, readHave, readReason, record, writeReason } from './records.ts'
import { DEFAULT_GRACE, DEFAULT_LIMIT, LINGER, type ResumableLinkOptions } from './resumable-link-options.ts'
import { Sender } from './sender.ts'
import { type Way, Ways } from './ways.ts'

export { bytesOf, PATH_HEARTBEAT, type Path } from './path.ts'
export type { ResumableLinkOptions } from './resumable-link-options.ts'

export class ResumableLink implements Link {
  readonly serializer: Serializer
  readonly #options: ResumableLinkOptions
  readonly #timers: Timers
  readonly #inbox = new Inbox()
  readonly #sender: Sender
  readonly #received: Received
  readonly #presence: Presence
  readonly #ways = new Ways()
  #virgin: boolean
  /** The reason to give the other side, from when this side closed until it was sent. */
  #farewell: string | undefined
  #lingering: unknown
  #over = false

  constructor(serializer: Serializer, options: ResumableLinkOptions = {}) {
    this.serializer = serializer
    this.#options = options
    this.#timers = options.timers ?? systemTimers
    const { restored } = options
    this.#received = new Received(restored?.have)
    this.#sender = new Sender({
      ...options,
      received: this.#received,
      timers: this.#timers,
      path: () => this.#ways.current?.path,
    })
    this.#virgin = restored === undefined
    this.#presence = new Presence(options.grace ?? DEFAULT_GRACE, this.#timers, {
      turn: liveness => {
        this.#inbox.turn(liveness)
        options.liveness?.(liveness)
      },
      gone: reason => this.end(reason),
    })
    if (options.asleep) this.#presence.sleeps()
    else if (restored) this.#presence.path('none')
  }

  /** Bytes that wait for their turn or for the network. */
  get bufferedAmount(): number {
    return this.#over ? 0 : this.#sender.waiting + (this.#ways.current?.path.bufferedAmount ?? 0)
  }

  /** How many frames newer ones took the place of. */
  get conflated(): number {
    return this.#sender.conflated
  }

  get roundTrip(): number | undefined {
    return this.#ways.current?.path.roundTrip
  }

  get liveness(): Liveness {
    return this.#presence.liveness
  }

  /** What the link goes by now. */
  get path(): Path | undefined {
    return this.#ways.current?.path
  }

  get over(): boolean {
    return this.#over
  }

  start(receiver: LinkReceiver): void {
    this.#inbox.start(receiver)
  }

  send(frame: Frame, lane = 0, conflate?: string): void {
    if (this.#inbox.over) return
    const bytes = typeof frame === 'string' ? utf8(frame) : frame
    if (bytes.length > MAX_CARRIED) {
      return this.#fail(`A frame of ${bytes.length} bytes cannot be sent: the limit is ${MAX_CARRIED}.`)
    }
    this.#sender.push(bytes, lane, conflate)
    const limit = this.#options.limit ?? DEFAULT_LIMIT
    if (this.#sender.bytes > limit) return this.#fail(tooSlow(this.#sender.bytes, limit))
    this.#sender.pump()
  }

  close(reason?: string): void {
    if (this.#inbox.over) return
    this.#inbox.abandon(reason ?? CLOSED_HERE)
    this.#leave(reason ?? CLOSED_THERE)
  }

  /** Ends the link without a word to the other side, which is gone; what had come is still delivered. */
  end(reason: string): void {
    if (this.#over) return
    this.#inbox.end(reason)
    this.#release(reason)
  }

  /** Goes on by `path` as soon as the other side does; until then by what there is. */
  take(path: Path): void {
    if (this.#over) return path.close(CLOSED_HERE)
    const way = this.#ways.add(path)
    path.start({
      frame: frame => this.#heard(way, frame as Uint8Array),
      liveness: liveness => {
        way.silent = liveness === 'asleep'
        this.#watch()
      },
      transfers: transfers => this.#inbox.carry(transfers),
      closed: reason => {
        this.#lost(way)
        // Another path would bring more of it.
        if (path.deaf) this.#fail(reason)
      },
    })
    path.send(this.#sender.resume)
    // The first path of all has nothing to resume: what is sent need not wait for the other side's word.
    if (this.#virgin) this.#use(way)
    this.#virgin = false
    for (const old of this.#ways.surplus) this.#drop(old)
  }

  /** The other side went to sleep, as is known from elsewhere. */
  slept(): void {
    this.#presence.sleeps()
  }

  /**
   * Asks the other side for a sign of life: unless it answers within `time` milliseconds, the path in use is silent, and
   * another one may be tried.
   */
  check(time: number): void {
    void this.#ways.current?.path.probe(time)
  }

  /** Tells the other side that this one goes away and may come back, and lets go of all paths. */
  sleep(reason: string): void {
    if (this.#over) return
    this.#ways.current?.path.send(writeReason(record.sleep, reason))
    for (const way of this.#ways.all) this.#drop(way, reason)
  }

  /**
   * There is reason to believe that the other side is gone: the link ends unless it answers, or comes by another path, within
   * `time` milliseconds, or had said that it would sleep.
   */
  doubt(time: number, reason: string): void {
    if (!this.#over) this.#presence.doubt(time, reason, () => this.#ways.current?.path.probe(time))
  }

  /**
   * What has changed since it was asked last, if anything has, or all there is, for whoever keeps it.
   * @param undecided how many of the frames that were delivered have not been acted on yet.
   */
  change(undecided: number, whole: boolean): LinkChange | undefined {
    return this.#sender.change(this.#inbox.length + undecided, whole)
  }

  /** How many frames have come that `change` did not tell of. */
  get unsettled(): number {
    return this.#sender.unsettled
  }

  /** What `change` told last is kept. */
  kept(): void {
    this.#sender.kept()
  }

  #heard(way: Way, frame: Uint8Array): void {
    if (this.#over) return
    try {
      this.#read(way, new MessageReader(frame))
    } catch (error) {
      if (!(error instanceof BrokenFraming)) throw error
      this.#fail(error.message)
    }
  }

  #read(way: Way, reader: MessageReader): void {
    const kind = reader.byte()
    if (kind === record.frame) {
      const number = reader.number()
      this.#sender.acknowledged({ upto: reader.number(), beyond: [] })
      return this.#take(number, reader.rest())
    }
    if (kind === record.received) return this.#sender.acknowledged(readHave(reader))
    if (kind === record.resume) return this.#resume(way, readHave(reader))
    if (kind === record.sleep) return this.#presence.sleeps()
    if (kind !== record.bye) throw new BrokenFraming(`The other side sent a record of an unknown kind, ${kind}.`)
    const reason = readReason(reader)
    this.#inbox.end(reason)
    this.#release(reason)
  }

  #take(number: number, bytes: Uint8Array): void {
    const isNew = this.#received.take(number)
    this.#sender.came(number, bytes.length, isNew)
    if (isNew) this.#inbox.push(this.serializer.binary ? bytes : textOf(bytes))
  }

  /** The other side goes on by this path: what it does not have is sent again by it. */
  #resume(way: Way, have: Have): void {
    if (way.resumed) throw new BrokenFraming('The other side resumed twice by one path.')
    way.resumed = true
    const missing = this.#sender.missing(have, way.from ?? this.#sender.nextNumber)
    // An older path than the one in use, whose word comes late.
    if (this.#ways.isPast(way)) return
    this.#presence.back()
    this.#sender.resend(way.path, missing)
    this.#use(way)
  }

  #use(way: Way): void {
    const moved = this.#ways.current !== way
    way.from ??= this.#sender.nextNumber
    this.#ways.current = way
    for (const older of this.#ways.before(way)) this.#drop(older)
    if (this.#farewell !== undefined) return this.#sayFarewell(way, this.#farewell)
    this.#watch()
    this.#sender.pump()
    // Whoever was told that the other side is alive may have ended the link.
    if (moved && !this.#over) this.#options.moved?.(way.path)
  }

  #lost(way: Way): void {
    const moved = way === this.#ways.current
    if (!this.#ways.delete(way) || this.#over) return
    this.#inbox.carry(NO_TRANSFERS)
    if (this.#farewell !== undefined && this.#ways.empty) return this.#release(this.#farewell)
    if (moved) this.#watch()
    // The other side may have moved already, and closed this path: its word is on its way by the next one.
    if (!this.#ways.current && this.#ways.empty) this.#options.moved?.(undefined)
  }

  #drop(way: Way, reason = 'The link goes on by another path.'): void {
    this.#lost(way)
    way.path.close(reason)
  }

  #watch(): void {
    if (!this.#over)
      this.#presence.path(this.#ways.current === undefined ? 'none' : this.#ways.current.silent ? 'silent' : 'alive')
  }

  /** This side cannot go on; what had come is still delivered, and what was to go is not sent any more. */
  #fail(reason: string): void {
    if (this.#inbox.over) return
    this.#sender.clear()
    this.#inbox.end(reason)
    this.#leave(reason)
  }

  /** Sends what is left and the farewell; where the other side is just coming back by a path, then. */
  #leave(reason: string): void {
    this.#farewell = reason
    if (this.#ways.current) return this.#sayFarewell(this.#ways.current, reason)
    if (this.#ways.empty) return this.#release(reason)
    this.#lingering = this.#timers.setTimeout(() => this.#release(reason), LINGER)
  }

  #sayFarewell(way: Way, reason: string): void {
    this.#sender.pump(true)
    way.path.send(writeReason(record.bye, reason), LAST_LANE)
    this.#release(reason)
  }

  #release(reason: string): void {
    if (this.#over) return
    this.#over = true
    this.#presence.end()
    this.#timers.clearTimeout(this.#lingering)
    this.#sender.end()
    for (const way of this.#ways.all) {
      this.#ways.delete(way)
      way.path.close(reason)
    }
    this.#options.ended?.(reason)
  }
}
