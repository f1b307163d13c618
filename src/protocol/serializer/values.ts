// Which JavaScript values WAMP carries, and how a serializer's own forms for some of them are put in.

import { refusal } from '../errors.ts'

/** Nesting of a message's elements, Arguments being 1: under the 1,000 that Python's recursion limit lets a peer read. */
export const MAX_DEPTH = 930

/** The forms that differ between serializers; each gets the value and returns what is written. */
export interface Forms {
  /** A safe integer outside the 32-bit range. */
  integer(value: number): unknown
  /** A bigint that no number holds exactly. */
  bigint(value: bigint): unknown
  bytes(value: Uint8Array): unknown
  string(value: string): unknown
}

/**
 * `value` as the serializer shall write it: the same object where nothing in it needs another form.
 * Carried are null, booleans, numbers, strings, bigints of 64 bits, lists, dicts, bytes (`Uint8Array`, and any other view
 * or `ArrayBuffer` as its bytes) and what `toJSON` makes of an object (a `Date` becomes ISO 8601 text). An undefined
 * element of a list becomes null; an undefined value of a dict is left out. Half a surrogate pair, which UTF-8 has no
 * form for, becomes U+FFFD.
 * @throws {WampError} `wamp.error.invalid_argument` for anything else, and for cycles.
 */
export function toForms(value: unknown, forms: Forms, depth = 1): unknown {
  switch (typeof value) {
    case 'boolean':
      return value
    case 'number':
      return isWide(value) ? forms.integer(value) : value
    case 'string':
      return forms.string(wellFormed(value))
    case 'bigint':
      return Number.isSafeInteger(Number(value)) ? toForms(Number(value), forms) : forms.bigint(value)
    case 'undefined':
      return null
    case 'object':
      return value === null ? null : objectToForms(value, forms, depth)
    default:
      throw refusal('wamp.error.invalid_argument', `a ${typeof value} cannot be sent`)
  }
}

/** Peers close the connection on text that is not UTF-8, and some libraries write each half as if it were a character. */
const wellFormed = (text: string) => text.replace(/\p{Surrogate}/gu, '\ufffd')

const isWide = (value: number) => Number.isSafeInteger(value) && (value > 0xffff_ffff || value < -0x8000_0000)

function objectToForms(value: object, forms: Forms, depth: number): unknown {
  if (depth > MAX_DEPTH) {
    throw refusal('wamp.error.invalid_argument', `a value nested deeper than ${MAX_DEPTH}, or a cycle, cannot be sent`)
  }
  if (Array.isArray(value)) return listToForms(value, forms, depth)
  if (ArrayBuffer.isView(value)) {
    return forms.bytes(
      value instanceof Uint8Array ? value : new Uint8Array(value.buffer, value.byteOffset, value.byteLength),
    )
  }
  if (value instanceof ArrayBuffer) return forms.bytes(new Uint8Array(value))
  if ('toJSON' in value && typeof value.toJSON === 'function') return toForms(value.toJSON(), forms, depth + 1)
  const unsendable = [Map, Set, WeakMap, WeakSet, RegExp, Error, Promise].find(type => value instanceof type)
  if (unsendable) throw refusal('wamp.error.invalid_argument', `a ${unsendable.name} cannot be sent`)
  return dictToForms(value as Record<string, unknown>, forms, depth)
}

function listToForms(list: unknown[], forms: Forms, depth: number): unknown[] {
  let copy: unknown[] | undefined
  for (let index = 0; index < list.length; index++) {
    const item = list[index]
    const form = toForms(item, forms, depth + 1)
    if (form !== item) {
      copy ??= list.slice()
      copy[index] = form
    }
  }
  return copy ?? list
}

function dictToForms(dict: Record<string, unknown>, forms: Forms, depth: number): Record<string, unknown> {
  let copy: Record<string, unknown> | undefined
  for (const key of Object.keys(dict)) {
    const item = dict[key]
    const name = wellFormed(key)
    const form = item === undefined ? undefined : toForms(item, forms, depth + 1)
    if (form === item && form !== undefined && name === key) continue
    copy ??= { ...dict }
    if (form === undefined || name !== key) delete copy[key]
    if (form !== undefined) copy[name] = form
  }
  return copy ?? dict
}
