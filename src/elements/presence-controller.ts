// Presence controller: who else has a session in the realm, by the names that they give themselves.

import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { Session } from '../client/session.ts'
import { type Peer, PresenceLook } from './presence-look.ts'
import { SessionHold } from './session-hold.ts'

export type { Peer } from './presence-look.ts'

export interface PresenceSettings {
  readonly session: Session | undefined
  /** What this session is called; without one it only looks. */
  readonly name: string | undefined
  /** Where names are published; `wamp_mesh.presence` by default. */
  readonly topic?: string | undefined
}

/** Who is told, besides the host that is updated. */
export interface PresenceListener {
  /** Told once for each update of the host. */
  changed?(peers: readonly Peer[]): void
  /** Somebody with a name came, or left. */
  moved?(peer: Peer, how: 'joined' | 'left'): void
  failed?(error: Error): void
}

export class PresenceController implements ReactiveController {
  readonly #host: ReactiveControllerHost
  readonly #settings: () => PresenceSettings
  readonly #listener: PresenceListener
  #look: PresenceLook | undefined
  #id = 0
  #changed = false

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
      take: (session, givenUp) => this.#begin(session, givenUp),
      failed: error => {
        this.#see(undefined)
        listener.failed?.(error)
      },
    })
    host.addController(this)
  }

  /** Who is here, this session first, then in the order in which they came. */
  get peers(): Peer[] {
    return [...(this.#look?.peers ?? [])].sort((one, two) => Number(two.me) - Number(one.me))
  }

  hostUpdate(): void {
    this.#look?.rename()
  }

  hostUpdated(): void {
    if (!this.#changed) return
    this.#changed = false
    this.#listener.changed?.(this.peers)
  }

  get #topic(): string {
    return this.#settings().topic || 'wamp_mesh.presence'
  }

  #begin(session: Session, givenUp: AbortSignal): Promise<() => unknown> {
    const look = new PresenceLook({
      session,
      givenUp,
      topic: this.#topic,
      name: () => this.#settings().name,
      changed: () => this.#change(),
      moved: (peer, how) => this.#listener.moved?.(peer, how),
      failed: error => this.#listener.failed?.(error),
    })
    this.#see(look)
    givenUp.addEventListener('abort', () => this.#see(undefined))
    return look.begin()
  }

  #see(look: PresenceLook | undefined): void {
    this.#look = look
    this.#change()
  }

  #change(): void {
    this.#changed = true
    this.#host.requestUpdate()
  }
}
