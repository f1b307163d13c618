// Keeper: has the game master run in one of the pages that host, on a session of its own. The router elects: who holds
// the master's procedures is it, and the others try when it is gone.

import { type Session, WampError } from '../wamp.ts'
import type { Clock } from './clock.ts'
import { type Master, startMaster } from './master.ts'
import type { Player } from './protocol.ts'
import { sentenceOf } from './refusal.ts'
import { words } from './words.ts'

export interface KeeperOptions {
  readonly clock: Clock
  /** Opens a session for the master. Lost, it does not come back: another page may run the game by then. */
  connect(): Promise<Session>
  /** Whether this page is in sight. */
  inSight(): boolean
  /** Told why there is no game, where that is not for another component to run it. */
  tell(sentence: string): void
}

/** What the master is to be. */
export interface Game {
  /** The player of this page. */
  readonly by: string
  /** Who is on the meadow, as far as this page saw it last. */
  readonly players: Iterable<Player>
}

/** Milliseconds that a page in sight has to come first: browsers slow down those that are not. */
const PRECEDENCE = 500

export class Keeper {
  readonly #options: KeeperOptions
  #running: { readonly session: Session; readonly master: Master } | undefined
  #starting = false
  /** Counts endings: what was starting meanwhile ends, too. */
  #endings = 0

  constructor(options: KeeperOptions) {
    this.#options = options
  }

  /** Starts the master unless it runs, or another component of the realm does: that one is not fought. */
  async keep(game: Game): Promise<void> {
    if (this.#starting || this.#running?.session.isOpen) return
    this.#starting = true
    try {
      await this.#running?.master.stop()
      this.#running = undefined
      if (!this.#options.inSight()) await this.#letOthersGoFirst()
      await this.#start(game)
    } catch (error) {
      const taken = error instanceof WampError && error.error === 'wamp.error.procedure_already_exists'
      if (!taken) this.#options.tell(words.master.notStarted(sentenceOf(error)))
    } finally {
      this.#starting = false
    }
  }

  /** Another page came in sight: one that is not leaves the game to it. */
  async yield(): Promise<void> {
    if (!this.#options.inSight()) await this.stop()
  }

  /** Sends off a master that is asleep or not wanted, by the session of a host: its place is free then. */
  async dismiss(master: number, session: Session): Promise<void> {
    if (master === this.#running?.session.id) return
    // Where it is gone already, or this page may not, there is nothing to do but wait.
    const message = words.master.dismissed
    await session.call('wamp.session.kill', [master], { message }).catch(() => {})
  }

  /** Ends the game, if it runs here. */
  async stop(): Promise<void> {
    this.#endings++
    const running = this.#running
    this.#running = undefined
    await running?.master.stop()
    await running?.session.close()
  }

  #letOthersGoFirst(): Promise<void> {
    return new Promise(resolve => this.#options.clock.after(PRECEDENCE, resolve))
  }

  async #start({ by, players }: Game): Promise<void> {
    const endings = this.#endings
    const session = await this.#options.connect()
    try {
      this.#running = { session, master: await startMaster(session, { by, page: true, inherited: players }) }
    } catch (error) {
      await session.close()
      throw error
    }
    if (endings !== this.#endings) await this.stop()
  }
}
