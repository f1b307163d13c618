// The wire table: what stands where in each message, and the check that every received message passes [wamp:messages].

import { isDict } from './dict.ts'
import { ProtocolViolation } from './errors.ts'
import { toId } from './ids.ts'
import * as m from './messages.ts'
import * as options from './options.ts'
import type { Payload } from './payload.ts'
import { isUri } from './uri.ts'

/** Checks one element and returns its normal form; `where` names it in the error. */
type Element = (value: unknown, where: string) => unknown

interface Shape {
  readonly name: string
  /** The elements behind the type, up to the trailing Arguments and ArgumentsKw. */
  readonly head: Readonly<Record<string, Element>>
  /** The same, each with what errors call it. */
  readonly checks: readonly { readonly check: Element; readonly where: string }[]
  /** How many elements may follow: 2 for Arguments and ArgumentsKw, 1 for one that is accepted and ignored. */
  readonly trailing: 0 | 1 | 2
  /** How many elements there are up to these, the type included, and how few and how many there may be in all. */
  readonly elements: number
  readonly least: number
  readonly most: number
}

const dict =
  (table: Parameters<typeof options.checkOptions>[0]): Element =>
  (value, where) =>
    options.checkOptions(table, value, where)
const id: Element = (value, where) => toId(value) ?? violation(where, 'an id in [1, 2^53]', value)
const idOrZero: Element = (value, where) => (value === 0 ? 0 : id(value, where))
const string: Element = (value, where) => (typeof value === 'string' ? value : violation(where, 'a string', value))
/** A URI that somebody acts on: its rule is the realm's, and breaking it is answered with `wamp.error.invalid_uri`. */
const target: Element = string
const realm: Element = (value, where) => (value === null ? null : string(value, where))
/** A URI that is passed on to people and peers: a malformed one would break the connection of strict receivers. */
const uri: Element = (value, where) =>
  typeof value === 'string' && isUri(value) ? value : violation(where, 'a URI', value)

function violation(where: string, is: string, value: unknown): never {
  throw new ProtocolViolation(options.mustBe(where, is, value))
}

/** @param optional how many of the last elements of `head` may be missing. */
function shape(name: string, head: Shape['head'], trailing: Shape['trailing'] = 0, optional = 0): Shape {
  const elements = Object.keys(head).length + 1
  const checks = Object.entries(head).map(([element, check]) => ({ check, where: `${name}.${element}` }))
  return { name, head, checks, trailing, elements, least: elements - optional, most: elements + trailing }
}
const revocable = (name: string) => shape(name, { Request: idOrZero, Details: dict(options.REVOCATION_DETAILS) }, 0, 1)

const SHAPES: Readonly<Record<number, Shape>> = {
  [m.HELLO]: shape('HELLO', { Realm: realm, Details: dict(options.HELLO_DETAILS) }),
  [m.WELCOME]: shape('WELCOME', { Session: id, Details: dict(options.WELCOME_DETAILS) }),
  [m.ABORT]: shape('ABORT', { Details: dict(options.ABORT_DETAILS), Reason: uri }, 2),
  [m.CHALLENGE]: shape('CHALLENGE', { AuthMethod: string, Extra: dict(options.EXTRA) }),
  [m.AUTHENTICATE]: shape('AUTHENTICATE', { Signature: string, Extra: dict(options.EXTRA) }),
  [m.GOODBYE]: shape('GOODBYE', { Details: dict(options.GOODBYE_DETAILS), Reason: uri }),
  [m.ERROR]: shape(
    'ERROR',
    { 'REQUEST.Type': id, 'REQUEST.Request': id, Details: dict(options.ERROR_DETAILS), Error: uri },
    2,
  ),
  [m.PUBLISH]: shape('PUBLISH', { Request: id, Options: dict(options.PUBLISH_OPTIONS), Topic: target }, 2),
  [m.PUBLISHED]: shape('PUBLISHED', { Request: id, Publication: id }),
  [m.SUBSCRIBE]: shape('SUBSCRIBE', { Request: id, Options: dict(options.SUBSCRIBE_OPTIONS), Topic: target }),
  [m.SUBSCRIBED]: shape('SUBSCRIBED', { Request: id, Subscription: id }),
  [m.UNSUBSCRIBE]: shape('UNSUBSCRIBE', { Request: id, Subscription: id }, 1),
  [m.UNSUBSCRIBED]: revocable('UNSUBSCRIBED'),
  [m.EVENT]: shape('EVENT', { Subscription: id, Publication: id, Details: dict(options.EVENT_DETAILS) }, 2),
  [m.CALL]: shape('CALL', { Request: id, Options: dict(options.CALL_OPTIONS), Procedure: target }, 2),
  [m.CANCEL]: shape('CANCEL', { Request: id, Options: dict(options.CANCEL_OPTIONS) }),
  [m.RESULT]: shape('RESULT', { Request: id, Details: dict(options.RESULT_DETAILS) }, 2),
  [m.REGISTER]: shape('REGISTER', { Request: id, Options: dict(options.REGISTER_OPTIONS), Procedure: target }),
  [m.REGISTERED]: shape('REGISTERED', { Request: id, Registration: id }),
  [m.UNREGISTER]: shape('UNREGISTER', { Request: id, Registration: id }, 1),
  [m.UNREGISTERED]: revocable('UNREGISTERED'),
  [m.INVOCATION]: shape('INVOCATION', { Request: id, Registration: id, Details: dict(options.INVOCATION_DETAILS) }, 2),
  [m.INTERRUPT]: shape('INTERRUPT', { Request: id, Options: dict(options.INTERRUPT_OPTIONS) }),
  [m.YIELD]: shape('YIELD', { Request: id, Options: dict(options.YIELD_OPTIONS) }, 2),
  [m.EVENT_RECEIVED]: shape('EVENT_RECEIVED', { Publication: id }),
}

/** The longest message has this many elements. */
export const MOST_ELEMENTS = /* @__PURE__ */ Math.max(...Object.values(SHAPES).map(({ most }) => most))

/** The message's name in the specification, `CALL` for 48, or the number itself for a type nobody defined. */
export function messageName(type: number): string {
  return SHAPES[type]?.name ?? `message type ${type}`
}

/** What stands where in a message of that type, by the specification's names, the type itself excepted. */
export function elementNames(type: number): readonly string[] {
  const { head = {}, trailing = 0 } = SHAPES[type] ?? {}
  return [...Object.keys(head), ...(trailing === 2 ? ['Arguments', 'ArgumentsKw'] : [])]
}

/** What trails a message's head: its form, and the payload made of it. */
export type TrailingForm = 'list' | 'dict' | 'null' | 'other'
/** A received message, element by element; serializers implement it over their own form. */
export interface ReceivedElements {
  /** How many elements there are. */
  readonly length: number
  read(index: number): unknown
  form(index: number): TrailingForm
  /** The payload of the elements from `index` on. */
  payload(index: number): Payload
}

/**
 * The message that `received` is.
 * @throws {ProtocolViolation} for an unknown type, a wrong length, or an element that is not what it must be [R-PE-10].
 */
export function checkMessage(received: ReceivedElements): m.Message {
  if (received.length === 0) throw new ProtocolViolation('a message must not be an empty list')
  const type = toId(received.read(0)) ?? 0
  const shape = SHAPES[type]
  if (shape === undefined) {
    throw new ProtocolViolation(`${options.describe(received.read(0))} is not a message type of WAMP`)
  }
  const { name, checks, trailing, elements, least, most } = shape
  if (received.length < least || received.length > most) {
    const allowed = least === most ? least : `${least} to ${most}`
    throw new ProtocolViolation(`${name} must have ${allowed} elements, and has ${received.length}`)
  }
  // As long as it will be: to grow takes more memory than the message.
  const message: unknown[] = new Array(trailing === 2 ? elements + 1 : Math.min(elements, received.length))
  message[0] = type
  for (let index = 1; index < elements && index < received.length; index++) {
    const { check, where } = checks[index - 1] as (typeof checks)[number]
    message[index] = check(received.read(index), where)
  }
  if (trailing === 2) message[elements] = checkPayload(received, elements, name, message)
  return message as unknown as m.Message
}

function checkPayload(received: ReceivedElements, from: number, name: string, head: unknown[]): Payload {
  if (received.length > from) {
    const form = received.form(from)
    if (form !== 'list' && form !== 'null' && !isBare(received, from, head)) {
      throw new ProtocolViolation(`${name}.Arguments must be a list`)
    }
  }
  if (received.length > from + 1) {
    const form = received.form(from + 1)
    if (form !== 'dict' && form !== 'null') throw new ProtocolViolation(`${name}.ArgumentsKw must be a dict`)
  }
  return received.payload(from)
}

/** Payload transparency carries one bare binary, or text, where Arguments stand [D8, T-26]. */
function isBare(received: ReceivedElements, at: number, head: unknown[]): boolean {
  if (!head.some(element => isDict(element) && 'enc_algo' in element)) return false
  const element = received.read(at)
  return typeof element === 'string' || element instanceof Uint8Array
}

/** How many elements of a message stand in front of its payload; all, if it has none. */
export function headLength(message: m.Message): number {
  const shape = SHAPES[message[0]]
  return shape?.trailing === 2 ? Math.min(shape.elements, message.length) : message.length
}

/** The payload of a message that has one. */
export function payloadOf(message: m.Message): Payload | undefined {
  return message[headLength(message)] as Payload | undefined
}
