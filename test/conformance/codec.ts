// Codec: WAMP arrays as frames and back, by the libraries alone, so that no router's own codec vouches for itself.

import { decodeRaw, encodeRaw } from '../raw-codec.ts'
import { isDict } from './match.ts'
import type { SerializerId } from './scenario.ts'
import type { Frame } from './target.ts'

/** A message as `serializer` writes it; bytes in JSON as WAMP has them there [R-SER-4]. */
export function encode(serializer: SerializerId, message: readonly unknown[]): Frame {
  return encodeRaw(serializer, message.map(serializer === 'json' ? withBytesAsText : withLargeIntegers))
}

/** @throws {Error} for a frame that is none of `serializer`'s, or no WAMP message. */
export function decode(serializer: SerializerId, frame: Frame): unknown[] {
  if ((typeof frame === 'string') !== (serializer === 'json')) {
    throw new Error(`a ${typeof frame === 'string' ? 'text' : 'binary'} frame is not for ${serializer}`)
  }
  const message: unknown = decodeRaw(serializer, frame)
  if (!Array.isArray(message)) throw new Error('no list')
  return serializer === 'json' ? message.map(withTextAsBytes) : message
}

/** Integers that need 64 bits: MessagePack's library would write them as floating-point numbers. */
function withLargeIntegers(value: unknown): unknown {
  if (Number.isSafeInteger(value) && (Number(value) > 0xffff_ffff || Number(value) < -0x8000_0000)) {
    return BigInt(Number(value))
  }
  return within(value, withLargeIntegers)
}

function withBytesAsText(value: unknown): unknown {
  if (value instanceof Uint8Array) return `\0${Buffer.from(value).toString('base64')}`
  return within(value, withBytesAsText)
}

function withTextAsBytes(value: unknown): unknown {
  if (typeof value === 'string' && value.startsWith('\0')) return new Uint8Array(Buffer.from(value.slice(1), 'base64'))
  return within(value, withTextAsBytes)
}

/** A list or a dict with each item changed; anything else as it is. */
export function within(value: unknown, change: (item: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map(change)
  if (!isDict(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, change(item)]))
}
