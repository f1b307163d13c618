// Walkers: everybody on the meadow, as the game master sees them. Knows nothing of WAMP but its errors.

import type { Clock } from './clock.ts'
import type { Looks } from './looks.ts'
import { type Mean, PACE, type Player } from './protocol.ts'
import { refusal } from './refusal.ts'
import { facing, type Meadow, type Square, same } from './world.ts'

/** How late, in milliseconds, a step may be and still be made up for: browsers slow the timers of hidden pages. */
const MADE_UP = 1_500

export interface WalkersOptions {
  readonly meadow: Meadow
  readonly clock: Clock
  /** Uniform over [0, 1): where newcomers are placed. */
  random(): number
  /** Told of every square somebody steps on, and with `ms` 0 of everybody placed, renamed or stopped. */
  stepped(player: Player, ms: number): void
}

interface Walker {
  player: Player
  /** The squares still to step on. */
  path: Square[]
  /** When the step that is under way ends. */
  readyAt: number
  cancel: (() => void) | undefined
}

export class Walkers {
  readonly #options: WalkersOptions
  readonly #walkers = new Map<number, Walker>()

  constructor(options: WalkersOptions) {
    this.#options = options
  }

  get players(): Player[] {
    return Array.from(this.#walkers.values(), walker => walker.player)
  }

  has(session: number): boolean {
    return this.#walkers.has(session)
  }

  /** Puts somebody new on a free square, the wished one if it is. @throws {WampError} `full`. */
  place(session: number, looks: Looks & Partial<Player>, wish?: Square): void {
    const square = this.#freeSquare(wish)
    const player: Player = { mean: 'walk', facing: 'down', asleep: false, ...looks, ...square, session }
    this.#walkers.set(session, { player, path: [], readyAt: 0, cancel: undefined })
    this.#options.stepped(player, 0)
  }

  /** Gives a player other looks, seen at once. */
  dress(session: number, looks: Partial<Looks>): void {
    this.#change(session, looks)
  }

  /** A player falls asleep, or wakes. */
  turn(session: number, asleep: boolean): void {
    if (this.#walkers.get(session)?.player.asleep !== asleep) this.#change(session, { asleep })
  }

  /** Whether there was such a player. */
  remove(session: number): boolean {
    this.#walkers.get(session)?.cancel?.()
    return this.#walkers.delete(session)
  }

  /**
   * Sends a player to a square, in place of where it was going. Returns the number of steps.
   * @throws {WampError} `out_of_bounds`, `tree`, `occupied`, `unreachable`.
   */
  move(session: number, to: Square, mean: Mean): number {
    const walker = this.#walkers.get(session)
    if (walker === undefined) throw new Error(`session ${session} is not on the meadow`)
    this.#allowed(to, walker)
    const path = this.#path(walker, to)
    if (path === undefined) throw refusal('unreachable', { ...to })
    walker.player = { ...walker.player, mean }
    walker.path = path
    walker.readyAt = Math.max(walker.readyAt, this.#options.clock.now())
    walker.cancel?.()
    const steps = path.length
    this.#walk(walker)
    return steps
  }

  /** Everybody stands still, for good. */
  stop(): void {
    for (const { cancel } of this.#walkers.values()) cancel?.()
    this.#walkers.clear()
  }

  #change(session: number, change: Partial<Player>): void {
    const walker = this.#walkers.get(session)
    if (walker === undefined) return
    walker.player = { ...walker.player, ...change }
    this.#options.stepped(walker.player, 0)
  }

  #allowed(to: Square, walker: Walker): void {
    const { meadow } = this.#options
    if (!meadow.contains(to)) {
      const { width, height } = meadow
      throw refusal('out_of_bounds', { ...to, width, height })
    }
    if (meadow.isTree(to)) throw refusal('tree', { ...to })
    const other = this.#at(to, walker)
    if (other) throw refusal('occupied', { ...to, session: other.session, name: other.name })
  }

  #at(square: Square, except: Walker): Player | undefined {
    for (const walker of this.#walkers.values()) {
      if (walker !== except && same(walker.player, square)) return walker.player
    }
    return undefined
  }

  #path(walker: Walker, to: Square): Square[] | undefined {
    return this.#options.meadow.path(walker.player, to, square => this.#at(square, walker) !== undefined)
  }

  /** Makes all steps that are due, and comes back for the next. */
  #walk(walker: Walker): void {
    const { clock } = this.#options
    walker.cancel = undefined
    walker.readyAt = Math.max(walker.readyAt, clock.now() - MADE_UP)
    while (walker.path.length > 0 && walker.readyAt <= clock.now()) this.#step(walker)
    if (walker.path.length === 0) return
    walker.cancel = clock.after(walker.readyAt - clock.now(), () => this.#walk(walker))
  }

  #step(walker: Walker): void {
    const next = this.#nextSquare(walker)
    if (next === undefined) {
      walker.path = []
      return this.#options.stepped(walker.player, 0)
    }
    const ms = PACE[walker.player.mean]
    walker.player = { ...walker.player, ...next, facing: facing(walker.player, next) }
    walker.readyAt += ms
    this.#options.stepped(walker.player, ms)
  }

  /** Takes the next square off the path, round whoever has stepped on it meanwhile; `undefined` where that fails. */
  #nextSquare(walker: Walker): Square | undefined {
    const [next] = walker.path
    const goal = walker.path.at(-1)
    if (next && goal && this.#at(next, walker)) {
      walker.path = this.#at(goal, walker) ? [] : (this.#path(walker, goal) ?? [])
    }
    return walker.path.shift()
  }

  #freeSquare(wish: Square | undefined): Square {
    const { meadow, random } = this.#options
    const taken = new Set(this.players.map(({ x, y }) => y * meadow.width + x))
    const free = [...meadow.grass()].filter(({ x, y }) => !taken.has(y * meadow.width + x))
    const square = free.find(one => wish && same(one, wish)) ?? free[Math.floor(random() * free.length)]
    if (square === undefined) throw refusal('full')
    return square
  }
}
