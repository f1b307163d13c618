// AttachmentOptions: what a link's attachment asks of its router.

import type { WampError } from '../protocol/errors.ts'
import type { Link } from '../protocol/link.ts'
import type * as m from '../protocol/messages.ts'
import type { HandshakeOptions } from './handshake.ts'
import type { Limits } from './limits.ts'
import type { Realm } from './realm.ts'

export interface AttachmentOptions extends HandshakeOptions {
  readonly agent: string
  readonly limits: Limits
  /** The realm of that name, opened if need be. */
  realm(name: m.Uri): Realm
  /** Told of each link that was closed for breaking the protocol or a limit. */
  violation(sentence: string): void
  /** Told of authenticators that fail. */
  report(error: unknown): void
  /** Told of each message that could not be written in its receiver's serializer. */
  undeliverable(message: m.Message, error: WampError): void
  /** Told once, when the link has ended. */
  detached(link: Link): void
}
