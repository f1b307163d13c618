// Wire: what joins a guest's tab and the host's: it delays, stalls, breaks, and then has delivered one half and not the other.

import type { Channel } from '../../src/transport/fragment.ts'
import type { Random } from '../fuzz/random.ts'
import type { Tab, VirtualTime } from './virtual-time.ts'

/** What guest and doorman say to each other before a wire carries a path. */
export interface Word {
  readonly word: 'fresh' | 'resume' | 'ok' | 'unknown'
  readonly name: string
}

export type Message = Uint8Array | Word

export interface WireReceiver {
  message(message: Message): void
  drained?(): void
  ended(reason: string): void
}

export type Kind = 'relay' | 'channel'

/** Bytes below which a buffer counts as drained. */
const LOW_MARK = 64 * 1024

export class WireEnd implements Channel {
  readonly wire: Wire
  readonly tab: Tab
  receiver: WireReceiver = { message: () => {}, ended: () => {} }
  /** Set when both ends exist. */
  other: WireEnd = this
  isOpen = true
  readonly #time: VirtualTime
  readonly #leaving: { at: number; size: number }[] = []
  readonly #underway: (() => void)[] = []
  #buffered = 0
  #busyUntil = 0
  #lastArrival = 0
  #draining = false

  constructor(wire: Wire, tab: Tab, time: VirtualTime) {
    this.wire = wire
    this.tab = tab
    this.#time = time
  }

  get bufferedAmount(): number {
    while (this.#leaving[0] && this.#leaving[0].at <= this.#time.now) this.#buffered -= this.#leaving.shift()?.size ?? 0
    return this.#buffered
  }

  send(message: Message): void {
    if (!this.isOpen) throw new Error('a link sent by a wire that has ended')
    const size = message instanceof Uint8Array ? message.length : 100
    const { now } = this.#time
    this.#busyUntil = this.wire.broken
      ? Number.POSITIVE_INFINITY
      : Math.max(now, this.#busyUntil) + size / this.wire.rate
    this.#leaving.push({ at: this.#busyUntil, size })
    this.#buffered += size
    if (this.wire.broken) return
    this.#watchBuffer()
    this.#arriveAt(this.#busyUntil, () => this.other.receiver.message(message))
  }

  /** The other end hears of it behind all that is on its way. */
  close(reason: string): void {
    if (!this.isOpen) throw new Error('a link closed a wire that has ended')
    this.isOpen = false
    this.#arriveAt(Math.max(this.#time.now, this.#busyUntil), () => this.other.end(`closed: ${reason}`))
  }

  /** This end hears that the wire is gone. */
  end(reason: string): void {
    if (!this.isOpen) return
    this.isOpen = false
    this.receiver.ended(reason)
  }

  #arriveAt(left: number, act: () => void): void {
    if (!Number.isFinite(left)) return
    this.#lastArrival = Math.max(this.#lastArrival, left + this.wire.delay())
    this.#underway.push(act)
    this.#time.after(this.other.tab, this.#lastArrival - this.#time.now, () => this.#arrives())
  }

  /** The next one in order arrives, whichever this moment was meant for. */
  #arrives(): void {
    const { wire, other } = this
    if (wire.broken || !other.isOpen) return
    const wait = wire.stalledUntil - this.#time.now
    if (wait > 0) this.#time.after(other.tab, wait, () => this.#arrives())
    else this.#underway.shift()?.()
  }

  #watchBuffer(): void {
    if (this.#draining || this.wire.broken || this.bufferedAmount <= LOW_MARK) return
    this.#draining = true
    const left = (this.bufferedAmount - LOW_MARK) / this.wire.rate
    this.#time.after(this.tab, Math.max(5, left), () => {
      this.#draining = false
      if (this.isOpen && this.bufferedAmount <= LOW_MARK) this.receiver.drained?.()
      else this.#watchBuffer()
    })
  }
}

export class Wire {
  readonly kind: Kind
  readonly number: number
  /** Bytes per millisecond. */
  readonly rate: number
  readonly near: WireEnd
  readonly far: WireEnd
  broken = false
  stalledUntil = 0
  readonly #latency: number
  readonly #random: Random
  readonly #time: VirtualTime

  constructor(
    kind: Kind,
    number: number,
    ends: [near: Tab, far: Tab],
    { time, random }: { time: VirtualTime; random: Random },
  ) {
    this.kind = kind
    this.number = number
    this.#time = time
    this.#random = random
    this.rate = 200 * 2 ** random.below(5)
    this.#latency = kind === 'relay' ? 10 + random.below(120) : 1 + random.below(30)
    this.near = new WireEnd(this, ends[0], time)
    this.far = new WireEnd(this, ends[1], time)
    this.near.other = this.far
    this.far.other = this.near
  }

  get isOpen(): boolean {
    return !this.broken && this.near.isOpen && this.far.isOpen
  }

  /** Milliseconds from one end to the other, now. */
  delay(): number {
    return this.#latency + (this.#random.chance(0.1) ? this.#random.below(200) : 0)
  }

  /** Everything on its way is lost; each end hears of it after its time, or never. */
  cut(near: number | undefined, far: number | undefined): void {
    this.broken = true
    for (const [end, delay] of [
      [this.near, near],
      [this.far, far],
    ] as const) {
      if (delay !== undefined) this.#time.after(end.tab, delay, () => end.end('The network failed.'))
    }
  }
}
