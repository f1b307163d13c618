// Heartbeat: finds out that the other side is silent, or gone, where the transport does not tell, or tells late.

import type { Liveness } from '../protocol/link.ts'
import { systemTimers, type Timers } from './timers.ts'

export interface HeartbeatOptions {
  /** Milliseconds without a word, in either direction, after which a ping is sent. Default 1 s. */
  interval?: number
  /** Milliseconds of silence after which the other side is taken to be asleep. Default 3 s. */
  asleep?: number
  /** Milliseconds of silence after which the other side is taken for dead. Default 10 s. */
  limit?: number
  timers?: Timers
}

/** What a heartbeat asks of its link. */
export interface Pulse {
  ping(number: number): void
  liveness(liveness: Liveness): void
  dead(reason: string): void
}

interface Probe {
  number: number
  timer: unknown
  settle(answered: boolean): void
}

/**
 * Sends a ping whenever an interval passed without sending, or without hearing, anything; so both sides hear from each
 * other at least that often. Sleep and death are declared only after a ping of that very moment had an interval to be
 * answered: a page that was asleep, or busy, wakes to find the clock ahead and the answers still unread.
 */
export class Heartbeat {
  readonly #pulse: Pulse
  readonly #interval: number
  readonly #asleep: number
  readonly #limit: number
  readonly #timers: Timers
  readonly #probes = new Set<Probe>()
  #number = 0
  #heard = true
  #sent = false
  #silentSince = 0
  /** A ping is under way that decides. */
  #doubting = false
  #liveness: Liveness = 'alive'
  #timer: unknown
  #stopped = false
  /** The oldest ping that was not answered yet. */
  #asked: { readonly number: number; readonly at: number } | undefined
  #roundTrip: number | undefined

  constructor(pulse: Pulse, options: HeartbeatOptions = {}) {
    const { interval = 1000, asleep = 3000, limit = 10_000, timers = systemTimers } = options
    this.#pulse = pulse
    this.#interval = interval
    this.#asleep = asleep
    this.#limit = limit
    this.#timers = timers
    this.#silentSince = timers.now()
    this.#again()
  }

  /** Milliseconds from the last ping that was answered to its answer. */
  get roundTrip(): number | undefined {
    return this.#roundTrip
  }

  /** Something came from the other side. */
  heard(): void {
    this.#heard = true
    if (this.#liveness === 'asleep') this.#turn('alive')
  }

  /** Something was sent to the other side. */
  sent(): void {
    this.#sent = true
  }

  /** The other side answered ping `number`, and so all before it. */
  answered(number: number): void {
    if (this.#asked && number >= this.#asked.number) {
      this.#roundTrip = this.#timers.now() - this.#asked.at
      this.#asked = undefined
    }
    for (const probe of this.#probes) if (probe.number <= number) this.#settle(probe, true)
  }

  /** Whether the other side answers a ping sent now within `timeout` milliseconds; else it is asleep. */
  probe(timeout: number): Promise<boolean> {
    if (this.#stopped) return Promise.resolve(false)
    return new Promise(resolve => {
      const number = ++this.#number
      const timer = this.#timers.setTimeout(() => this.#unanswered(probe), timeout)
      const probe: Probe = { number, timer, settle: resolve }
      this.#probes.add(probe)
      this.#ping(number)
    })
  }

  /** Ends it all; probes under way find nobody. */
  stop(): void {
    this.#stopped = true
    this.#timers.clearTimeout(this.#timer)
    for (const probe of this.#probes) this.#settle(probe, false)
  }

  #unanswered(probe: Probe): void {
    this.#settle(probe, false)
    if (!this.#stopped && this.#liveness === 'alive') this.#turn('asleep')
  }

  #settle(probe: Probe, answered: boolean): void {
    this.#probes.delete(probe)
    this.#timers.clearTimeout(probe.timer)
    probe.settle(answered)
  }

  #again(): void {
    this.#timer = this.#timers.setTimeout(() => this.#tick(), this.#interval)
  }

  #tick(): void {
    const now = this.#timers.now()
    if (this.#heard) this.#silentSince = now
    const silence = now - this.#silentSince
    if (this.#doubting && silence >= this.#limit) return this.#die(silence)
    if (this.#doubting && silence >= this.#asleep && this.#liveness === 'alive') this.#turn('asleep')
    // Whoever was told may have ended the link.
    if (this.#stopped) return
    this.#doubting = silence >= Math.min(this.#asleep, this.#limit)
    const quiet = !this.#heard || !this.#sent
    this.#heard = false
    this.#sent = false
    if (quiet) this.#ping(++this.#number)
    this.#again()
  }

  #ping(number: number): void {
    this.#asked ??= { number, at: this.#timers.now() }
    this.#pulse.ping(number)
  }

  #turn(liveness: Liveness): void {
    this.#liveness = liveness
    this.#pulse.liveness(liveness)
  }

  #die(silence: number): void {
    this.stop()
    this.#pulse.dead(`Nothing was heard from the other side for ${Math.round(silence / 1000)} seconds.`)
  }
}
