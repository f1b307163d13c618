// Payload passthru mode: payloads that the router passes on unread, because only the peers can read them
// [wamp:payload-passthru-mode].

import { refusal, WampError } from '../protocol/errors.ts'
import type * as m from '../protocol/messages.ts'
import type { Uri } from '../protocol/messages.ts'
import type { Payload } from '../protocol/payload.ts'
import type { RouterRole } from '../protocol/roles.ts'
import type { Serializer } from '../protocol/serializer/serializer.ts'
import type { MatchPolicy } from '../protocol/uri.ts'
import type { Connection } from './connection.ts'
import { attempt } from './in-order.ts'

/** How a payload is packed; with `ppt_scheme` it is one binary, made and read by the application [PPT-7, PPT-8]. */
export type PassthruOptions = Pick<m.CallOptions, 'ppt_scheme' | 'ppt_serializer' | 'ppt_cipher' | 'ppt_keyid'>

/** What a payload is sent for: sealed for one purpose, it does not open for another. */
export interface Purpose {
  readonly kind: 'call' | 'result' | 'error' | 'event'
  /** The procedure or topic. */
  readonly uri: Uri
  /** For all of a call but its first message: the {@link Sealed.token} of that, or a promise of it. */
  readonly call?: Uint8Array | Promise<Uint8Array | undefined> | undefined
  /** How many messages of the same call went before it in its direction; 0 by default. */
  readonly nth?: number
  /** Whether more follow it: so no part passes for the last one, nor can one be left out. */
  readonly more?: boolean
  /** What it was subscribed or registered as, where the router has its say about `uri`. */
  readonly within?: { readonly uri: Uri; readonly match: MatchPolicy | undefined } | undefined
}

/** A payload in its other form. */
export interface Sealed {
  readonly options: PassthruOptions
  readonly payload: Payload
  /** What tells this sealed payload from all others; undefined where nothing was sealed. */
  readonly token?: Uint8Array | undefined
}

/** What the payloads of a session go through on their way to its router, and from there; it keeps their order. */
export interface Passthru {
  /** Calls `send` with what to send: at once where nothing is sealed. What `send` throws goes to `failed`. */
  seal(purpose: Purpose, payload: Payload, send: (sealed: Sealed) => void, failed: (error: unknown) => void): void
  /** Calls `take` with what was sent: at once where nothing was sealed. */
  open(purpose: Purpose, sealed: Sealed, take: (opened: Sealed) => void, failed: (error: unknown) => void): void
}

/** For each session its own. `serializer` is the one that messages will be sent with. */
export type MakePassthru = (serializer: () => Serializer | undefined) => Passthru

const NONE: PassthruOptions = {}

/** Of sessions without encryption. */
export const plainPassthru: Passthru = {
  seal: (_, payload, send, failed) => attempt({ options: NONE, payload }, send, failed),
  open: (_, sealed, take, failed) => attempt(sealed, take, failed),
}

/**
 * What must hold before a payload is sent in this mode.
 * @throws {WampError} `wamp.error.feature_not_supported` by this router [PPT-3]; `wamp.error.invalid_argument` where
 *   the payload is not one binary.
 */
export function checkPassthru(options: PassthruOptions, payload: Payload, to: [Connection, RouterRole]): void {
  if (!options.ppt_scheme) return
  const [connection, role] = to
  if (!connection.supports(role, 'payload_passthru_mode')) {
    throw new WampError('wamp.error.feature_not_supported', [`this ${role} does not pass payloads on unread`])
  }
  const { args, kwargs } = payload
  if (args.length === 1 && args[0] instanceof Uint8Array && Object.keys(kwargs).length === 0) return
  const sentence = 'with ppt_scheme, arguments must be one Uint8Array, without keyword arguments'
  throw refusal('wamp.error.invalid_argument', sentence)
}
