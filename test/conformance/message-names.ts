// The names of WAMP's messages and where their payload begins [wamp:messages].

const CODES: Record<string, number> = {
  HELLO: 1,
  WELCOME: 2,
  ABORT: 3,
  CHALLENGE: 4,
  AUTHENTICATE: 5,
  GOODBYE: 6,
  ERROR: 8,
  PUBLISH: 16,
  PUBLISHED: 17,
  SUBSCRIBE: 32,
  SUBSCRIBED: 33,
  UNSUBSCRIBE: 34,
  UNSUBSCRIBED: 35,
  EVENT: 36,
  CALL: 48,
  CANCEL: 49,
  RESULT: 50,
  REGISTER: 64,
  REGISTERED: 65,
  UNREGISTER: 66,
  UNREGISTERED: 67,
  INVOCATION: 68,
  INTERRUPT: 69,
  YIELD: 70,
}
const NAMES = new Map(Object.entries(CODES).map(([name, code]) => [code, name]))

/** Index of Arguments; ArgumentsKw stands behind it. */
const PAYLOAD_AT: Record<string, number> = {
  ABORT: 3,
  ERROR: 5,
  PUBLISH: 4,
  EVENT: 4,
  CALL: 4,
  RESULT: 3,
  INVOCATION: 4,
  YIELD: 3,
}

/** A message with codes in the place of names: of its own type, and of the request's where it is an ERROR. */
export function toCodes(message: readonly unknown[]): unknown[] {
  return message.map((item, index) => (isTypeAt(message, index) ? (CODES[String(item)] ?? item) : item))
}

/** A message with names in the place of codes. */
export function toNames(message: readonly unknown[]): unknown[] {
  const [type, ...rest] = message
  if (type === undefined) return []
  const named = [NAMES.get(type as number) ?? type, ...rest]
  return named.map((item, index) => (index > 0 && isTypeAt(named, index) ? (NAMES.get(item as number) ?? item) : item))
}

/** Where the payload of a message with names begins. */
export function payloadAt([type]: readonly unknown[]): number {
  return PAYLOAD_AT[String(type)] ?? Number.POSITIVE_INFINITY
}

function isTypeAt([type]: readonly unknown[], index: number): boolean {
  return index === 0 || (index === 1 && type === 'ERROR')
}
