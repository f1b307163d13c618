// What a session can be told when it is made.

import type { Link, Liveness, Transfers } from '../protocol/link.ts'
import type { Uri } from '../protocol/messages.ts'
import type { AuthOptions } from './auth/authentication.ts'
import type { MakePassthru } from './payload-passthru.ts'

/** `reconnecting` is `connecting` after the session was open before. */
export type SessionState = 'closed' | 'connecting' | 'open' | 'reconnecting'

export interface SessionOptions extends AuthOptions {
  /** `realm1` by default. */
  readonly realm?: Uri | undefined
  /** Whether a lost link is replaced: `once-open` (the default), `always` (the first one too), or `never`. */
  readonly reconnect?: 'always' | 'once-open' | 'never' | undefined
  /** Milliseconds until a call rejects with `wamp.error.timeout`; 60,000 by default, 0 for never. */
  readonly callTimeout?: number | undefined
  /** Milliseconds an open link may take to open its session, authentication included; 15,000 by default. */
  readonly joinTimeout?: number | undefined
  /** Makes payloads unreadable for the router, see `payloadEncryption`. */
  readonly encryption?: MakePassthru | undefined
  /** Told of every change; `error` says why, where something went wrong. */
  readonly onstate?: ((state: SessionState, error?: Error) => void) | undefined
  /**
   * Told when the router falls silent, and when it is heard again: an open session goes on meanwhile, and what it sends
   * waits.
   */
  readonly onliveness?: ((liveness: Liveness) => void) | undefined
  /**
   * Told how far large messages are, of 256 KiB or more: when one begins to go or to come, now and then meanwhile, and when
   * all have ended. Where invites lead that is known; of a WebSocket or a port it is not, and this is never called.
   */
  readonly ontransfers?: ((transfers: Transfers) => void) | undefined
  /** Told of what handlers throw and what could not be restored; by default it is reported as an uncaught error. */
  readonly onerror?: ((error: unknown) => void) | undefined
}

/** Opens a link to a router. Rejects where that is not possible; gives up when `signal` aborts. */
export type Dial = (signal: AbortSignal) => Promise<Link>
