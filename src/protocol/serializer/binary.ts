// What the binary serializers share: an envelope of our own around options and payload.
// The envelope is written here so that ids are integers of the shortest form, whatever a library does with numbers [T-1].

import { isEmptyDict } from '../dict.ts'
import { ProtocolViolation, refusal, sentenceOf } from '../errors.ts'
import { keepPart } from '../kept-bytes.ts'
import type { Frame } from '../link.ts'
import type { Message } from '../messages.ts'
import { Payload, type RawTrailing, type Trailing } from '../payload.ts'
import { checkMessage, headLength, payloadOf, type ReceivedElements, type TrailingForm } from '../wire.ts'
import type { Serializer } from './serializer.ts'
import { type Forms, toForms } from './values.ts'
import { Writer } from './writer.ts'

/** The lay-out of one received frame, every byte of it checked. */
export interface Scan {
  /** How many elements the message has. */
  readonly length: number
  /** Where each element begins; behind the last, where it ends. The next scan puts others there. */
  readonly offsets: readonly number[]
  /** Where the last thing stands that not every peer can read, so that it must be written anew; -1 if nowhere. */
  readonly lastInexact: number
}

/** One binary serialization. */
export interface Codec {
  readonly id: 'msgpack' | 'cbor'
  /** How an empty dict is written. */
  readonly emptyDict: number
  /** The head of a list of less than 16. */
  list(into: Writer, length: number): void
  /** A safe integer of at least 0. */
  integer(into: Writer, value: number): void
  string(into: Writer, value: string): void
  /** Writes a value of {@link Forms}; the result may be a view into a shared buffer. */
  value(value: unknown): Uint8Array
  /** @throws {ProtocolViolation} for anything but one well-formed list. */
  scan(bytes: Uint8Array): Scan
  /** Reads the one value that stands, already scanned, between two places. */
  read(bytes: Uint8Array, from: number, to: number): unknown
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
  const writers = [new Writer()]
  return {
    id: codec.id,
    protocol: `wamp.2.${codec.id}`,
    binary: true,
    encode: message => {
      // What is written may have a `toJSON` of somebody's who sends a message in it.
      const writer = writers.pop() ?? new Writer()
      try {
        return encode(codec, message, writer)
      } finally {
        writers.push(writer)
      }
    },
    decode: frame => decode(codec, frame),
  }
}

function encode(codec: Codec, message: Message, into: Writer): Uint8Array {
  const elements = headLength(message)
  const payload = payloadOf(message)
  const raw = payload?.raw?.form === codec.id && payload.raw.exact ? payload.raw : undefined
  const trailing = raw ? NOTHING : (payload?.trailing ?? NOTHING)
  into.begin()
  codec.list(into, elements + (raw?.count ?? trailing.length))
  for (let index = 0; index < elements; index++) encodeElement(codec, message[index], into)
  for (const element of trailing) encodeValue(codec, element, into)
  if (raw) into.append(raw.tail() as Uint8Array)
  return into.take()
}

const NOTHING: Trailing = []

/** An element of the envelope, where every number is an id. */
function encodeElement(codec: Codec, element: unknown, into: Writer): void {
  if (typeof element === 'number') codec.integer(into, element)
  else if (typeof element === 'string') codec.string(into, element)
  else if (isEmptyDict(element)) into.byte(codec.emptyDict)
  else encodeValue(codec, element, into)
}

/** Any value. A short list of texts and counts, as most arguments are, needs no library, which would take longer. */
function encodeValue(codec: Codec, value: unknown, into: Writer): void {
  const items = simpleItems(value)
  if (items === undefined) return into.append(codec.value(toForms(value, FORMS)))
  codec.list(into, items.length)
  for (const item of items) encodeElement(codec, item, into)
}

/** Elements of a list whose head has their number in it. */
const MOST_SIMPLE = 15

/** The elements of a short list that are all written as in the envelope. Each is looked at once, for it may be told anew each time. */
function simpleItems(value: unknown): unknown[] | undefined {
  if (!Array.isArray(value) || value.length > MOST_SIMPLE) return undefined
  const items: unknown[] = []
  for (let index = 0; index < value.length; index++) {
    const item: unknown = value[index]
    if (typeof item !== 'string' && !(Number.isSafeInteger(item) && (item as number) >= 0)) return undefined
    items.push(item)
  }
  return items
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
    this.length = this.#scan.length
  }

  read(index: number) {
    const { offsets } = this.#scan
    try {
      return this.#codec.read(this.#bytes, offsets[index] as number, offsets[index + 1] as number)
    } catch (thrown) {
      throw new ProtocolViolation(`element ${index} of a message cannot be read: ${reason(thrown)}`)
    }
  }

  form(index: number) {
    return this.#codec.form(this.#bytes[this.#scan.offsets[index] as number] as number)
  }

  payload(index: number): Payload {
    if (index >= this.length) return Payload.empty
    const { offsets, lastInexact, length } = this.#scan
    const start = offsets[index] as number
    let exact = lastInexact < start
    for (let nth = index; nth < length; nth++) exact &&= this.form(nth) !== 'null'
    const kwargs = length - index > 1 ? (offsets[index + 1] as number) : undefined
    const place = { start, kwargs, end: offsets[length] as number }
    return new Payload(undefined, new RawElements(this.#codec, this.#bytes, place, exact))
  }
}

/** Where trailing elements stand: Arguments, and ArgumentsKw if there are any. */
interface Place {
  readonly start: number
  readonly kwargs: number | undefined
  readonly end: number
}

class RawElements implements RawTrailing {
  readonly exact: boolean
  readonly #codec: Codec
  readonly #bytes: Uint8Array
  readonly #start: number
  readonly #kwargs: number | undefined
  readonly #end: number

  constructor(codec: Codec, bytes: Uint8Array, { start, kwargs, end }: Place, exact: boolean) {
    this.#codec = codec
    this.#bytes = bytes
    this.#start = start
    this.#kwargs = kwargs
    this.#end = end
    this.exact = exact
  }

  get form() {
    return this.#codec.id
  }

  get count() {
    return this.#kwargs === undefined ? 1 : 2
  }

  get length() {
    return this.#end - this.#start
  }

  /** @throws {WampError} for somebody else's payload must not end the session of who reads it, nor of its receivers. */
  read(): Trailing {
    const kwargs = this.#kwargs
    try {
      const args = this.#codec.read(this.#bytes, this.#start, kwargs ?? this.#end)
      return kwargs === undefined ? [args] : [args, this.#codec.read(this.#bytes, kwargs, this.#end)]
    } catch (thrown) {
      throw refusal('wamp.error.invalid_argument', `a payload cannot be read: ${reason(thrown)}`)
    }
  }

  tail() {
    return this.#bytes.subarray(this.#start, this.#end)
  }

  own() {
    const { bytes, from } = keepPart(this.#bytes, this.#start, this.#end)
    const by = from - this.#start
    const kwargs = this.#kwargs === undefined ? undefined : this.#kwargs + by
    return new RawElements(this.#codec, bytes, { start: from, kwargs, end: this.#end + by }, this.exact)
  }
}

const reason = (thrown: unknown) => (thrown instanceof Error ? sentenceOf(thrown) : String(thrown))
