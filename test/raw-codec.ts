// Plain WAMP arrays to frames and back, by the libraries alone: tests see what a stranger would read and write.

import { Encoder } from 'cbor-x'
import { Packr } from 'msgpackr'
import type { Frame } from '../src/protocol/link.ts'
import { cbor } from '../src/protocol/serializer/cbor.ts'
import { json } from '../src/protocol/serializer/json.ts'
import { msgpack } from '../src/protocol/serializer/msgpack.ts'
import type { Serializer } from '../src/protocol/serializer/serializer.ts'

/** A message as it stands on the wire: its type, then whatever a test likes. */
export type Raw = readonly unknown[]

export const SERIALIZERS: readonly Serializer[] = [json, msgpack, cbor]

const packr = new Packr({ useRecords: false, variableMapSize: true })
const encoder = new Encoder({ useRecords: false, variableMapSize: true, tagUint8Array: false })

const CODECS: Record<Serializer['id'], { encode(value: unknown): Frame; decode(frame: Frame): unknown }> = {
  json: { encode: value => JSON.stringify(value), decode: frame => JSON.parse(frame as string) },
  msgpack: { encode: value => packr.pack(value), decode: frame => packr.unpack(frame as Uint8Array) },
  cbor: { encode: value => encoder.encode(value), decode: frame => encoder.decode(frame as Uint8Array) },
}

/** `message` as a frame; a `Uint8Array` owns its bytes. */
export function encodeRaw(id: Serializer['id'], message: Raw): Frame {
  const frame = CODECS[id].encode(message)
  return typeof frame === 'string' ? frame : Uint8Array.from(frame)
}

/** What is in a frame; bytes are `Uint8Array` on every platform, integers are numbers where a number is exact. */
export function decodeRaw(id: Serializer['id'], frame: Frame): unknown[] {
  return plain(CODECS[id].decode(frame)) as unknown[]
}

function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value
  if (value instanceof Uint8Array) return Uint8Array.from(value)
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]))
}

/** Bytes from hexadecimal digits; what is no digit separates. */
export function hex(digits: string): Uint8Array {
  return Uint8Array.from(digits.replace(/[^0-9a-f]/gi, '').match(/../g) ?? [], pair => Number.parseInt(pair, 16))
}

/** Hexadecimal digits of bytes. */
export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')
}
