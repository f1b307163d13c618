// Chat: the last things that were said, by whom as far as that is known.

import type { Session } from '../wamp.ts'
import { type Looks, toColour, toLine, toName } from './looks.ts'
import { MESSAGE, type Player, toSession } from './protocol.ts'
import { words } from './words.ts'

/** Longest message, in characters as people count them. */
export const LONGEST_MESSAGE = 300
const KEPT = 100

export interface Message {
  /** Different for each message. */
  readonly key: number
  readonly text: string
  readonly name: string
  readonly colour: string
  /** Who said it, where the publisher let that be known and plays. */
  readonly session: number | undefined
}

export interface ChatWorld {
  player(session: number): Player | undefined
  said(message: Message): void
}

export class Chat {
  readonly #session: Session
  readonly #world: ChatWorld
  #messages: readonly Message[] = []
  #count = 0

  constructor(session: Session, world: ChatWorld) {
    this.#session = session
    this.#world = world
  }

  /** Oldest first. Another list after every change. */
  get messages(): readonly Message[] {
    return this.#messages
  }

  async start(): Promise<void> {
    await this.#session.subscribe(MESSAGE, (args, kwargs, { publisher }) =>
      this.#heard(args, kwargs, toSession(publisher)),
    )
  }

  /** Rejects where it could not be said. */
  async say(text: string, { name, colour }: Looks): Promise<void> {
    const said = toLine(text, LONGEST_MESSAGE)
    if (said === undefined) return
    const options = { acknowledge: true, disclose_me: true, exclude_me: false }
    await this.#session.publish(MESSAGE, [said, name], { colour }, options)
  }

  /** A player is known by its own name; anybody else by what it says of itself. */
  #heard([value, name]: readonly unknown[], kwargs: Record<string, unknown>, publisher: number | undefined): void {
    const text = toLine(value, LONGEST_MESSAGE)
    if (text === undefined) return
    const player = publisher === undefined ? undefined : this.#world.player(publisher)
    const message: Message = {
      key: ++this.#count,
      text,
      name: player?.name ?? toName(name) ?? words.talk.somebody,
      colour: player?.colour ?? toColour(kwargs.colour) ?? '#8a8f98',
      session: player?.session,
    }
    this.#messages = [...this.#messages, message].slice(-KEPT)
    this.#world.said(message)
  }
}
