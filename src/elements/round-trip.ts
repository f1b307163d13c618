// Round trip: how long the router takes to answer, asked now and then while the page is in sight.

import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { Session } from '../client/session.ts'

/** Milliseconds from one answer to the next question. */
const EVERY = 5_000

export class RoundTrip implements ReactiveController {
  readonly #host: ReactiveControllerHost
  readonly #session: () => Session | undefined
  #timer: ReturnType<typeof setTimeout> | undefined
  #asking = false
  #connected = false
  #latency: number | undefined

  constructor(host: ReactiveControllerHost, session: () => Session | undefined) {
    this.#host = host
    this.#session = session
    host.addController(this)
  }

  /** Milliseconds; undefined while it is not known. */
  get latency(): number | undefined {
    return this.#latency
  }

  hostConnected(): void {
    this.#connected = true
    document.addEventListener('visibilitychange', this.#ask)
  }

  hostDisconnected(): void {
    this.#connected = false
    clearTimeout(this.#timer)
    document.removeEventListener('visibilitychange', this.#ask)
  }

  hostUpdate(): void {
    const session = this.#session()
    if (!session?.isOpen) this.#latency = undefined
    else if (this.#latency === undefined) void this.#ask()
  }

  readonly #ask = async (): Promise<void> => {
    const session = this.#session()
    clearTimeout(this.#timer)
    if (this.#asking || !this.#connected || !session?.isOpen || document.visibilityState === 'hidden') return
    this.#asking = true
    try {
      const start = performance.now()
      await session.call('wamp.session.count')
      this.#latency = performance.now() - start
      this.#host.requestUpdate()
    } catch {
      // Refused or lost, there is nothing to show.
    }
    this.#asking = false
    if (this.#connected) this.#timer = setTimeout(this.#ask, EVERY)
  }
}
