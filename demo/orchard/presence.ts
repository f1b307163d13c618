// Presence: which of the orchard's components there are, wherever they run. The router knows who has which procedure.

import type { Session } from '../wamp.ts'
import { PROCEDURES, SERVICES, type Service } from './roles.ts'

export class Presence {
  readonly #session: Session
  readonly #onchange: (service: Service, there: boolean) => void
  readonly #there = new Map<Service, boolean>()
  #looking = false
  #lookAgain = false
  #end: (() => void)[] = []

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
      const subscription = await this.#session.subscribe(topic, () => void this.look())
      this.#end.push(() => void subscription.unsubscribe().catch(() => {}))
    }
    await this.look()
  }

  close(): void {
    for (const end of this.#end.splice(0)) end()
  }

  /** Asks the router. What changes meanwhile is asked for once more. */
  async look(): Promise<void> {
    this.#lookAgain = true
    if (this.#looking) return
    this.#looking = true
    while (this.#lookAgain) {
      this.#lookAgain = false
      await Promise.all(SERVICES.map(service => this.#lookFor(service)))
    }
    this.#looking = false
  }

  async #lookFor(service: Service): Promise<void> {
    // With no connection nothing is known; when there is one again, somebody looks again.
    const id = await this.#session.call('wamp.registration.lookup', [PROCEDURES[service]]).catch(() => undefined)
    const there = id !== null
    if (id === undefined || there === this.#there.get(service)) return
    this.#there.set(service, there)
    this.#onchange(service, there)
  }
}
