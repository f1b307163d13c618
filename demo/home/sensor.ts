// Sensor: a component that measures where no other does: it answers `com.app.gettemp` and publishes `com.app.temperature`.

import type { Registration } from '../../src/entry/index.ts'
import type { Session, WampError } from '../wamp.ts'
import { FREED, GETTEMP, TEMPERATURE } from './protocol.ts'
import { asAsked } from './temperature.ts'

export interface SensorSetup {
  /** What people know it by. */
  readonly name: string
  /** @returns degrees Celsius */
  measure(): number
  /** The state, or why it waits, is another than before. */
  changed(): void
}

export class Sensor {
  readonly #session: Session
  readonly #setup: SensorSetup
  #wanted = false
  #registration: Registration | undefined
  #refusal: WampError | undefined
  /** One thing after the other: who steps forward and back quickly ends where he wanted. */
  #turn: Promise<unknown> = Promise.resolve()

  constructor(session: Session, setup: SensorSetup) {
    this.#session = session
    this.#setup = setup
  }

  /** It is `waiting` while it would measure and another does. */
  get state(): 'off' | 'waiting' | 'measuring' {
    if (this.#registration) return 'measuring'
    return this.#wanted ? 'waiting' : 'off'
  }

  /** Why it waits. */
  get refusal(): WampError | undefined {
    return this.#refusal
  }

  /** To be called once, first. */
  async start(): Promise<void> {
    await this.#session.subscribe(FREED, () => void this.#settle())
  }

  /** Measures now, or as soon as no other sensor does. Resolves when the router has answered. */
  stepForward(): Promise<void> {
    this.#wanted = true
    return this.#settle()
  }

  /** Leaves the place to others. */
  stepBack(): Promise<void> {
    this.#wanted = false
    return this.#settle()
  }

  /** Tells everybody, if it is this one that measures. */
  publish(): void {
    if (this.state !== 'measuring') return
    void this.#session.publish(TEMPERATURE, [asAsked(this.#setup.measure(), {})], { sensor: this.#setup.name })
  }

  /** The session is lost, and with it the place: another sensor may have it when the session is back. */
  lost(): void {
    this.#registration?.unregister().catch(() => {})
    this.#registration = undefined
    this.#setup.changed()
  }

  /** The session is back. */
  back(): void {
    void this.#settle()
  }

  #settle(): Promise<void> {
    const settled = this.#turn.then(() => this.#take())
    this.#turn = settled
    return settled
  }

  // #region take
  async #take(): Promise<void> {
    const { measure } = this.#setup
    try {
      if (this.#wanted) {
        this.#registration ??= await this.#session.register(GETTEMP, (_, kwargs) => asAsked(measure(), kwargs))
      } else {
        await this.#registration?.unregister()
        this.#registration = undefined
      }
      this.#refusal = undefined
    } catch (error) {
      // Another has it: the router tells when it is free.
      this.#refusal = error as WampError
    }
    this.publish()
    this.#setup.changed()
  }
  // #endregion
}
