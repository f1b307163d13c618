// Outgoing: one message to many receivers, encoded once per serializer.

import type { Frame } from './link.ts'
import type { Message } from './messages.ts'
import type { Serializer } from './serializer/serializer.ts'

export class Outgoing {
  readonly message: Message
  readonly #frames: { [id in Serializer['id']]?: Frame } = {}

  constructor(message: Message) {
    this.message = message
  }

  /** @throws {WampError} where the message has no form in `serializer`. */
  frame(serializer: Serializer): Frame {
    this.#frames[serializer.id] ??= serializer.encode(this.message)
    return this.#frames[serializer.id] as Frame
  }
}
