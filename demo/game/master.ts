// Game master: an ordinary WAMP component that decides who may walk where, and tells everybody.
// It runs wherever there is a session: in the host's page, in any other page, or in Node.

import { Result, type Session } from '../wamp.ts'
import { readLooks, readMean, readTarget } from './arguments.ts'
import { type Clock, systemClock } from './clock.ts'
import { COLOURS, type Looks } from './looks.ts'
import * as protocol from './protocol.ts'
import { Rate } from './rate.ts'
import { refusal } from './refusal.ts'
import { Walkers } from './walkers.ts'
import { type Meadow, orchard } from './world.ts'

/** Milliseconds between looks at who is still there: an `on_leave` is missed while the master itself reconnects. */
const SWEEP = 15_000

export interface MasterOptions {
  /** Who runs the game, for people; "a game master" by default. */
  readonly by?: string
  /** Whether it runs in the page of a host: `by` is its player then. */
  readonly page?: boolean
  readonly meadow?: Meadow
  /** Whom the master before had on the meadow: who is still in the realm keeps place and name. */
  readonly inherited?: Iterable<protocol.Player>
  readonly clock?: Clock
  /** Uniform over [0, 1). */
  readonly random?: () => number
}

export interface Master {
  /** Ends the game: nothing is registered any more, nobody moves. */
  stop(): Promise<void>
}

/**
 * Runs the game on a session. Resolves when players can join.
 * Rejects with `wamp.error.procedure_already_exists` where another component of the realm runs it.
 */
export async function startMaster(session: Session, options: MasterOptions = {}): Promise<Master> {
  const master = new GameMaster(session, options)
  try {
    await master.start()
  } catch (error) {
    await master.stop()
    throw error
  }
  return master
}

type Dict = Record<string, unknown>
interface Caller {
  readonly session: number
  readonly args: readonly unknown[]
  readonly kwargs: Dict
}
/** What takes a started thing back. */
type Undo = () => Promise<unknown>

class GameMaster implements Master {
  readonly #session: Session
  readonly #clock: Clock
  readonly #meadow: Meadow
  readonly #by: string
  readonly #page: boolean
  readonly #walkers: Walkers
  readonly #rates = new Map<number, Rate>()
  readonly #inherited: readonly protocol.Player[]
  readonly #undo: Undo[] = []
  /** Whether players may know of this master. */
  #offered = false
  #cancelSweep: (() => void) | undefined
  #guests = 0
  #seq = 0

  constructor(session: Session, options: MasterOptions) {
    const { by = 'a game master', meadow = orchard, clock = systemClock, random = Math.random } = options
    this.#session = session
    this.#clock = clock
    this.#meadow = meadow
    this.#by = by
    this.#page = options.page === true
    this.#inherited = [...(options.inherited ?? [])]
    this.#walkers = new Walkers({ meadow, clock, random, stepped: (player, ms) => this.#tell(player, ms) })
  }

  async start(): Promise<void> {
    const leaving = await this.#session.subscribe('wamp.session.on_leave', ([left]) => this.#left(left))
    this.#undo.push(() => leaving.unsubscribe())
    const turning = await this.#session.subscribe('wamp.session.on_liveness', args => this.#turned(args))
    this.#undo.push(() => turning.unsubscribe())
    // The one that others may hold too comes first: who cannot have it takes nothing else.
    await this.#offer(protocol.MOVE, caller => this.#move(caller))
    // Before anybody can join: the places are taken.
    await this.#inherit()
    await this.#offer(protocol.JOIN, caller => this.#join(caller))
    await this.#offer(protocol.RENAME, caller => this.#rename(caller))
    await this.#offer(protocol.PLAYERS, () => protocol.writeSnapshot(this.#snapshot()))
    this.#publish(protocol.STARTED, [])
    this.#sweepLater()
  }

  async stop(): Promise<void> {
    this.#cancelSweep?.()
    this.#walkers.stop()
    this.#rates.clear()
    // Where the session has ended, so has all that it had.
    await Promise.allSettled(this.#undo.splice(0).map(undo => undo()))
    if (this.#offered) this.#publish(protocol.STOPPED, [])
    this.#offered = false
  }

  async #offer(procedure: string, answer: (caller: Caller) => unknown): Promise<void> {
    const registration = await this.#session.register(
      procedure,
      (args, kwargs, details) => {
        const session = protocol.toSession(details.caller)
        if (session === undefined) throw refusal('unknown_caller')
        this.#limit(session)
        this.#walkers.turn(session, false)
        return answer({ session, args, kwargs })
      },
      { disclose_caller: true },
    )
    this.#undo.push(() => registration.unregister())
    this.#offered = true
  }

  /** Puts whoever the master before had, and is in the realm still, back on the meadow. */
  async #inherit(): Promise<void> {
    const still = await Promise.all(this.#inherited.map(player => this.#still(player)))
    for (const player of still.flat()) {
      if (!this.#walkers.has(player.session)) this.#walkers.place(player.session, player, player)
      this.#guests = Math.max(this.#guests, Number(/^Guest (\d{1,9})$/.exec(player.name)?.[1] ?? 0))
    }
  }

  /** A player as the router knows it now; nobody where it does not. */
  async #still(player: protocol.Player): Promise<[protocol.Player] | []> {
    try {
      const details = (await this.#session.call('wamp.session.get', [player.session])) as Dict
      return [{ ...player, asleep: details.liveness === 'asleep' }]
    } catch {
      return []
    }
  }

  #limit(session: number): void {
    const rate = this.#rates.get(session) ?? new Rate(this.#clock)
    this.#rates.set(session, rate)
    if (!rate.take()) throw refusal('too_fast')
  }

  // #region move
  /** `move` `[x, y]` `{mean}` → `[x, y]` `{steps}`; who never joined is given a place first. */
  #move({ session, args, kwargs }: Caller): Result {
    const to = readTarget(args)
    const mean = readMean(kwargs.mean)
    if (!this.#walkers.has(session)) this.#walkers.place(session, this.#guestLooks())
    return new Result([to.x, to.y], { steps: this.#walkers.move(session, to, mean) })
  }
  // #endregion

  /** `join` `[]` `{name, colour, at}` → the snapshot; `at` `[x, y]` is where somebody stood before, taken if free. */
  #join({ session, kwargs }: Caller): Dict {
    const looks = readLooks(kwargs)
    const [wish] = protocol.toSquare(kwargs.at)
    if (this.#walkers.has(session)) this.#walkers.dress(session, looks)
    else this.#walkers.place(session, { ...this.#guestLooks(looks), ...looks }, wish)
    return protocol.writeSnapshot(this.#snapshot())
  }

  /** `rename` `[]` `{name, colour}` → nothing. */
  #rename({ session, kwargs }: Caller): void {
    const looks = readLooks(kwargs)
    if (!this.#walkers.has(session)) this.#walkers.place(session, { ...this.#guestLooks(looks), ...looks })
    else this.#walkers.dress(session, looks)
  }

  #guestLooks(known: Partial<Looks> = {}): Looks {
    const number = known.name === undefined ? ++this.#guests : this.#guests
    return { name: `Guest ${number}`, colour: COLOURS[number % COLOURS.length]?.value ?? '#e5484d' }
  }

  #snapshot(): protocol.Snapshot {
    const { width, height, trees } = this.#meadow
    const map = { width, height, trees }
    return {
      master: this.#session.id,
      by: this.#by,
      page: this.#page,
      seq: this.#seq,
      map,
      players: this.#walkers.players,
    }
  }

  // #region tell
  #tell({ session, x, y, ...looks }: protocol.Player, ms: number): void {
    this.#publish(protocol.POSITION, [session, x, y], { ...looks, ms })
  }
  // #endregion

  #left(value: unknown): void {
    const session = protocol.toSession(value)
    if (session === undefined) return
    this.#rates.delete(session)
    if (this.#walkers.remove(session)) this.#publish(protocol.LEFT, [session])
  }

  #turned(args: readonly unknown[]): void {
    const turn = protocol.readLiveness(args)
    if (turn) this.#walkers.turn(turn.session, turn.asleep)
  }

  /** Players know the master's word by its session, which is therefore disclosed. */
  #publish(topic: string, args: unknown[], kwargs: Dict = {}): void {
    // An event that finds no connection is made up for: who comes back asks for everything.
    void this.#session.publish(topic, args, { ...kwargs, seq: ++this.#seq }, { disclose_me: true })
  }

  #sweepLater(): void {
    this.#cancelSweep = this.#clock.after(SWEEP, () => void this.#sweep())
  }

  async #sweep(): Promise<void> {
    // Who joins while the list is on its way is not on it, and has not left.
    const before = this.#walkers.players.map(({ session }) => session)
    this.#sweepLater()
    const there = await this.#sessions()
    for (const session of there ? before : []) if (!there?.has(session)) this.#left(session)
  }

  /** Who is in the realm; `undefined` where the router does not say, or cannot at the moment: `on_leave` must do. */
  async #sessions(): Promise<ReadonlySet<unknown> | undefined> {
    try {
      const list = await this.#session.call('wamp.session.list')
      return Array.isArray(list) ? new Set(list.map(protocol.toSession)) : undefined
    } catch {
      return undefined
    }
  }
}
