// Game: one player's view of the meadow, kept true to the master's word and to nobody else's.

import { type Session, WampError } from '../wamp.ts'
import type { Clock } from './clock.ts'
import type { Looks } from './looks.ts'
import type { Mean, Player, Snapshot, Step } from './protocol.ts'
import * as protocol from './protocol.ts'
import { sentenceOf } from './refusal.ts'
import { words } from './words.ts'
import { areNeighbours, Meadow, type Square } from './world.ts'

/** Milliseconds between tries to join while nobody runs the game. */
const TRY_AGAIN = 1_000
/** Events kept until the first snapshot says which of them are the master's. */
const KEPT = 1_000

/** `joining`: the session opens, or the master is asked. `masterless`: nobody runs the game at the moment. */
export type GameState = 'joining' | 'playing' | 'masterless'

/** What the rest of the page hears of. */
export interface GameReceiver {
  /** Something to show anew: who is there, where we stand, the state. */
  changed(): void
  /** The whole meadow at once. */
  placed(meadow: Meadow, players: readonly Player[]): void
  /** Somebody makes a step, is new, or has other looks. */
  stepped(step: Step): void
  left(player: Player): void
}

/** What happened before the master was known. */
interface Early {
  readonly publisher: number | undefined
  apply(): void
}

export class Game {
  readonly #session: Session
  readonly #receiver: GameReceiver
  readonly #clock: Clock
  readonly #players = new Map<number, Player>()
  /** The last that the master said of each session. */
  readonly #heard = new Map<number, number>()
  #looks: Looks
  #state: GameState = 'joining'
  #master: Snapshot | undefined
  #masterAsleep = false
  #early: Early[] = []
  /** Where we stand or stood, to be placed there again. */
  #lastMe: Player | undefined
  #problem: string | undefined
  #cancelTry: (() => void) | undefined
  /** Counts openings and endings, so that what belongs to an older one is dropped. */
  #round = 0

  constructor(session: Session, options: { looks: Looks; clock: Clock; receiver: GameReceiver }) {
    this.#session = session
    this.#looks = options.looks
    this.#clock = options.clock
    this.#receiver = options.receiver
  }

  get state(): GameState {
    return this.#state
  }

  /** Why the game cannot be played, where that is known. */
  get problem(): string | undefined {
    return this.#problem
  }

  /** Who runs the game, as it said itself when we joined. */
  get master(): Snapshot | undefined {
    return this.#master
  }

  /** The session that runs the game and is silent: nobody can move until it wakes, or another takes over. */
  get sleepingMaster(): number | undefined {
    return this.#masterAsleep ? this.#master?.master : undefined
  }

  get me(): Player | undefined {
    return this.#players.get(this.#session.id)
  }

  get players(): ReadonlyMap<number, Player> {
    return this.#players
  }

  /** Who stands so near that a hug is possible. */
  get neighbours(): Player[] {
    const { me } = this
    return me ? [...this.#players.values()].filter(player => areNeighbours(player, me)) : []
  }

  /** Listens to the game, once; then call {@link opened}. Rejects where the router does not allow it. */
  async start(): Promise<void> {
    const hear = (topic: string, apply: (args: readonly unknown[], kwargs: Record<string, unknown>) => void) =>
      this.#session.subscribe(topic, (args, kwargs, { publisher }) =>
        this.#masterSays({ publisher: protocol.toSession(publisher), apply: () => apply(args, kwargs) }),
      )
    await hear(protocol.POSITION, (args, kwargs) => this.#stepped(protocol.readStep(args, kwargs)))
    await hear(protocol.LEFT, ([left], { seq }) => this.#left(protocol.toSession(left), protocol.readSeq(seq)))
    await hear(protocol.STOPPED, () => this.#lookForMaster())
    await this.#session.subscribe(protocol.STARTED, () => {
      // Whoever says so: the worst that it does is one more try.
      if (this.#state !== 'masterless') return
      this.#round++
      void this.#join()
    })
    await this.#session.subscribe('wamp.session.on_leave', ([left]) => {
      if (this.#master && protocol.toSession(left) === this.#master.master) this.#lookForMaster()
    })
    await this.#session.subscribe('wamp.session.on_liveness', args => this.#turned(args))
  }

  /** The session is open, for the first time or again. */
  opened(): void {
    this.#round++
    this.#state = 'joining'
    this.#receiver.changed()
    void this.#join()
  }

  /** The session is gone for now; what was seen stays in sight. */
  lost(): void {
    this.#round++
    this.#cancelTry?.()
    this.#state = 'joining'
    this.#master = undefined
    this.#early = []
    this.#receiver.changed()
  }

  // #region move
  /** Walks to a square. Rejects with the master's refusal. */
  async move({ x, y }: Square, mean: Mean): Promise<void> {
    await this.#session.call(protocol.MOVE, [x, y], { mean }, { timeout: 10_000 })
  }
  // #endregion

  /** Changes name and colour, now and for every time the game is joined. Rejects with the master's refusal. */
  async rename(looks: Looks): Promise<void> {
    this.#looks = looks
    if (this.#state === 'playing') await this.#session.call(protocol.RENAME, [], { ...looks }, { timeout: 10_000 })
  }

  async #join(): Promise<void> {
    const round = this.#round
    this.#cancelTry?.()
    const at = this.#lastMe ? { at: [this.#lastMe.x, this.#lastMe.y] } : {}
    try {
      const answer = await this.#session.call(protocol.JOIN, [], { ...this.#looks, ...at }, { timeout: 5_000 })
      if (round === this.#round) this.#joined(protocol.readSnapshot(answer))
    } catch (error) {
      if (round === this.#round) this.#notJoined(error)
    }
  }

  #joined(snapshot: Snapshot | undefined): void {
    if (snapshot === undefined) return this.#notJoined(new Error(words.master.noMeadow))
    this.#master = snapshot
    this.#masterAsleep = false
    this.#state = 'playing'
    this.#problem = undefined
    this.#players.clear()
    this.#heard.clear()
    for (const player of snapshot.players) this.#players.set(player.session, player)
    this.#receiver.placed(new Meadow(snapshot.map, snapshot.map.trees), snapshot.players)
    this.#lastMe = this.me
    for (const early of this.#early.splice(0)) this.#masterSays(early)
    this.#receiver.changed()
  }

  #notJoined(error: unknown): void {
    const nobody = error instanceof WampError && error.error === 'wamp.error.no_such_procedure'
    this.#state = 'masterless'
    this.#problem = nobody ? undefined : sentenceOf(error)
    this.#cancelTry = this.#clock.after(TRY_AGAIN, () => void this.#join())
    this.#receiver.changed()
  }

  /** The master is gone: another may take over, and is asked to place us where we stand. */
  #lookForMaster(): void {
    this.#round++
    this.#master = undefined
    this.#state = 'masterless'
    this.#receiver.changed()
    void this.#join()
  }

  #masterSays(event: Early): void {
    if (this.#master?.master === event.publisher) return event.apply()
    if (this.#master === undefined && this.#early.length < KEPT) this.#early.push(event)
  }

  #stepped(step: Step | undefined): void {
    if (step === undefined || !this.#isNews(step.session, step.seq)) return
    this.#players.set(step.session, step)
    if (step.session === this.#session.id) this.#lastMe = step
    this.#receiver.stepped(step)
    this.#receiver.changed()
  }

  /** The router's word: the master may be asleep with the player, or know nothing of sleep. */
  #turned(args: readonly unknown[]): void {
    const turn = protocol.readLiveness(args)
    if (turn === undefined) return
    const { session, asleep } = turn
    if (session === this.#master?.master) this.#masterAsleep = asleep
    const player = this.#players.get(session)
    if (player && player.asleep !== asleep) {
      this.#players.set(session, { ...player, asleep })
      this.#receiver.stepped({ ...player, asleep, ms: 0, seq: 0 })
    }
    this.#receiver.changed()
  }

  #left(session: number | undefined, seq: number): void {
    const player = session === undefined ? undefined : this.#players.get(session)
    if (session === undefined || !this.#isNews(session, seq)) return
    this.#players.delete(session)
    if (player) this.#receiver.left(player)
    this.#receiver.changed()
  }

  /** Whether the master said it after all that is known of this session: events and results take different ways. */
  #isNews(session: number, seq: number): boolean {
    const last = this.#heard.get(session) ?? this.#master?.seq ?? 0
    if (seq <= last) return false
    if (seq !== Number.POSITIVE_INFINITY) this.#heard.set(session, seq)
    return true
  }
}
