// Presence look: one look at who is in a realm, as one session of it sees that.

import type { Session } from '../client/session.ts'
import type { EventHandler, Subscription } from '../client/subscription.ts'
import type { Dict, Id } from '../protocol/messages.ts'
import { onceASecond } from './once-a-second.ts'

export interface Peer {
  /** The session's id. */
  readonly session: Id
  /** What it calls itself, in a hundred characters at most; undefined for a session that says nothing. */
  readonly name: string | undefined
  /** Whether it is silent at the moment: frozen, or without network. */
  readonly asleep: boolean
  /** Whether it is this very session. */
  readonly me: boolean
}

export interface LookSetup {
  readonly session: Session
  /** Where names are published. */
  readonly topic: string
  /** Ends the look. */
  readonly givenUp: AbortSignal
  /** What this session is called now. */
  name(): string | undefined
  changed(): void
  /** Somebody with a name came, or left. */
  moved(peer: Peer, how: 'joined' | 'left'): void
  failed(error: Error): void
}

const LONGEST_NAME = 100

export class PresenceLook {
  readonly #setup: LookSetup
  readonly #id: Id
  readonly #peers = new Map<Id, Peer>()
  /** Those that came after this one. */
  readonly #newcomers = new Set<Id>()
  /** Those that want to know this session's name. */
  readonly #askers = new Set<Id>()
  #published: string | undefined
  #open = false

  constructor(setup: LookSetup) {
    this.#setup = setup
    this.#id = setup.session.id
  }

  get peers(): Iterable<Peer> {
    return this.#peers.values()
  }

  /** Begins. Resolves to what ends it again. */
  async begin(): Promise<() => unknown> {
    const { session, topic, givenUp } = this.#setup
    const hear = (topic: string, handler: EventHandler) =>
      session.subscribe(topic, (...event: Parameters<EventHandler>) => {
        if (!givenUp.aborted) handler(...event)
      })
    const held = [
      hear('wamp.session.on_join', ([details]) => this.#join((details as { session: Id }).session)),
      hear('wamp.session.on_leave', ([id]) => this.#leave(id as Id)),
      hear('wamp.session.on_liveness', ([id, liveness]) => this.#set(id as Id, { asleep: liveness === 'asleep' })),
      hear(topic, ([name], { asks }, { publisher }) => {
        // A name without the router's word for whose it is could be anybody's.
        if (publisher !== undefined) this.#hear(publisher, { name, asks })
      }),
    ]
    try {
      await Promise.all(held)
      const ids = await session.call<Id[]>('wamp.session.list')
      if (!givenUp.aborted) this.#start(ids)
    } catch (error) {
      await leave(held)
      throw error
    }
    return () => leave(held)
  }

  /** Says this session's name, where that is another than before. */
  rename(): void {
    if (this.#open && this.#setup.name() !== this.#published) this.#tell({})
  }

  #start(ids: readonly Id[]): void {
    for (const id of ids) this.#set(id, {})
    this.#open = true
    this.#tell({ asks: true })
    for (const id of ids) void this.#ask(id)
  }

  async #ask(id: Id): Promise<void> {
    const details = await this.#setup.session.call<Dict>('wamp.session.get', [id]).catch(() => ({}) as Dict)
    if (details.liveness === 'asleep') this.#set(id, { asleep: true })
  }

  /** Says this session's name to all, and with `asks` has them say theirs. Who only looks does not say that it has none. */
  #tell(kwargs: { asks?: true }): void {
    const name = this.#setup.name()
    this.#published = name
    this.#set(this.#id, { name })
    this.#publish(name, kwargs)
  }

  readonly #answer = onceASecond(() => {
    const name = this.#setup.name()
    if (name && !this.#setup.givenUp.aborted) this.#publish(name, {}, { eligible: [...this.#askers] })
    this.#askers.clear()
  })

  #publish(name: string | undefined, kwargs: Dict, options: { eligible?: Id[] } = {}): void {
    const { session, topic, givenUp, failed } = this.#setup
    session
      .publish(topic, name ? [name] : [], kwargs, { disclose_me: true, acknowledge: true, ...options })
      .catch((error: Error) => givenUp.aborted || failed(error))
  }

  #hear(publisher: Id, { name, asks }: Dict): void {
    if (typeof name === 'string') this.#set(publisher, { name: name.slice(0, LONGEST_NAME) })
    // Who asks without a name may have said one by another element of its page.
    else if (!asks) this.#set(publisher, { name: undefined })
    if (!asks || !this.#setup.name()) return
    this.#askers.add(publisher)
    this.#answer()
  }

  #set(id: Id, change: Partial<Peer>): void {
    const before = this.#peers.get(id)
    const peer = { session: id, name: undefined, asleep: false, me: id === this.#id, ...before, ...change }
    this.#peers.set(id, peer)
    if (peer.name && !before?.name && this.#newcomers.has(id)) this.#setup.moved(peer, 'joined')
    this.#setup.changed()
  }

  #join(id: Id): void {
    this.#newcomers.add(id)
    this.#set(id, {})
  }

  #leave(id: Id): void {
    const peer = this.#peers.get(id)
    this.#newcomers.delete(id)
    if (!this.#peers.delete(id)) return
    if (peer?.name) this.#setup.moved(peer, 'left')
    this.#setup.changed()
  }
}

/** Ends those of the subscriptions that came about. */
async function leave(held: readonly Promise<Subscription>[]): Promise<void> {
  const settled = await Promise.allSettled(held)
  await Promise.allSettled(settled.map(one => one.status === 'fulfilled' && one.value.unsubscribe()))
}
