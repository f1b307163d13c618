// Presence controller: who else has a session in the realm, by the names that they give themselves.

import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { Session } from '../client/session.ts'
import type { EventHandler, Subscription } from '../client/subscription.ts'
import type { Dict, Id } from '../protocol/messages.ts'
import { onceASecond } from './once-a-second.ts'
import { SessionHold } from './session-hold.ts'

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

export interface PresenceSettings {
  readonly session: Session | undefined
  /** What this session is called; without one it only looks. */
  readonly name: string | undefined
  /** Where names are published; `wamp_mesh.presence` by default. */
  readonly topic?: string | undefined
}

/** Who is told, besides the host that is updated. */
export interface PresenceListener {
  /** Who is here is other than before; told once for each update of the host. */
  changed?(peers: readonly Peer[]): void
  /** Somebody with a name came, or left. */
  moved?(peer: Peer, how: 'joined' | 'left'): void
  failed?(error: Error): void
}

const LONGEST_NAME = 100

export class PresenceController implements ReactiveController {
  readonly #host: ReactiveControllerHost
  readonly #settings: () => PresenceSettings
  readonly #listener: PresenceListener
  readonly #peers = new Map<Id, Peer>()
  /** Those that came after this one. */
  readonly #newcomers = new Set<Id>()
  /** Those that asked for this session's name. */
  readonly #askers = new Set<Id>()
  /** The session that is here, and its id. */
  #session: Session | undefined
  #id = 0
  #published: string | undefined
  #isChanged = false

  /** @param settings read at each update of the host. */
  constructor(host: ReactiveControllerHost, settings: () => PresenceSettings, listener: PresenceListener = {}) {
    this.#host = host
    this.#settings = settings
    this.#listener = listener
    new SessionHold(host, {
      wanted: () => {
        const { session } = settings()
        // A session that opened anew has another id, and all that the router knows of it is new.
        this.#id = session?.id || this.#id
        return { session, key: `${this.#id} ${this.#topic}` }
      },
      take: (session, givenUp) => this.#look(session, givenUp),
      failed: error => {
        this.#forget()
        listener.failed?.(error)
      },
    })
    host.addController(this)
  }

  /** Who is here, this session first, then in the order in which they came. */
  get peers(): Peer[] {
    return [...this.#peers.values()].sort((one, two) => Number(two.me) - Number(one.me))
  }

  hostUpdate(): void {
    if (this.#session && this.#settings().name !== this.#published) this.#tell()
  }

  hostUpdated(): void {
    if (this.#isChanged) this.#listener.changed?.(this.peers)
    this.#isChanged = false
  }

  get #topic(): string {
    return this.#settings().topic || 'wamp_mesh.presence'
  }

  async #look(session: Session, givenUp: AbortSignal): Promise<() => unknown> {
    givenUp.addEventListener('abort', () => this.#forget())
    const hear = (topic: string, handler: EventHandler) =>
      session.subscribe(topic, (...event: Parameters<EventHandler>) => {
        if (!givenUp.aborted) handler(...event)
      })
    const held = [
      hear('wamp.session.on_join', ([details]) => this.#join((details as { session: Id }).session)),
      hear('wamp.session.on_leave', ([id]) => this.#leave(id as Id)),
      hear('wamp.session.on_liveness', ([id, liveness]) => this.#set(id as Id, { asleep: liveness === 'asleep' })),
      hear(this.#topic, ([name], { asks }, { publisher }) => {
        // A name without the router's word for whose it is could be anybody's.
        if (publisher !== undefined) this.#hear(publisher, { name, asks })
      }),
    ]
    try {
      await Promise.all(held)
      const ids = await session.call<Id[]>('wamp.session.list')
      if (!givenUp.aborted) this.#enter(session, ids)
    } catch (error) {
      await leave(held)
      throw error
    }
    return () => leave(held)
  }

  #enter(session: Session, ids: readonly Id[]): void {
    this.#session = session
    for (const id of ids) this.#set(id, {})
    this.#tell({ asks: true })
    for (const id of ids) void this.#ask(session, id)
  }

  #forget(): void {
    this.#session = undefined
    for (const those of [this.#peers, this.#newcomers, this.#askers]) those.clear()
    this.#change()
  }

  async #ask(session: Session, id: Id): Promise<void> {
    const details = await session.call<Dict>('wamp.session.get', [id]).catch(() => ({}) as Dict)
    if (details.liveness === 'asleep' && session === this.#session) this.#set(id, { asleep: true })
  }

  /** Says this session's name to all, and with `asks` has them say theirs. */
  #tell(kwargs: Dict = {}): void {
    const { name } = this.#settings()
    this.#published = name
    this.#set(this.#id, { name })
    this.#publish(kwargs)
  }

  readonly #answer = onceASecond(() => {
    this.#publish({}, { eligible: [...this.#askers] })
    this.#askers.clear()
  })

  #publish(kwargs: Dict, options: { eligible?: Id[] } = {}): void {
    const session = this.#session
    const { name } = this.#settings()
    session
      ?.publish(this.#topic, name ? [name] : [], kwargs, { disclose_me: true, acknowledge: true, ...options })
      .catch((error: Error) => session === this.#session && this.#listener.failed?.(error))
  }

  #hear(publisher: Id, { name, asks }: Dict): void {
    if (typeof name === 'string') this.#set(publisher, { name: name.slice(0, LONGEST_NAME) })
    // Who asks without a name may have said one by another element of its page.
    else if (!asks) this.#set(publisher, { name: undefined })
    if (!asks || !this.#settings().name) return
    this.#askers.add(publisher)
    this.#answer()
  }

  #set(id: Id, change: Partial<Peer>): void {
    const before = this.#peers.get(id)
    const peer = { session: id, name: undefined, asleep: false, me: id === this.#id, ...before, ...change }
    this.#peers.set(id, peer)
    if (peer.name && !before?.name && this.#newcomers.has(id)) this.#listener.moved?.(peer, 'joined')
    this.#change()
  }

  #join(id: Id): void {
    this.#newcomers.add(id)
    this.#set(id, {})
  }

  #leave(id: Id): void {
    const peer = this.#peers.get(id)
    this.#newcomers.delete(id)
    if (!this.#peers.delete(id)) return
    if (peer?.name) this.#listener.moved?.(peer, 'left')
    this.#change()
  }

  #change(): void {
    this.#isChanged = true
    this.#host.requestUpdate()
  }
}

/** Ends those of the subscriptions that came about. */
async function leave(held: readonly Promise<Subscription>[]): Promise<void> {
  const settled = await Promise.allSettled(held)
  await Promise.allSettled(settled.map(one => one.status === 'fulfilled' && one.value.unsubscribe()))
}
