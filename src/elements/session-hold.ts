// Session hold: something that a session has for an element (a subscription, a registration), as long as it is wanted.

import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { Session } from '../client/session.ts'

/** What is wanted, and of whom; nothing where either is not there. */
export interface Wanted {
  readonly session: Session | undefined
  /** Another key is something else: what was held is let go, and the other is taken. */
  readonly key: string
}

export interface HoldSetup {
  wanted(): Wanted
  /** Takes it. Resolves to what lets it go again. */
  take(session: Session): Promise<() => unknown>
  failed(error: Error): void
}

/** An element that is moved within its page keeps what it holds. */
export class SessionHold implements ReactiveController {
  readonly #host: ReactiveControllerHost
  readonly #setup: HoldSetup
  #connected = false
  #session: Session | undefined
  #key = ''
  #turn = 0
  #release: (() => unknown) | undefined

  constructor(host: ReactiveControllerHost, setup: HoldSetup) {
    this.#host = host
    this.#setup = setup
    host.addController(this)
  }

  hostConnected(): void {
    this.#connected = true
    this.#host.requestUpdate()
  }

  hostDisconnected(): void {
    this.#connected = false
    // Moved within the page, the element is back before this runs.
    queueMicrotask(() => {
      if (!this.#connected) void this.#swap(undefined, '')
    })
  }

  hostUpdate(): void {
    if (!this.#connected) return
    const { session, key } = this.#setup.wanted()
    if (session !== this.#session || key !== this.#key) void this.#swap(session, key)
  }

  async #swap(session: Session | undefined, key: string): Promise<void> {
    const turn = ++this.#turn
    this.#session = session
    this.#key = key
    letGo(this.#release)
    this.#release = undefined
    if (!session || !key) return
    try {
      const release = await this.#setup.take(session)
      if (turn === this.#turn) this.#release = release
      else letGo(release)
    } catch (error) {
      if (turn === this.#turn) this.#setup.failed(error as Error)
    }
  }
}

/** With a session that is closed there is nothing left to let go. */
function letGo(release: (() => unknown) | undefined): void {
  void (async () => release?.())().catch(() => {})
}
