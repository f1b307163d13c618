// Whether two values that came out of decoders say the same, and are made of nothing but plain values.

import { Broken } from './target.ts'

/**
 * Throws where `value` holds anything that an application does not expect from a peer: an instance of some class, a
 * function, a symbol, a dict with another prototype.
 */
export function checkPlain(value: unknown): void {
  if (typeof value === 'function' || typeof value === 'symbol') throw new Broken(`a ${typeof value} was decoded`)
  if (typeof value !== 'object' || value === null) return
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype === Uint8Array.prototype) return
  if (Array.isArray(value) && prototype === Array.prototype) return value.forEach(checkPlain)
  if (prototype !== Object.prototype) throw new Broken(`a ${String(value.constructor?.name)} was decoded`)
  for (const key of Object.keys(value)) checkPlain(Object.getOwnPropertyDescriptor(value, key)?.value)
}

/**
 * Throws where the two differ, but for what not every serializer tells: -0 from 0, undefined from null or absent, what
 * is no finite number from null, and half a surrogate pair, which JSON can escape and nobody can write, from U+FFFD.
 */
export function checkSame(one: unknown, two: unknown, where: string): void {
  if (one === two || Object.is(one, two) || (isNothing(one) && isNothing(two))) return
  if (typeof one === 'string' && one.replace(/\p{Surrogate}/gu, '\ufffd') === two) return
  if (typeof one !== 'object' || typeof two !== 'object' || one === null || two === null) {
    throw new Broken(`what was written says something else: ${where} was ${show(one)} and is ${show(two)}`)
  }
  if (Array.isArray(one) !== Array.isArray(two) || ArrayBuffer.isView(one) !== ArrayBuffer.isView(two)) {
    throw new Broken(`what was written is of another kind: ${where} was ${show(one)} and is ${show(two)}`)
  }
  const [left, right] = [wellFormed(one), wellFormed(two)]
  for (const key of new Set([...Object.keys(left), ...Object.keys(right)])) {
    checkSame(own(left, key), own(right, key), `${where}.${key.slice(0, 20)}`.slice(0, 200))
  }
}

/** The same dict with keys as they can be written. */
function wellFormed(dict: object): Record<string, unknown> {
  const keys = Object.keys(dict)
  if (keys.every(key => !/\p{Surrogate}/u.test(key))) return dict as Record<string, unknown>
  return Object.fromEntries(Object.entries(dict).map(([key, item]) => [key.replace(/\p{Surrogate}/gu, '\ufffd'), item]))
}

const isNothing = (value: unknown) =>
  value === undefined || value === null || (typeof value === 'number' && !Number.isFinite(value))
const own = (dict: Record<string, unknown>, key: string): unknown => Object.getOwnPropertyDescriptor(dict, key)?.value

function show(value: unknown): string {
  return typeof value === 'object' ? Object.prototype.toString.call(value) : String(value).slice(0, 60)
}
