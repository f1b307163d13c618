// What decoding libraries build beyond plain values, made plain.

import { isDict } from '../dict.ts'

/**
 * `value` with integers as numbers where a number is exact, timestamps as ISO 8601 text and bytes as `Uint8Array` of
 * their own, changed in place: a library's bytes may be a platform's subclass, or a view that keeps a whole frame alive.
 */
export function toPlain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Uint8Array) return Uint8Array.from(value)
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString()
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) value[index] = toPlain(value[index])
  } else if (isDict(value)) {
    for (const key of Object.keys(value)) value[key] = toPlain(value[key])
  }
  return value
}
