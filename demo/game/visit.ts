// Visit: one person's stay in a realm: the game, the hugs and the talk, for as long as the session lasts.

import type { Session } from '../wamp.ts'
import { Chat, type Message } from './chat.ts'
import { systemClock } from './clock.ts'
import { Game, type GameReceiver } from './game.ts'
import { Hugs } from './hug.ts'
import type { Looks } from './looks.ts'
import type { Mean, Player, Step } from './protocol.ts'
import { sentenceOf } from './refusal.ts'
import { Stride } from './stride.ts'
import { words } from './words.ts'
import type { Square } from './world.ts'

/** What shows the visit. */
export interface VisitView extends GameReceiver {
  hugged(asker: Player, accepter: Player): void
  said(message: Message): void
  /** Something to tell the person. */
  tell(sentence: string): void
}

export class Visit {
  readonly session: Session
  readonly game: Game
  readonly hugs: Hugs
  readonly chat: Chat
  readonly stride: Stride
  mean: Mean = 'walk'
  readonly #view: VisitView
  /** The session's id that all this was opened for; 0 while there is none. */
  #opened = 0

  constructor(session: Session, { looks, view }: { looks: Looks; view: VisitView }) {
    this.session = session
    this.#view = view
    const clock = systemClock
    const player = (id: number) => this.game.players.get(id)
    const receiver: GameReceiver = {
      changed: () => view.changed(),
      placed: (meadow, players) => view.placed(meadow, players),
      stepped: step => this.#stepped(step),
      left: left => {
        this.hugs.left(left.session)
        view.left(left)
      },
    }
    this.game = new Game(session, { looks, clock, receiver })
    this.hugs = new Hugs(session, {
      clock,
      world: {
        me: () => this.game.me,
        player,
        changed: () => view.changed(),
        hugged: (asker, accepter) => view.hugged(asker, accepter),
        tell: sentence => view.tell(sentence),
      },
    })
    this.chat = new Chat(session, { player, said: message => view.said(message) })
    this.stride = new Stride({ clock, at: () => this.game.me, step: to => this.walk(to) })
  }

  /** Listens to everything; then call {@link follow}. Rejects where the router does not allow it. */
  async start(): Promise<void> {
    await this.hugs.start()
    await this.chat.start()
    await this.game.start()
  }

  /** The session may have been lost, or have come back under another id. */
  follow(): void {
    const id = this.session.isOpen ? this.session.id : 0
    if (id === this.#opened) return
    this.#opened = id
    if (id === 0) return this.#lost()
    this.hugs.opened().catch(error => this.#view.tell(words.hug.nobodyCanAsk(sentenceOf(error))))
    this.game.opened()
  }

  /** The session is closed. */
  end(): void {
    this.#opened = 0
    this.#lost()
  }

  /** Goes to a square. Resolves to whether that was allowed; tells why not. */
  async walk(to: Square): Promise<boolean> {
    try {
      await this.game.move(to, this.mean)
      return true
    } catch (error) {
      this.#view.tell(sentenceOf(error))
      return false
    }
  }

  /** Asks a neighbour for a hug, and tells what came of it. */
  async askForHug(other: Player): Promise<void> {
    if (!other.asleep) this.#view.tell(words.hug.ask(other.name))
    try {
      if (!(await this.hugs.ask(other))) this.#view.tell(words.hug.refused(other.name))
    } catch (error) {
      const deaf = (error as { error?: unknown }).error === 'wamp.error.no_such_procedure'
      this.#view.tell(deaf ? words.hug.deaf(other.name) : sentenceOf(error))
    }
  }

  #stepped(step: Step): void {
    if (step.session === this.session.id) this.stride.stepped(step.ms)
    this.#view.stepped(step)
  }

  #lost(): void {
    this.stride.releaseAll()
    this.hugs.lost()
    this.game.lost()
  }
}
