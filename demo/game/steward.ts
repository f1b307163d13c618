// Steward: of a page that hosts, has the game run where the person wants it: in a page of the host, or elsewhere, by a
// component that somebody starts. The person's wish holds for all tabs.

import type { Keeper } from './keeper.ts'
import { keepMasterPlace, type MasterPlace, recallMasterPlace } from './memory.ts'
import { OtherTabs } from './other-tabs.ts'
import type { Visit } from './visit.ts'

export interface StewardOptions {
  readonly keeper: Keeper
  /** Whether this page hosts, and means to go on. */
  hosts(): boolean
  /** The wish has changed, maybe in another tab. */
  changed(): void
}

export class Steward {
  readonly #options: StewardOptions
  #place = recallMasterPlace()
  #tabs: OtherTabs | undefined

  constructor(options: StewardOptions) {
    this.#options = options
  }

  /** Where the game master is to run. */
  get place(): MasterPlace {
    return this.#place
  }

  /** Follows the other tabs. */
  listen(): void {
    const { keeper, hosts } = this.#options
    this.#tabs = new OtherTabs({ mayStandIn: hosts, oninsight: () => void keeper.yield() })
    addEventListener('storage', this.#stored)
  }

  close(): void {
    this.#tabs?.close()
    removeEventListener('storage', this.#stored)
  }

  choose(place: MasterPlace): void {
    keepMasterPlace(place)
    this.#turn(place)
  }

  /** Does what there is to do for the game to be run as wished: to be called after each change of the game. */
  keep({ game, session }: Pick<Visit, 'game' | 'session'>, by: string): void {
    const { keeper, hosts } = this.#options
    if (this.#place === 'elsewhere' || !hosts()) return
    const { master, sleepingMaster, state, players } = game
    const unwanted = sleepingMaster ?? (master?.page === false ? master.master : undefined)
    if (unwanted !== undefined) void keeper.dismiss(unwanted, session)
    else if (state === 'masterless') void keeper.keep({ by, players: players.values() })
  }

  /** This page has joined the game: tabs out of sight leave running it to those in sight. */
  joined(): void {
    this.#tabs?.announce()
  }

  /** Ends the game, if it runs here. */
  stop(): Promise<void> {
    return this.#options.keeper.stop()
  }

  #turn(place: MasterPlace): void {
    this.#place = place
    if (place === 'elsewhere') void this.stop()
    this.#options.changed()
  }

  readonly #stored = (): void => {
    const place = recallMasterPlace()
    if (place !== this.#place) this.#turn(place)
  }
}
