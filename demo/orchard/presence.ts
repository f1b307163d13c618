// Presence: which of the orchard's components there are, wherever they run. The router knows who has which procedure.

import { oneAtATime } from '../site/one-at-a-time.ts'
import type { Session } from '../wamp.ts'
import { hear } from './hear.ts'
import { PROCEDURES, SERVICES, type Service } from './roles.ts'

export class Presence {
  readonly #session: Session
  readonly #onchange: (service: Service, there: boolean) => void
  readonly #there = new Map<Service, boolean>()
  readonly #end = new AbortController()

  constructor(session: Session, onchange: (service: Service, there: boolean) => void) {
    this.#session = session
    this.#onchange = onchange
  }

  /** Whether somebody has the component's procedure; undefined as long as that is not known. */
  has(service: Service): boolean | undefined {
    return this.#there.get(service)
  }

  /** Rejects when the session closes meanwhile. */
  async open(): Promise<void> {
    for (const topic of ['wamp.registration.on_create', 'wamp.registration.on_delete']) {
      await hear(this.#session, this.#end.signal, topic, () => void this.look())
    }
    await this.look()
  }

  close(): void {
    this.#end.abort()
  }

  /** Asks the router. What changes meanwhile is asked for once more. */
  readonly look = oneAtATime(async () => {
    if (this.#end.signal.aborted) return
    await Promise.all(SERVICES.map(service => this.#lookFor(service)))
  })

  async #lookFor(service: Service): Promise<void> {
    // With no connection nothing is known; when there is one again, somebody looks again.
    const id = await this.#session.call('wamp.registration.lookup', [PROCEDURES[service]]).catch(() => undefined)
    const there = id !== null
    if (id === undefined || there === this.#there.get(service) || this.#end.signal.aborted) return
    this.#there.set(service, there)
    this.#onchange(service, there)
  }
}
