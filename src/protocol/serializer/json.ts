// wamp.2.json: JSON text, with binary as NUL and base64 [wamp:serializers, R-SER-4].

import { isDict, isEmptyDict } from '../dict.ts'
import { ProtocolViolation, refusal } from '../errors.ts'
import type { Frame } from '../link.ts'
import type { Message } from '../messages.ts'
import { Payload, type RawTrailing, type Trailing } from '../payload.ts'
import { checkMessage, headLength, payloadOf, type ReceivedElements } from '../wire.ts'
import type { Serializer } from './serializer.ts'
import { type Forms, MAX_DEPTH, toForms } from './values.ts'

/** Texts that may be meant for messages in which somebody proves who it is. */
const AUTHENTICATION = /^\W*[1245](?!\d)/
const NUL = '\u0000'

export const json: Serializer = { id: 'json', protocol: 'wamp.2.json', binary: false, encode, decode }

const FORMS: Forms = {
  integer: value => value,
  bigint: value => `${value}`,
  bytes: value => NUL + toBase64(value),
  string: value => {
    if (value.startsWith(NUL)) {
      throw refusal('wamp.error.invalid_argument', 'in JSON a string that starts with NUL stands for binary')
    }
    return value
  },
}

function encode(message: Message): string {
  const elements = headLength(message)
  let text = `[${message[0]}`
  for (let index = 1; index < elements; index++) text += `,${toText(message[index])}`
  const payload = payloadOf(message)
  if (payload?.raw?.form === 'json') return `${text},${payload.raw.tail()}]`
  for (const element of payload?.trailing ?? []) text += `,${toText(element)}`
  return `${text}]`
}

function toText(element: unknown): string {
  if (typeof element === 'number') return `${element}`
  return isEmptyDict(element) ? '{}' : JSON.stringify(toForms(element, FORMS))
}

function decode(frame: Frame): Message {
  if (typeof frame !== 'string') throw new ProtocolViolation('wamp.2.json takes text frames, and got a binary one')
  const elements = parse(frame)
  if (!Array.isArray(elements)) throw new ProtocolViolation('a message must be a list')
  return checkMessage(new Received(frame, elements))
}

function parse(text: string): unknown {
  checkDepth(text)
  try {
    const value: unknown = JSON.parse(text)
    return text.includes('\\u0000') ? withBytes(value) : value
  } catch (error) {
    // Some engines quote the text.
    const why = AUTHENTICATION.test(text) ? '' : `: ${(error as Error).message}`
    throw new ProtocolViolation(`not a JSON message${why}`)
  }
}

class Received implements ReceivedElements {
  readonly length: number
  readonly #text: string
  readonly #elements: unknown[]

  constructor(text: string, elements: unknown[]) {
    this.#text = text
    this.#elements = elements
    this.length = elements.length
  }

  read(index: number) {
    return this.#elements[index]
  }

  form(index: number) {
    const element = this.#elements[index]
    if (element === null) return 'null'
    return Array.isArray(element) ? 'list' : isDict(element) ? 'dict' : 'other'
  }

  payload(index: number): Payload {
    const trailing = this.#elements.slice(index)
    if (trailing.length === 0) return Payload.empty
    return trailing.includes(null)
      ? new Payload(trailing)
      : new Payload(trailing, new RawJson(this.#text, index, trailing))
  }
}

/** The tail of a received text; where it begins is looked for only if it is passed on. */
class RawJson implements RawTrailing {
  readonly form = 'json'
  readonly exact = true
  readonly count: number
  readonly #text: string
  readonly #index: number
  readonly #trailing: Trailing
  #tail: string | undefined

  constructor(text: string, index: number, trailing: Trailing) {
    this.#text = text
    this.#index = index
    this.#trailing = trailing
    this.count = trailing.length
  }

  read() {
    return this.#trailing
  }

  get length() {
    return this.tail().length
  }

  tail() {
    this.#tail ??= this.#text.slice(elementStart(this.#text, this.#index), this.#text.lastIndexOf(']')).trim()
    return this.#tail
  }

  own() {
    return new OwnJson(this.tail(), this.count)
  }
}

/** Trailing elements as nothing but their text. */
class OwnJson implements RawTrailing {
  readonly form = 'json'
  readonly exact = true
  readonly count: number
  readonly #tail: string

  constructor(tail: string, count: number) {
    // Joined to something and cut off again, a part of a text lets go of the whole.
    this.#tail = `${tail} `.slice(0, -1)
    this.count = count
  }

  get length() {
    return this.#tail.length
  }

  read() {
    return parse(`[${this.#tail}]`) as Trailing
  }

  tail() {
    return this.#tail
  }

  own() {
    return this
  }
}

/** Where element `index` of the outermost list begins, in text known to be JSON. */
function elementStart(text: string, index: number): number {
  let depth = 0
  let commas = 0
  for (let at = 0; at < text.length; at++) {
    const char = text.charCodeAt(at)
    if (char === 0x22) at = stringEnd(text, at)
    else if (char === 0x5b || char === 0x7b) depth++
    else if (char === 0x5d || char === 0x7d) depth--
    else if (char === 0x2c && depth === 1 && ++commas === index) return at + 1
  }
  return text.length
}

/** The closing quote of the string whose opening quote stands at `at`; the end of the text if there is none. */
function stringEnd(text: string, at: number): number {
  for (let end = at + 1; end < text.length; end++) {
    const char = text.charCodeAt(end)
    if (char === 0x22) return end
    if (char === 0x5c) end++
  }
  return text.length
}

function checkDepth(text: string): void {
  if (text.length < 2 * MAX_DEPTH) return
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    const char = text.charCodeAt(at)
    if (char === 0x22) at = stringEnd(text, at)
    else if (char === 0x5b || char === 0x7b) {
      // The message itself is one level more than its elements.
      if (++depth > MAX_DEPTH + 1) throw new ProtocolViolation(`a message is nested deeper than ${MAX_DEPTH}`)
    } else if (char === 0x5d || char === 0x7d) depth--
  }
}

/** Strings that stand for binary become bytes, wherever they are; keys are left as they are. */
function withBytes(value: unknown): unknown {
  if (typeof value === 'string') return value.startsWith(NUL) ? fromBase64(value.slice(1)) : value
  if (Array.isArray(value)) return value.map(withBytes)
  if (!isDict(value)) return value
  for (const key of Object.keys(value)) value[key] = withBytes(value[key])
  return value
}

function toBase64(bytes: Uint8Array): string {
  let binary = ''
  for (let at = 0; at < bytes.length; at += 0x2000) binary += String.fromCharCode(...bytes.subarray(at, at + 0x2000))
  return btoa(binary)
}

function fromBase64(text: string): Uint8Array {
  // Padding too, for the text may be passed on to peers that insist on it.
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) {
    throw new ProtocolViolation('a string that starts with NUL must go on in base64')
  }
  const binary = atob(text)
  const bytes = new Uint8Array(binary.length)
  for (let at = 0; at < bytes.length; at++) bytes[at] = binary.charCodeAt(at)
  return bytes
}
