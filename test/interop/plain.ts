// Plain: values as libraries hand them to applications, made comparable.

import type { Dict, Payload } from './driver.ts'

/** Bytes of any class as a `Uint8Array`, a safe `BigInt` as a number, what is missing as null. */
export function plain(value: unknown): unknown {
  if (value === undefined) return null
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength).slice()
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value === 'object' && value !== null) return plainDict(value)
  return value
}

export function plainDict(value: object | null | undefined): Dict {
  return Object.fromEntries(Object.entries(value ?? {}).map(([key, item]) => [key, plain(item)]))
}

export function plainPayload(args: readonly unknown[] | null | undefined, kwargs: object | null | undefined): Payload {
  return { args: (args ?? []).map(plain), kwargs: plainDict(kwargs) }
}

/** A call's result as Autobahn unwraps it: `null`, a lone value, or an object of both. */
export function wrapped(result: unknown, isBoth: (result: object) => boolean): Payload {
  if (result === null || result === undefined) return plainPayload([], {})
  if (typeof result !== 'object' || !isBoth(result)) return plainPayload([result], {})
  const { args, kwargs } = result as Payload
  return plainPayload(args, kwargs)
}
