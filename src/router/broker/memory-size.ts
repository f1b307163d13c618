// MemorySize: about how many bytes of memory a value takes, for what is kept of peers' payloads is bounded.

import type { Dict } from '../../protocol/messages.ts'
import type { Payload } from '../../protocol/payload.ts'

/** Of an event that is kept, beside its content. */
export const ENTRY = 400
/** Of an object, beside what is in it. */
const OBJECT = 32
/** Of a place in a list, or a value that is not an object. */
const PLACE = 8

/** Roughly, and never much less: two bytes for each character, however a platform keeps text. */
export function sizeOf(value: unknown): number {
  if (typeof value === 'string') return PLACE + 2 * value.length
  if (typeof value !== 'object' || value === null) return PLACE
  let size = OBJECT + PLACE
  if (ArrayBuffer.isView(value)) return size + value.byteLength
  if (Array.isArray(value)) {
    for (const item of value) size += sizeOf(item)
    return size
  }
  for (const key in value) size += OBJECT + 2 * key.length + sizeOf((value as Dict)[key])
  return size
}

/** What a payload takes that is kept as it came. */
export function sizeOfPayload(payload: Payload): number {
  const { raw } = payload
  if (raw === undefined) return sizeOf(payload.trailing)
  return OBJECT + PLACE + (raw.form === 'json' ? 2 : 1) * raw.length
}
