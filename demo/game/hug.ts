// Hugs: asking a neighbour, being asked, and telling everybody. Each player answers for itself; no master takes part.

import type { Session, WampError } from '../wamp.ts'
import type { Clock } from './clock.ts'
import { HUGGED, hugOf, type Player, toSession } from './protocol.ts'
import { refusal } from './refusal.ts'
import { words } from './words.ts'
import { areNeighbours } from './world.ts'

/** Milliseconds a person has to answer; no answer is a refusal. */
export const ANSWER_TIME = 10_000
/** How many may ask at the same time. */
const QUEUE = 4
/** How much longer than the answer the asker waits: the answer has to travel. */
const TRAVEL_TIME = 5_000

/** What the hugs know of the game, and what the page hears of. */
export interface HugWorld {
  me(): Player | undefined
  player(session: number): Player | undefined
  /** The questions have changed. */
  changed(): void
  /** Two players are hugging. */
  hugged(asker: Player, accepter: Player): void
  /** Something to tell the person. */
  tell(sentence: string): void
}

/** Somebody asks us for a hug. */
export interface Question {
  readonly session: number
  readonly name: string
  /** When it is refused, by the clock. */
  readonly until: number
  answer(accepted: boolean): void
}

export class Hugs {
  readonly #session: Session
  readonly #world: HugWorld
  readonly #clock: Clock
  readonly #questions = new Map<number, Question>()
  readonly #asked = new Set<number>()
  #withdraw: (() => Promise<void>) | undefined

  constructor(session: Session, { world, clock }: { world: HugWorld; clock: Clock }) {
    this.#session = session
    this.#world = world
    this.#clock = clock
  }

  /** Who asks, in the order they came. */
  get questions(): Question[] {
    return [...this.#questions.values()]
  }

  /** Whether we wait for this player's answer. */
  hasAsked(session: number): boolean {
    return this.#asked.has(session)
  }

  /** Listens to others' hugs, once; then call {@link opened}. */
  async start(): Promise<void> {
    await this.#session.subscribe(HUGGED, (args, _kwargs, { publisher }) => this.#hugged(args, toSession(publisher)))
  }

  // #region asked
  /** Lets others ask, under the session's id of the moment. Rejects where the router does not allow it. */
  async opened(): Promise<void> {
    this.lost()
    const registration = await this.#session.register(
      hugOf(this.#session.id),
      (_args, _kwargs, { caller }) => this.#asks(toSession(caller)),
      { disclose_caller: true },
    )
    this.#withdraw = () => registration.unregister()
  }
  // #endregion

  /** The session is gone: with it the questions, and the name under which we were asked. */
  lost(): void {
    for (const question of this.questions) question.answer(false)
    this.#asked.clear()
    // Without a connection there is nothing to wait for, and with one nothing that could fail.
    void this.#withdraw?.()
    this.#withdraw = undefined
  }

  /** A player has left, and with it its question. */
  left(session: number): void {
    this.#questions.get(session)?.answer(false)
  }

  /** Asks a neighbour. Resolves to whether the hug was accepted; rejects with the other page's refusal, or `asleep`. */
  async ask(other: Player): Promise<boolean> {
    const { name = '' } = this.#world.me() ?? {}
    if (this.#world.player(other.session)?.asleep) throw sleeps(other)
    this.#asked.add(other.session)
    this.#world.changed()
    try {
      const timeout = ANSWER_TIME + TRAVEL_TIME
      return (await this.#session.call(hugOf(other.session), [], { name }, { timeout })) === true
    } catch (error) {
      throw this.#world.player(other.session)?.asleep ? sleeps(other) : error
    } finally {
      this.#asked.delete(other.session)
      this.#world.changed()
    }
  }

  async #asks(caller: number | undefined): Promise<boolean> {
    const asker = this.#neighbour(caller)
    if (this.#questions.has(asker.session)) throw refusal('already_asked')
    if (this.#questions.size >= QUEUE) throw refusal('busy')
    const accepted = await this.#question(asker)
    if (!accepted) return false
    const [now, me] = [this.#world.player(asker.session), this.#world.me()]
    if (!now || !me || !areNeighbours(now, me)) {
      this.#world.tell(words.hug.notNear(asker.name))
      return false
    }
    // To ourselves too: what we see is what the others see.
    await this.#session.publish(HUGGED, [asker.session, me.session], {}, { disclose_me: true, exclude_me: false })
    return true
  }

  #neighbour(caller: number | undefined): Player {
    const [asker, me] = [caller === undefined ? undefined : this.#world.player(caller), this.#world.me()]
    if (asker && me && areNeighbours(asker, me)) return asker
    throw refusal('too_far')
  }

  /** Resolves when the person answers, the time is over, or either side is gone. */
  #question({ session, name }: Player): Promise<boolean> {
    return new Promise(resolve => {
      const answer = (accepted: boolean) => {
        cancel()
        this.#questions.delete(session)
        this.#world.changed()
        resolve(accepted)
      }
      const cancel = this.#clock.after(ANSWER_TIME, () => answer(false))
      this.#questions.set(session, { session, name, until: this.#clock.now() + ANSWER_TIME, answer })
      this.#world.changed()
    })
  }

  /** Only one of the two can say that they hugged. */
  #hugged([first, second]: readonly unknown[], publisher: number | undefined): void {
    const pair = [toSession(first), toSession(second)] as const
    if (publisher === undefined || !pair.includes(publisher)) return
    const [asker, accepter] = [this.#world.player(pair[0] ?? 0), this.#world.player(pair[1] ?? 0)]
    if (asker && accepter && areNeighbours(asker, accepter)) this.#world.hugged(asker, accepter)
  }
}

const sleeps = ({ name }: Player): WampError => refusal('asleep', { name })
