// Serializer: WAMP messages to frames and back [wamp:serializers].

import type { Frame } from '../frame.ts'
import type { Message } from '../messages.ts'

export interface Serializer {
  readonly id: 'json' | 'msgpack' | 'cbor'
  /** The WebSocket subprotocol, also the data channel's `protocol`. */
  readonly protocol: 'wamp.2.json' | 'wamp.2.msgpack' | 'wamp.2.cbor'
  /** Whether frames are `Uint8Array`; text otherwise. */
  readonly binary: boolean
  /** @throws {WampError} `wamp.error.invalid_argument` where a value has no WAMP form (a function, a cycle, …). */
  encode(message: Message): Frame
  /** @throws {ProtocolViolation} for anything that is not one well-formed WAMP message. */
  decode(frame: Frame): Message
}
