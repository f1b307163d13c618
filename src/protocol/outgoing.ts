// Outgoing: one message to many receivers, encoded once per serializer.

import { refusal, WampError } from './errors.ts'
import { type Frame, MAX_CARRIED } from './link.ts'
import type { Message } from './messages.ts'
import type { Serializer } from './serializer/serializer.ts'

const utf8 = new TextEncoder()

export class Outgoing {
  readonly message: Message
  /** The key of `Link.send` under which a later message may take this one's place. */
  readonly conflate: string | undefined
  /** What it was written in first, which most receivers speak, and what came of it. */
  #serializer: Serializer | undefined
  #frame: Frame | WampError | undefined
  #others: Map<Serializer, Frame | WampError> | undefined

  constructor(message: Message, conflate?: string) {
    this.message = message
    this.conflate = conflate
  }

  /** @throws {WampError} where the message has no form in `serializer`, or one that is longer than links take. */
  frame(serializer: Serializer): Frame {
    const frame = serializer === this.#serializer ? this.#frame : this.#written(serializer)
    if (frame instanceof WampError) throw frame
    return frame as Frame
  }

  #written(serializer: Serializer): Frame | WampError {
    if (this.#serializer === undefined) {
      this.#frame = written(this.message, serializer)
      // Only now: to write it may have thrown, and does so for the next receiver, too.
      this.#serializer = serializer
      return this.#frame
    }
    this.#others ??= new Map()
    const frame = this.#others.get(serializer) ?? written(this.message, serializer)
    this.#others.set(serializer, frame)
    return frame
  }
}

/** A failure is a result, too, which need not be found out for each receiver. */
function written(message: Message, serializer: Serializer): Frame | WampError {
  try {
    const frame = serializer.encode(message)
    const size = sizeOf(frame)
    if (size <= MAX_CARRIED) return frame
    // Numbers and bytes may take several times the room in another serializer.
    return refusal('wamp.error.payload_size_exceeded', `in ${serializer.id} the message has ${size} bytes: too many`)
  } catch (thrown) {
    if (thrown instanceof WampError) return thrown
    throw thrown
  }
}

/** Bytes of a frame, where they may be too many; a character has three at most. */
function sizeOf(frame: Frame): number {
  return typeof frame === 'string' && 3 * frame.length > MAX_CARRIED ? utf8.encode(frame).length : frame.length
}
