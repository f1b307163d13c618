// Payload passthru mode: payloads that the router passes on unread, because only the peers can read them
// [wamp:payload-passthru-mode].

import { refusal, WampError } from '../protocol/errors.ts'
import type { Uri } from '../protocol/messages.ts'
import * as m from '../protocol/messages.ts'
import type { Payload } from '../protocol/payload.ts'
import type { RouterRole } from '../protocol/roles.ts'
import type { Serializer } from '../protocol/serializer/serializer.ts'
import type { MatchPolicy } from '../protocol/uri.ts'
import type { Connection } from './connection.ts'
import { InOrder } from './in-order.ts'

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

const PLAIN: PassthruOptions = {}

/** What makes payloads unreadable for routers, and readable again; see `payloadEncryption`. */
export interface PayloadCodec {
  /** Undefined where the purpose's payloads go as they are. */
  seal(purpose: Purpose, payload: Payload): Promise<Sealed> | undefined
  /** Undefined where such a payload is taken as it is. Rejects with a `WampError` where it must not be. */
  open(purpose: Purpose, sealed: Sealed): Promise<Sealed> | undefined
}

/** Seals what a session sends and opens what it receives, by its codec, and keeps the order of both. */
export class Passthru {
  readonly #codec: PayloadCodec | undefined
  readonly #serializer: () => Serializer | undefined
  readonly #outgoing = new InOrder()
  readonly #incoming = new InOrder()

  /** @param serializer the one that messages will be sent with. */
  constructor(codec: PayloadCodec | undefined, serializer: () => Serializer | undefined) {
    this.#codec = codec
    this.#serializer = serializer
  }

  /** Calls `send` with what to send: at once where nothing is sealed. What `send` throws goes to `failed`. */
  seal(purpose: Purpose, payload: Payload, send: (sealed: Sealed) => void, failed: (error: unknown) => void): void {
    const sealed = this.#codec?.seal(purpose, payload)
    let plain = payload
    if (sealed === undefined && this.#outgoing.isWaiting) {
      try {
        plain = snapshot(payload, this.#serializer())
      } catch (unsendable) {
        return failed(unsendable)
      }
    }
    this.#outgoing.add(sealed ?? { options: PLAIN, payload: plain }, send, failed)
  }

  /** Calls `take` with what was sent: at once where nothing was sealed. */
  open(purpose: Purpose, sealed: Sealed, take: (opened: Sealed) => void, failed: (error: unknown) => void): void {
    this.#incoming.add(this.#codec?.open(purpose, sealed) ?? sealed, take, failed)
  }
}

/** What waits its turn behind something sealed is sent as it is now, whatever the application does with it meanwhile. */
function snapshot(payload: Payload, serializer: Serializer | undefined): Payload {
  if (serializer === undefined) return payload
  const [, , , taken] = serializer.decode(serializer.encode([m.YIELD, 1, {}, payload])) as m.Yield
  return taken
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
