// Session settings: what a session controller is told, and by whom.

import type { ReactiveControllerHost } from 'lit'
import type { RouterPlace } from '../host/host-options.ts'

/** What to open: a room of one's own, the room of an invite, or a WAMP router by its URL. */
export type Destination = { readonly host: true } | { readonly invite: string } | { readonly url: string }

export interface SessionSettings {
  readonly realm: string
  /** The signaling server's base URL; the page's origin if undefined. */
  readonly signaling: string | undefined
  /** The page that invites open; the page itself if undefined. */
  readonly page: string | undefined
  /** Where a room's router lives; a SharedWorker where there is one and `worker` is given, if undefined. */
  readonly router: RouterPlace | undefined
  /** The URL of the worker script. */
  readonly worker: string | undefined
}

/** The element, and where it is told that something is other than before. */
export interface SessionControllerHost extends ReactiveControllerHost {
  readonly settings: SessionSettings
  /** `error` is new; it is not given again while it stays the same. */
  sessionChanged(error?: Error): void
}
