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
  /** Takes it. Resolves to what lets it go again; `givenUp` aborts as soon as it is wanted no more, also before that. */
  take(session: Session, givenUp: AbortSignal): Promise<() => unknown>
  failed(error: Error): void
}

/** What elements have let go of and a session may have still: a procedure is free for the next one only after that. */
const endings = new WeakMap<Session, Promise<void>>()

/** An element that is moved within its page keeps what it holds. */
export class SessionHold implements ReactiveController {
  readonly #host: ReactiveControllerHost
  readonly #setup: HoldSetup
  #connected = false
  #session: Session | undefined
  #key = ''
  #letGo: (() => void) | undefined

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
      if (!this.#connected) this.#swap(undefined, '')
    })
  }

  hostUpdate(): void {
    if (!this.#connected) return
    const { session, key } = this.#setup.wanted()
    if (session !== this.#session || key !== this.#key) this.#swap(session, key)
  }

  #swap(session: Session | undefined, key: string): void {
    this.#letGo?.()
    this.#letGo = undefined
    this.#session = session
    this.#key = key
    if (!session || !key) return
    const holding = new AbortController()
    const taken = this.#take(session, holding.signal)
    this.#letGo = () => {
      holding.abort()
      // With a session that is closed there is nothing left to let go.
      const ended = taken.then(async release => void (await release?.())).catch(() => {})
      const before = endings.get(session)
      endings.set(
        session,
        ended.then(() => before),
      )
    }
  }

  async #take(session: Session, givenUp: AbortSignal): Promise<(() => unknown) | undefined> {
    try {
      await endings.get(session)
      return givenUp.aborted ? undefined : await this.#setup.take(session, givenUp)
    } catch (error) {
      if (!givenUp.aborted) this.#setup.failed(error as Error)
      return undefined
    }
  }
}
