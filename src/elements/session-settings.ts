// Session settings: what a session controller is told, and by whom.

import type { ReactiveControllerHost } from 'lit'
import type { SessionOptions } from '../client/session-options.ts'
import type { HostOptions } from '../host/host-options.ts'

/** What to open: a room of one's own, the room of an invite, or a WAMP router by its URL. */
export type Destination = { readonly host: true } | { readonly invite: string } | { readonly url: string }

/** As those of `HostOptions` for rooms, and of `SessionOptions` for sessions, and none of them needed but the realm. */
export interface SessionSettings
  extends Pick<
      HostOptions,
      | 'signaling'
      | 'page'
      | 'router'
      | 'worker'
      | 'durable'
      | 'plainClients'
      | 'iceServers'
      | 'permissions'
      | 'authenticators'
      | 'settings'
    >,
    Pick<SessionOptions, 'auth' | 'encryption'> {
  readonly realm: string
}

/** The element, and where it is told that something is other than before. */
export interface SessionControllerHost extends ReactiveControllerHost {
  readonly sessionSettings: SessionSettings
  /** `error` is new; it is not given again while it stays the same. */
  sessionChanged(error?: Error): void
}
