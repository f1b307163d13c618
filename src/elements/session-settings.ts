// Session settings: what a session controller is told, and by whom.

import type { ReactiveControllerHost } from 'lit'
import type { SessionOptions } from '../client/session-options.ts'
import type { HostOptions, RouterPlace } from '../host/host-options.ts'
import type { Transfers } from '../protocol/link.ts'

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
  /** How far large messages are. */
  transfersChanged(transfers: Transfers): void
}

/** What an element says by its attributes and properties. */
export interface SessionAttributes extends Omit<SessionSettings, 'durable' | 'plainClients'> {
  readonly durable: boolean
  readonly noPlainClients: boolean
}

export function settingsOf(element: SessionAttributes): SessionSettings {
  const { realm, signaling, page, router, worker, durable, noPlainClients, iceServers } = element
  const { permissions, authenticators, settings, auth, encryption } = element
  return {
    ...{ realm, signaling, page, router, worker, iceServers, permissions, authenticators, settings, auth, encryption },
    // Not asked for, it is as the router's place has it.
    durable: durable || undefined,
    plainClients: !noPlainClients,
  }
}

const PLACES: readonly string[] = ['tab', 'shared-worker', 'service-worker'] satisfies RouterPlace[]

/** Where the router would live is not a reason not to host: it lives in the tab meanwhile, and that is said. */
export function warnOfPlace(router: RouterPlace | undefined, worker: string | undefined): void {
  if (router === undefined || router === 'tab') return
  const why = PLACES.includes(router) ? !worker && 'there is no `worker` attribute' : 'there is no such place'
  if (why) console.warn(`<wamp-session router="${router}">: the router lives in the tab, since ${why}`)
}
