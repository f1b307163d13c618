// KeptBytes: bytes that are kept. To keep a part of some memory is to keep all of it, which may be far more.

import { Writer } from './serializer/writer.ts'

/** Bytes of the memory that is shared by what is kept for long: little, for some may be kept long after all others there. */
const SHARED = 1024
const shared = new Writer(SHARED)

/**
 * A part of some bytes, to be kept with others of its kind, for to get memory takes longer than to copy: `from` is where
 * it begins in the `bytes` it is in then, of which 1 KiB at most is not its own.
 */
export function keepPart(bytes: Uint8Array, start: number, end: number): { bytes: Uint8Array; from: number } {
  shared.begin()
  shared.append(bytes.subarray(start, end))
  return shared.takePlace()
}

/** The last ones that were copied, and their copies: an event to many links comes in as many forms as there are serializers. */
const copied: { readonly bytes: Uint8Array; readonly copy: Uint8Array }[] = []
const REMEMBERED = 3
/** Bytes of the largest memory that is remembered, for it is kept as long as no others are copied. */
const MOST_REMEMBERED = 64 * 1024

/** The same bytes in memory of their own. What is kept for many links, one after the other, is copied once for all of them. */
export function ownBytes(bytes: Uint8Array): Uint8Array {
  if (bytes.length === bytes.buffer.byteLength) return bytes
  for (const known of copied) if (known.bytes === bytes) return known.copy
  const copy = new Uint8Array(bytes)
  if (bytes.buffer.byteLength > MOST_REMEMBERED) return copy
  if (copied.length === REMEMBERED) copied.shift()
  copied.push({ bytes, copy })
  return copy
}
