// Presence: whether the other side of a resumable link is alive, asleep, or gone; by its paths and what it said itself.

import type { Liveness } from '../../protocol/link.ts'
import type { Timers } from '../timers.ts'

/** Who is told. */
export interface PresenceReceiver {
  turn(liveness: Liveness): void
  /** Called once. `reason`: a sentence for people. */
  gone(reason: string): void
}

/** What there is of a path: none, one whose other end is silent, or one by which signs of life come. */
export type PathState = 'none' | 'silent' | 'alive'

/** Milliseconds without a path before the other side is said to be asleep: it may be changing to another one. */
const LOSS_TIME = 1_000
/** Milliseconds that a timer may be late before this side must have been asleep itself. */
const LATE = 1_000

export class Presence {
  readonly #grace: number
  readonly #timers: Timers
  readonly #receiver: PresenceReceiver
  #liveness: Liveness = 'alive'
  /** The other side has said that it goes away and may come back. */
  #announced = false
  #grieving: unknown
  #missing: unknown
  #doubting: unknown
  #over = false

  constructor(grace: number, timers: Timers, receiver: PresenceReceiver) {
    this.#grace = grace
    this.#timers = timers
    this.#receiver = receiver
    this.#wait()
  }

  get liveness(): Liveness {
    return this.#liveness
  }

  /** What there is of a path now. */
  path(state: PathState): void {
    if (state === 'alive' && !this.#announced) return this.#alive()
    this.#wait()
    if (state === 'silent') this.#asleep()
    else this.#missing ??= this.#timers.setTimeout(() => this.#asleep(), LOSS_TIME)
  }

  /** The other side went to sleep, and said so. */
  sleeps(): void {
    this.#announced = true
    this.#wait()
    this.#asleep()
  }

  /** It is here, by a new path. */
  back(): void {
    this.#announced = false
    this.#timers.clearTimeout(this.#doubting)
  }

  /** It is probably gone: the end unless `answer` is true, or it comes by another path, within `time` milliseconds. */
  doubt(time: number, reason: string, answer: Promise<boolean> | undefined): void {
    if (this.#announced) return
    this.#timers.clearTimeout(this.#doubting)
    const doubting = this.#timers.setTimeout(() => this.#gone(reason), time)
    this.#doubting = doubting
    void answer?.then(answered => answered && this.#timers.clearTimeout(doubting))
  }

  /** The link is over. */
  end(): void {
    this.#over = true
    for (const timer of [this.#grieving, this.#missing, this.#doubting]) this.#timers.clearTimeout(timer)
  }

  #alive(): void {
    for (const timer of [this.#grieving, this.#missing]) this.#timers.clearTimeout(timer)
    this.#grieving = undefined
    this.#missing = undefined
    if (this.#liveness === 'alive') return
    this.#liveness = 'alive'
    this.#receiver.turn('alive')
  }

  #asleep(): void {
    this.#timers.clearTimeout(this.#missing)
    this.#missing = undefined
    if (this.#over || this.#liveness === 'asleep') return
    this.#liveness = 'asleep'
    this.#receiver.turn('asleep')
  }

  /** From now on there is a limit to how long it may stay away. */
  #wait(): void {
    if (this.#grieving === undefined) this.#grieve(this.#timers.now() + this.#grace)
  }

  #grieve(due: number): void {
    this.#grieving = this.#timers.setTimeout(() => {
      // It was this side that slept, and could hear nobody: the time begins anew.
      if (this.#timers.now() > due + LATE) this.#grieve(this.#timers.now() + this.#grace)
      else this.#gone(`Nothing was heard from the other side for ${Math.round(this.#grace / 1000)} seconds.`)
    }, this.#grace)
  }

  #gone(reason: string): void {
    if (!this.#over) this.#receiver.gone(reason)
  }
}
