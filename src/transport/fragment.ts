// Fragment: a link over a channel of small messages, under the data channel and the relay.

import type { Frame, Link, LinkReceiver, Liveness } from '../protocol/link.ts'
import type { Serializer } from '../protocol/serializer/serializer.ts'
import { Assembler, type Dialect } from './assembler.ts'
import { BrokenFraming, limits, textOf } from './framing.ts'
import { Heartbeat, type HeartbeatOptions } from './heartbeat.ts'
import { Inbox } from './inbox.ts'
import { Outbox } from './outbox.ts'
import { CLOSED_HERE, CLOSED_THERE, tooSlow } from './reasons.ts'
import { systemTimers, type Timers } from './timers.ts'
import { TransferMeter } from './transfer-meter.ts'

/** An open, reliable, ordered way to the other side for messages of 16 KiB at most. */
export interface Channel {
  /** Takes the message, whose bytes are its own from now on. A channel that fails tells by `FragmentLink.ended`. */
  send(message: Uint8Array): void
  /** Bytes of messages that were taken and have not left yet. */
  readonly bufferedAmount: number
  /** Ends the channel at once. Called once, unless it ended by itself. */
  close(reason: string): void
}

export interface FragmentLinkOptions {
  /** Waits for the other side's first message, and speaks its dialect: ours or the open draft's. Default: ours. */
  listens?: boolean
  /** Bytes that may wait for a slow receiver before the link is closed. Default 32 MiB. */
  limit?: number
  /** Bytes in the channel from which on it gets no more until it says `drained`. Default 256 KiB. */
  highMark?: number
  /** Milliseconds after which a full channel is looked at again, where it does not tell when it has drained. */
  poll?: number
  heartbeat?: HeartbeatOptions
}

const DEFAULT_LIMIT = 32 * 1024 * 1024
const HIGH_MARK = 256 * 1024
/** Milliseconds that a closed link leaves the channel open, from its last progress, for the other side to take the rest. */
const LINGER = 2000

/** The owner of the channel calls `receive`, `drained` and `ended`, as such things come from it. */
export class FragmentLink implements Link {
  readonly serializer: Serializer
  readonly #channel: Channel
  readonly #options: FragmentLinkOptions
  readonly #timers: Timers
  readonly #limit: number
  readonly #highMark: number
  readonly #inbox = new Inbox()
  readonly #meter = new TransferMeter(transfers => this.#inbox.carry(transfers))
  readonly #outbox = new Outbox(this.#meter)
  readonly #assembler: Assembler
  readonly #heartbeat: Heartbeat
  #scheduled = false
  #paused = false
  /** The reason to give the other side, from when this side closed until it was sent. */
  #farewell: string | undefined
  #lingering: unknown
  #polling: unknown
  /** What comes makes no sense any more. */
  #deaf = false
  /** The channel is not ours any more. */
  #released = false

  constructor(channel: Channel, serializer: Serializer, options: FragmentLinkOptions = {}) {
    this.serializer = serializer
    this.#channel = channel
    this.#options = options
    this.#timers = options.heartbeat?.timers ?? systemTimers
    this.#limit = options.limit ?? DEFAULT_LIMIT
    this.#highMark = options.highMark ?? HIGH_MARK
    this.#assembler = new Assembler({
      frame: bytes => this.#take(bytes),
      piece: (total, bytes, more) => this.#meter.moved('receiving', total, bytes, more),
      ping: number => {
        this.#outbox.pong(number)
        this.#schedule()
      },
      pong: number => this.#heartbeat.answered(number),
      bye: reason => this.#end(reason),
    })
    const pulse = {
      ping: (number: number) => {
        this.#outbox.ping(number)
        this.#schedule()
      },
      liveness: (liveness: Liveness) => this.#inbox.turn(liveness),
      dead: (reason: string) => this.#end(reason),
    }
    this.#heartbeat = new Heartbeat(pulse, options.heartbeat)
    this.#schedule()
  }

  get bufferedAmount(): number {
    return this.#released ? 0 : this.#outbox.bytes + this.#channel.bufferedAmount
  }

  get roundTrip(): number | undefined {
    return this.#heartbeat.roundTrip
  }

  /** Whether the link is closed; it may still be saying so to the other side. */
  get over(): boolean {
    return this.#inbox.over
  }

  /** Whether the link ended since what came made no sense. */
  get deaf(): boolean {
    return this.#deaf
  }

  start(receiver: LinkReceiver): void {
    this.#inbox.start(receiver)
  }

  send(frame: Frame, lane = 0): void {
    if (this.#inbox.over) return
    const bytes = typeof frame === 'string' ? new TextEncoder().encode(frame) : frame
    if (bytes.length > limits.frame)
      return this.#fail(`A frame of ${bytes.length} bytes cannot be sent: the limit is ${limits.frame}.`)
    this.#outbox.push(bytes, lane)
    if (this.#outbox.bytes > this.#limit) return this.#fail(tooSlow(this.#outbox.bytes, this.#limit))
    this.#schedule()
  }

  close(reason?: string): void {
    if (this.#inbox.over) return
    this.#inbox.abandon(reason ?? CLOSED_HERE)
    this.#leave(reason ?? CLOSED_THERE)
  }

  /**
   * Whether the other side answers within `timeout` milliseconds: for when there is doubt, and the heartbeat would be
   * too slow. One that speaks the draft's dialect cannot be asked, and is believed to be there.
   */
  probe(timeout: number): Promise<boolean> {
    if (this.#assembler.dialect === 'draft') return Promise.resolve(!this.#inbox.over)
    return this.#heartbeat.probe(timeout)
  }

  /** The channel got this message, whose bytes do not change any more: small frames stay where they are in it. */
  receive(message: Uint8Array): void {
    if (this.#released || this.#deaf) return
    this.#heartbeat.heard()
    const first = this.#assembler.dialect === undefined
    try {
      this.#assembler.receive(message)
      if (first) this.#adopt(this.#assembler.dialect)
    } catch (error) {
      if (!(error instanceof BrokenFraming)) throw error
      this.#deaf = true
      this.#fail(error.message)
    }
  }

  /** The channel has sent most of what it had: it can take more. */
  drained(): void {
    if (this.#farewell !== undefined) this.#linger(this.#farewell)
    this.#flush()
  }

  /** The channel is gone, by itself. */
  ended(reason: string): void {
    this.#inbox.end(reason)
    this.#release()
  }

  /** Holds everything back until `resume`: there is no room further down the way. */
  pause(): void {
    this.#paused = true
  }

  resume(): void {
    this.#paused = false
    this.#flush()
  }

  /** Our own dialect needs no answer; the draft's is spoken only by a link that listened first. */
  #adopt(dialect: Dialect | undefined): void {
    if (dialect === 'draft' && !this.#options.listens) {
      throw new BrokenFraming("The other side speaks the open draft's framing to a link that had begun in its own.")
    }
    if (dialect === 'draft') {
      this.#outbox.speak(dialect)
      this.#heartbeat.stop()
    }
    this.#schedule()
  }

  #take(bytes: Uint8Array): void {
    this.#inbox.push(this.serializer.binary ? bytes : textOf(bytes))
  }

  /** Sends at the end of this microtask, so that what is sent until then can share a message. */
  #schedule(): void {
    if (this.#scheduled) return
    this.#scheduled = true
    queueMicrotask(() => {
      this.#scheduled = false
      this.#flush()
    })
  }

  #flush(): void {
    const listening = this.#options.listens && this.#assembler.dialect === undefined
    while (!this.#released && !this.#paused && !listening) {
      if (this.#channel.bufferedAmount >= this.#highMark) return this.#lookAgain()
      const message = this.#outbox.next() ?? this.#takeFarewell()
      if (!message) return
      this.#heartbeat.sent()
      this.#channel.send(message)
    }
  }

  #lookAgain(): void {
    if (this.#options.poll === undefined) return
    this.#timers.clearTimeout(this.#polling)
    this.#polling = this.#timers.setTimeout(() => this.#flush(), this.#options.poll)
  }

  #takeFarewell(): Uint8Array | undefined {
    if (this.#farewell === undefined) return undefined
    const message = this.#outbox.bye(this.#farewell)
    this.#farewell = undefined
    return message
  }

  /** This side cannot go on; what had come is still delivered, and what was to go is not sent any more. */
  #fail(reason: string): void {
    if (this.#inbox.over) return
    this.#inbox.end(reason)
    this.#outbox.clear()
    this.#leave(reason)
  }

  /** Sends what is left and the farewell, then gives the other side time to take it; it closes the channel on that. */
  #leave(reason: string): void {
    this.#heartbeat.stop()
    this.#farewell = reason
    this.#linger(reason)
    this.#flush()
  }

  #linger(reason: string): void {
    this.#timers.clearTimeout(this.#lingering)
    this.#lingering = this.#timers.setTimeout(() => this.#end(reason), LINGER)
  }

  /** The other side is gone, or said so: the channel is closed. */
  #end(reason: string): void {
    this.#inbox.end(reason)
    if (this.#released) return
    this.#release()
    this.#channel.close(reason)
  }

  #release(): void {
    this.#released = true
    this.#heartbeat.stop()
    this.#outbox.clear()
    this.#timers.clearTimeout(this.#polling)
    this.#timers.clearTimeout(this.#lingering)
  }
}
