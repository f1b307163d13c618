// Match: whether what came is what a scenario expects.

import { payloadAt } from './message-names.ts'

/** What the words of a scenario stand for. */
export interface Words {
  /** The value of `$word`. @throws where it has none. */
  value(word: string): unknown
  /** What was bound to `name` before; `undefined` where nothing was. */
  bound(name: string): unknown
  bind(name: string, value: unknown): void
  /** Whether an object of the one key `$key`, with this operand, accepts a value; `undefined` for an unknown key. */
  accepts?(key: string, operand: unknown, actual: unknown): boolean | undefined
}

/** Where two values differ, for people; `undefined` where they do not. */
export type Difference = string | undefined

/** Compares a received message, with its type's name, to an expected one. */
export function matchMessage(expected: unknown, actual: readonly unknown[], words: Words): Difference {
  if (!Array.isArray(expected)) return matchOneOf(expected, actual, words)
  const at = payloadAt(expected)
  const end = ['$rest', '$end'].find(word => word === expected.at(-1))
  const wanted = end === undefined ? trimmed(expected, at) : expected.slice(0, -1)
  const got = end === '$end' ? actual : trimmed(actual, at)
  if (end === '$rest' ? got.length < wanted.length : got.length !== wanted.length) {
    return `it has ${got.length} elements in place of ${wanted.length}${end === '$rest' ? ' or more' : ''}`
  }
  for (const [index, item] of wanted.entries()) {
    // Details and Options may hold more than is expected; what applications sent must be there exactly.
    const difference = match(item, got[index], { words, loose: index < at })
    if (difference !== undefined) return `element ${index}: ${difference}`
  }
  return undefined
}

function matchOneOf(expected: unknown, actual: readonly unknown[], words: Words): Difference {
  const [operator, alternatives] = operation(expected) ?? []
  if (operator !== '$oneOf') throw new Error(`${JSON.stringify(expected)} is no message`)
  const differences = (alternatives as unknown[]).map(message => matchMessage(message, actual, words))
  return differences.includes(undefined) ? undefined : differences.join('; or ')
}

/** Empty Arguments and ArgumentsKw, and null in their place, say what their absence says [R-MSG-5]. */
function trimmed(message: readonly unknown[], at: number): unknown[] {
  const rest = message.map((item, index) => (index === at && item === null ? [] : item))
  while (rest.length > at && isEmpty(rest.at(-1))) rest.pop()
  return rest
}

function isEmpty(value: unknown): boolean {
  if (value === null) return true
  return typeof value === 'object' && !ArrayBuffer.isView(value) && Object.keys(value).length === 0
}

interface Context {
  readonly words: Words
  /** Whether a dict may have keys that are not expected. */
  readonly loose: boolean
}

/** Compares any value. */
export function match(expected: unknown, actual: unknown, context: Context): Difference {
  if (typeof expected === 'string' && expected.startsWith('$')) return matchWord(expected, actual, context)
  const operator = operation(expected)
  if (operator) return matchOperation(operator, actual, context)
  if (Array.isArray(expected)) return matchList(expected, actual, context)
  if (isDict(expected)) return matchDict(expected, actual, context)
  return equal(expected, actual) ? undefined : differs(expected, actual)
}

const KINDS: Record<string, (value: unknown) => boolean> = {
  any: value => value !== undefined,
  absent: value => value === undefined || value === null,
  id: value => Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 2 ** 53,
  count: value => Number.isInteger(value) && Number(value) >= 0,
  number: value => typeof value === 'number',
  string: value => typeof value === 'string',
  bool: value => typeof value === 'boolean',
  list: Array.isArray,
  dict: isDict,
  uri: value => typeof value === 'string' && /^([^\s.#]+\.)*[^\s.#]+$/.test(value),
  time: value => typeof value === 'string' && /^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:?\d\d)$/.test(value),
}

function matchWord(expected: string, actual: unknown, { words }: Context): Difference {
  const [word = '', name] = expected.slice(1).split(':')
  const kind = KINDS[word]
  if (kind === undefined) {
    const value = words.value(expected)
    return equal(value, actual) ? undefined : `expected ${show(value)} (${expected}), and is ${show(actual)}`
  }
  if (!kind(actual)) return `expected ${word === 'absent' ? 'nothing' : expected}, and is ${show(actual)}`
  if (name === undefined) return undefined
  const bound = words.bound(name)
  if (bound === undefined) words.bind(name, actual)
  else if (!equal(bound, actual)) return `expected ${show(bound)} again (${name}), and is ${show(actual)}`
  return undefined
}

function matchOperation([key, operand]: [string, unknown], actual: unknown, context: Context): Difference {
  const alternatives = Array.isArray(operand) ? operand : [operand]
  switch (key) {
    case '$oneOf':
      if (alternatives.some(item => match(item, actual, context) === undefined)) return undefined
      return `expected one of ${show(operand)}, and is ${show(actual)}`
    case '$not':
      return match(operand, actual, context) === undefined ? `expected anything but ${show(actual)}` : undefined
    case '$drawnAfter': {
      const before = context.words.value(String(operand))
      if (KINDS.id?.(actual) && actual !== before && actual !== Number(before) + 1) return undefined
      return `expected an id drawn at random, not the same or the next after ${show(before)}, and is ${show(actual)}`
    }
    case '$startsWith':
      if (typeof actual === 'string' && actual.startsWith(String(operand))) return undefined
      return `expected text that begins with ${show(operand)}, and is ${show(actual)}`
    case '$hex':
      if (typeof actual === 'string' && actual.length === 2 * Number(operand) && /^[0-9a-f]*$/i.test(actual)) {
        return undefined
      }
      return `expected ${show(operand)} bytes in hexadecimal digits, and is ${show(actual)}`
    case '$json':
      return matchJson(operand, actual, context)
    case '$has':
      return match(operand, actual, { ...context, loose: true })
    case '$bytes':
      return equal({ $bytes: operand }, actual) ? undefined : differs({ $bytes: operand }, actual)
    case '$exactly':
      return match(operand, actual, { ...context, loose: false })
    case '$set':
      if (Array.isArray(actual) && actual.length === alternatives.length && includes(alternatives, actual, context))
        return undefined
      return `expected ${show(operand)} in any order, and is ${show(actual)}`
    case '$includes':
      if (Array.isArray(actual) && includes(alternatives, actual, context)) return undefined
      return `expected a list with ${show(operand)}, and is ${show(actual)}`
  }
  const accepted = context.words.accepts?.(key, operand, actual)
  if (accepted === undefined) throw new Error(`${key} is no word of scenarios`)
  return accepted ? undefined : `expected ${show({ [key]: operand })}, and is ${show(actual)}`
}

function matchJson(expected: unknown, actual: unknown, context: Context): Difference {
  const value = parsed(actual)
  return value === undefined
    ? `expected JSON, and is ${show(actual)}`
    : match(expected, value, { ...context, loose: true })
}

function parsed(text: unknown): unknown {
  try {
    return JSON.parse(String(text))
  } catch {
    return undefined
  }
}

function includes(expected: readonly unknown[], actual: readonly unknown[], context: Context): boolean {
  const left = [...actual]
  return expected.every(item => {
    const at = left.findIndex(candidate => match(item, candidate, context) === undefined)
    if (at >= 0) left.splice(at, 1)
    return at >= 0
  })
}

function matchList(expected: readonly unknown[], actual: unknown, context: Context): Difference {
  if (!Array.isArray(actual) || actual.length !== expected.length) return differs(expected, actual)
  for (const [index, item] of expected.entries()) {
    const difference = match(item, actual[index], context)
    if (difference !== undefined) return `item ${index}: ${difference}`
  }
  return undefined
}

function matchDict(expected: Record<string, unknown>, actual: unknown, context: Context): Difference {
  if (!isDict(actual)) return differs(expected, actual)
  for (const [key, item] of Object.entries(expected)) {
    const difference = match(item, actual[key], context)
    if (difference !== undefined) return `${key}: ${difference}`
  }
  const unexpected = Object.keys(actual).find(key => !context.loose && !Object.hasOwn(expected, key))
  return unexpected === undefined ? undefined : `${unexpected} was not expected, and is ${show(actual[unexpected])}`
}

/** The one key of an object that begins with `$`, and what it holds. */
export function operation(value: unknown): [key: string, operand: unknown] | undefined {
  if (!isDict(value)) return undefined
  const [entry, ...more] = Object.entries(value)
  return entry?.[0].startsWith('$') && more.length === 0 ? entry : undefined
}

export function isDict(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value)
}

function equal(a: unknown, b: unknown): boolean {
  return show(a) === show(b)
}

function differs(expected: unknown, actual: unknown): string {
  return `expected ${show(expected)}, and is ${show(actual)}`
}

/** A value on one line; bytes as `{"$bytes":"hex"}`. */
export function show(value: unknown): string {
  if (value === undefined) return 'missing'
  return JSON.stringify(value, (_, item) => {
    if (ArrayBuffer.isView(item)) {
      const bytes = new Uint8Array(item.buffer, item.byteOffset, item.byteLength)
      return { $bytes: Buffer.from(bytes).toString('hex') }
    }
    if (typeof item === 'bigint') return `${item}n`
    return item
  })
}
