// Presence controller: who else has a session in the realm, by the names that they give themselves.

import type { ReactiveControllerHost } from 'lit'
import type { Session } from '../client/session.ts'
import type { Dict, Id } from '../protocol/messages.ts'
import { SessionHold } from './session-hold.ts'

export interface Peer {
  /** The session's id. */
  readonly session: Id
  /** What it calls itself; undefined for a session that says nothing. */
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
  changed?(peers: readonly Peer[]): void
  /** Somebody with a name came, or left. */
  moved?(peer: Peer, how: 'joined' | 'left'): void
  failed?(error: Error): void
}

export class PresenceController {
  readonly #host: ReactiveControllerHost
  readonly #settings: () => PresenceSettings
  readonly #listener: PresenceListener
  #peers = new Map<Id, Peer>()
  /** Those that came after this one. */
  #newcomers = new Set<Id>()
  #session: Session | undefined
  #id = 0
  #published: string | undefined

  /** @param settings read at each update of the host. */
  constructor(host: ReactiveControllerHost, settings: () => PresenceSettings, listener: PresenceListener = {}) {
    this.#host = host
    this.#settings = settings
    this.#listener = listener
    new SessionHold(host, {
      wanted: () => {
        const { session, name } = settings()
        // A session that opened anew has another id, and all that the router knows of it is new.
        this.#id = session?.id || this.#id
        if (session && session === this.#session && name !== this.#published) this.#tell(session)
        return { session, key: `${this.#id} ${this.#topic}` }
      },
      take: session => this.#look(session),
      failed: error => listener.failed?.(error),
    })
  }

  /** Who is here, this session first, then in the order in which they came. */
  get peers(): Peer[] {
    return [...this.#peers.values()].sort((one, two) => Number(two.me) - Number(one.me))
  }

  get #topic(): string {
    return this.#settings().topic || 'wamp_mesh.presence'
  }

  async #look(session: Session): Promise<() => unknown> {
    this.#peers = new Map()
    this.#newcomers = new Set()
    const held = await Promise.all([
      session.subscribe('wamp.session.on_join', ([details]) => {
        const id = (details as { session: Id }).session
        this.#newcomers.add(id)
        this.#set(id, {})
      }),
      session.subscribe('wamp.session.on_leave', ([id]) => this.#leave(id as Id)),
      session.subscribe('wamp.session.on_liveness', ([id, liveness]) =>
        this.#set(id as Id, { asleep: liveness === 'asleep' }),
      ),
      // A name without the router's word for whose it is could be anybody's.
      session.subscribe(this.#topic, ([name], { asks }, { publisher }) => {
        if (publisher !== undefined) this.#hear(session, publisher, { name, asks })
      }),
    ])
    const ids = await session.call<Id[]>('wamp.session.list')
    for (const id of ids) this.#set(id, {})
    this.#session = session
    this.#tell(session, true)
    for (const id of ids) void this.#ask(session, id)
    return () => {
      this.#session = undefined
      this.#peers.clear()
      return Promise.all(held.map(subscription => subscription.unsubscribe()))
    }
  }

  async #ask(session: Session, id: Id): Promise<void> {
    const details = await session.call<Dict>('wamp.session.get', [id]).catch(() => ({}) as Dict)
    if (details.liveness === 'asleep') this.#set(id, { asleep: true })
  }

  /** Says this session's name: to all, who say theirs then, or to one of them. */
  #tell(session: Session, asks = false, eligible?: Id[]): void {
    const { name } = this.#settings()
    if (!eligible) {
      this.#published = name
      this.#set(this.#id, { name })
    }
    const options = { disclose_me: true, acknowledge: true, ...(eligible && { eligible }) }
    session
      .publish(this.#topic, name ? [name] : [], asks ? { asks } : {}, options)
      .catch((error: Error) => this.#listener.failed?.(error))
  }

  #hear(session: Session, publisher: Id, { name, asks }: Dict): void {
    this.#set(publisher, { name: typeof name === 'string' ? name : undefined })
    if (asks && this.#settings().name) this.#tell(session, false, [publisher])
  }

  #set(id: Id, change: Partial<Peer>): void {
    const before = this.#peers.get(id)
    const peer = { session: id, name: undefined, asleep: false, me: id === this.#id, ...before, ...change }
    this.#peers.set(id, peer)
    if (peer.name && !before?.name && this.#newcomers.has(id)) this.#listener.moved?.(peer, 'joined')
    this.#changed()
  }

  #leave(id: Id): void {
    const peer = this.#peers.get(id)
    if (!this.#peers.delete(id)) return
    if (peer?.name) this.#listener.moved?.(peer, 'left')
    this.#changed()
  }

  #changed(): void {
    this.#listener.changed?.(this.peers)
    this.#host.requestUpdate()
  }
}
