// What the binary serializers share: an envelope of our own around options and payload.
// The envelope is written here so that ids are integers of the shortest form, whatever a library does with numbers [T-1].

import { ProtocolViolation, refusal, sentenceOf } from '../errors.ts'
import type { Frame } from '../link.ts'
import type { Message } from '../messages.ts'
import { Payload, type RawTrailing, type Trailing } from '../payload.ts'
import { checkMessage, type ReceivedElements, splitMessage, type TrailingForm } from '../wire.ts'
import type { Serializer } from './serializer.ts'
import { type Forms, toForms } from './values.ts'

/** The lay-out of one received frame, every byte of it checked. */
export interface Scan {
  /** Where each element of the message begins; behind the last, where it ends. */
  readonly offsets: readonly number[]
  /** Where the last thing stands that not every peer can read, so that it must be written anew; -1 if nowhere. */
  readonly lastInexact: number
}

/** One binary serialization. */
export interface Codec {
  readonly id: 'msgpack' | 'cbor'
  list(length: number): Uint8Array
  integer(value: number): Uint8Array
  string(value: string): Uint8Array
  /** Writes a value of {@link Forms}; the result may be a view into a shared buffer. */
  value(value: unknown): Uint8Array
  /** @throws {ProtocolViolation} for anything but one well-formed list. */
  scan(bytes: Uint8Array): Scan
  /** Reads the one value that `bytes`, already scanned, hold. */
  read(bytes: Uint8Array): unknown
  form(firstByte: number): TrailingForm
}

const FORMS: Forms = {
  integer: value => BigInt(value),
  bigint: value => {
    if (value >= -(2n ** 63n) && value < 2n ** 64n) return value
    throw refusal('wamp.error.invalid_argument', `${value} does not fit 64 bits and cannot be sent`)
  },
  bytes: value => value,
  string: value => value,
}

export function binarySerializer(codec: Codec): Serializer {
  return {
    id: codec.id,
    protocol: `wamp.2.${codec.id}`,
    binary: true,
    encode: message => encode(codec, message),
    decode: frame => decode(codec, frame),
  }
}

function encode(codec: Codec, message: Message): Uint8Array {
  const { head, payload } = splitMessage(message)
  const raw = payload?.raw?.form === codec.id && payload.raw.exact ? payload.raw : undefined
  const trailing = raw ? [] : (payload?.trailing ?? [])
  const parts = [codec.list(head.length + (raw?.count ?? trailing.length))]
  for (const element of head) parts.push(encodeElement(codec, element))
  for (const element of trailing) parts.push(encodeValue(codec, element))
  if (raw) parts.push(raw.tail() as Uint8Array)
  return concat(parts)
}

/** An element of the envelope, where every number is an id. */
function encodeElement(codec: Codec, element: unknown): Uint8Array {
  if (typeof element === 'number') return codec.integer(element)
  if (typeof element === 'string') return codec.string(element)
  return encodeValue(codec, element)
}

function encodeValue(codec: Codec, value: unknown): Uint8Array {
  // A copy, since the next value is written into the same buffer.
  return codec.value(toForms(value, FORMS)).slice()
}

function concat(parts: Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}

function decode(codec: Codec, frame: Frame): Message {
  if (typeof frame === 'string') {
    throw new ProtocolViolation(`wamp.2.${codec.id} takes binary frames, and got a text one`)
  }
  return checkMessage(new Received(codec, frame))
}

class Received implements ReceivedElements {
  readonly length: number
  readonly #codec: Codec
  readonly #bytes: Uint8Array
  readonly #scan: Scan

  constructor(codec: Codec, bytes: Uint8Array) {
    this.#codec = codec
    this.#bytes = bytes
    this.#scan = codec.scan(bytes)
    this.length = this.#scan.offsets.length - 1
  }

  read(index: number) {
    try {
      return this.#codec.read(this.#slice(index))
    } catch (thrown) {
      throw new ProtocolViolation(`element ${index} of a message cannot be read: ${reason(thrown)}`)
    }
  }

  form(index: number) {
    return this.#codec.form(this.#bytes[this.#scan.offsets[index] as number] as number)
  }

  payload(index: number): Payload {
    if (index >= this.length) return Payload.empty
    const elements = Array.from({ length: this.length - index }, (_, nth) => this.#slice(index + nth))
    const exact =
      this.#scan.lastInexact < (this.#scan.offsets[index] as number) &&
      !elements.some((_, nth) => this.form(index + nth) === 'null')
    return new Payload(undefined, new RawElements(this.#codec, elements, exact))
  }

  #slice(index: number) {
    return this.#bytes.subarray(this.#scan.offsets[index], this.#scan.offsets[index + 1])
  }
}

class RawElements implements RawTrailing {
  readonly form: string
  readonly count: number
  readonly exact: boolean
  readonly #codec: Codec
  readonly #elements: Uint8Array[]

  constructor(codec: Codec, elements: Uint8Array[], exact: boolean) {
    this.#codec = codec
    this.#elements = elements
    this.form = codec.id
    this.count = elements.length
    this.exact = exact
  }

  /** @throws {WampError} for somebody else's payload must not end the session of who reads it, nor of its receivers. */
  read(): Trailing {
    try {
      return this.#elements.map(bytes => this.#codec.read(bytes))
    } catch (thrown) {
      throw refusal('wamp.error.invalid_argument', `a payload cannot be read: ${reason(thrown)}`)
    }
  }

  tail() {
    return concat(this.#elements)
  }

  own() {
    const elements = this.#elements.map(bytes => new Uint8Array(bytes))
    return new RawElements(this.#codec, elements, this.exact)
  }
}

const reason = (thrown: unknown) => (thrown instanceof Error ? sentenceOf(thrown) : String(thrown))
