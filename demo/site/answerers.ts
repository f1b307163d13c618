// Answerers: which sessions answer a procedure, as the router tells it to anybody [wamp:registration-meta-api].

import type { Session } from '../wamp.ts'
import { oneAtATime } from './one-at-a-time.ts'

const CHANGES = ['on_register', 'on_unregister', 'on_delete']

export class Answerers {
  readonly #session: Session
  readonly #procedure: string
  readonly #found: (sessions: readonly number[]) => void

  /** @param found told at first, and after each change. */
  constructor(session: Session, procedure: string, found: (sessions: readonly number[]) => void) {
    this.#session = session
    this.#procedure = procedure
    this.#found = found
  }

  async start(): Promise<void> {
    const look = () => void this.look()
    await Promise.all(CHANGES.map(change => this.#session.subscribe(`wamp.registration.${change}`, look)))
    await this.look()
  }

  /** Looks now: what changed while there was no connection, nobody told. */
  readonly look = oneAtATime(async isLast => {
    try {
      const sessions = await this.#ask()
      if (isLast()) this.#found(sessions)
    } catch {
      // Without a connection there is nothing to know; once it is back, look() is called again.
    }
  })

  async #ask(): Promise<readonly number[]> {
    const id = await this.#session.call<number | null>('wamp.registration.lookup', [this.#procedure])
    if (id === null) return []
    try {
      return (await this.#session.call<number[] | null>('wamp.registration.list_callees', [id])) ?? []
    } catch {
      // It ended in between, which is about to be told.
      return []
    }
  }
}
