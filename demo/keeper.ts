// Keeper: has the game master run in the page that hosts, on a session of its own, as long as the page hosts.

import type { SessionElement } from './connection.ts'
import { type Master, startMaster } from './game/master.ts'
import { sentenceOf } from './game/refusal.ts'
import { type Session, WampError } from './wamp.ts'

export class Keeper {
  readonly #element: SessionElement
  readonly #tell: (sentence: string) => void
  #running: { readonly session: Session; readonly master: Master } | undefined
  #starting = false

  /** @param tell is told why there is no game, where that is not for another component to run it. */
  constructor(element: SessionElement, tell: (sentence: string) => void) {
    this.#element = element
    this.#tell = tell
  }

  /** Starts the master unless it runs, or another component of the realm does: that one is not fought. */
  async keep(by: string): Promise<void> {
    if (this.#starting || this.#running?.session.isOpen) return
    this.#starting = true
    try {
      await this.#running?.master.stop()
      this.#running = undefined
      await this.#start(by)
    } catch (error) {
      const taken = error instanceof WampError && error.error === 'wamp.error.procedure_already_exists'
      if (!taken) this.#tell(`The game could not be started: ${sentenceOf(error)}`)
    } finally {
      this.#starting = false
    }
  }

  /** Ends the game, if it runs here. */
  async stop(): Promise<void> {
    const running = this.#running
    this.#running = undefined
    await running?.master.stop()
    await running?.session.close()
  }

  async #start(by: string): Promise<void> {
    // Lost, it is begun anew, for the players have lost their places too.
    const session = await this.#element.connect({ reconnect: 'never' })
    try {
      this.#running = { session, master: await startMaster(session, { by }) }
    } catch (error) {
      await session.close()
      throw error
    }
  }
}
