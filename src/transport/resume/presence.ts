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
  #missing: unknown
  /** Each takes back what is to happen. */
  #grieving: (() => void) | undefined
  #doubting: (() => void) | undefined
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
    this.#doubting?.()
  }

  /** It is probably gone: the end unless it answers when asked, or comes by another path, within `time` milliseconds. */
  doubt(time: number, reason: string, ask: () => Promise<boolean> | undefined): void {
    if (this.#announced) return
    this.#doubting?.()
    const doubting = this.#after(
      time,
      () => this.#gone(reason),
      () => {
        void ask()?.then(answered => answered && doubting())
      },
    )
    this.#doubting = doubting
  }

  /** The link is over. */
  end(): void {
    this.#over = true
    this.#timers.clearTimeout(this.#missing)
    this.#grieving?.()
    this.#doubting?.()
  }

  #alive(): void {
    this.#timers.clearTimeout(this.#missing)
    this.#grieving?.()
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
    const reason = `Nothing was heard from the other side for ${Math.round(this.#grace / 1000)} seconds.`
    this.#grieving ??= this.#after(this.#grace, () => this.#gone(reason))
  }

  /**
   * Runs `task` in `time` milliseconds, unless the function that is returned takes that back. Where it is this side that
   * slept meanwhile, and could hear nobody, the time begins anew, once: timers of a page in the background are late each
   * time. `begins` is told both times.
   */
  #after(time: number, task: () => void, begins = () => {}): () => void {
    let timer: unknown
    const begin = (anew: boolean) => {
      const latest = this.#timers.now() + time + LATE
      timer = this.#timers.setTimeout(() => (this.#timers.now() > latest && !anew ? begin(true) : task()), time)
      begins()
    }
    begin(false)
    return () => this.#timers.clearTimeout(timer)
  }

  #gone(reason: string): void {
    if (!this.#over) this.#receiver.gone(reason)
  }
}
