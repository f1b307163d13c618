// Walks over the bytes of a binary frame and checks each before any library reads them: decoders for trusted data
// build classes, records and references out of hostile bytes, and pass malformed text on to peers that choke on it [T-12].

import { ProtocolViolation } from '../errors.ts'
import { MOST_ELEMENTS } from '../wire.ts'
import type { Scan } from './binary.ts'
import { MAX_DEPTH } from './values.ts'

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Bytes of text up to which it is faster to look at each than to have a decoder come. */
const SHORT = 64

/** Reads forward over one frame; every step past its end is a violation. */
export class Cursor {
  readonly bytes: Uint8Array
  offset = 0
  lastInexact = -1
  /** Told where each signed 64-bit integer begins. */
  onInt64: ((at: number) => void) | undefined

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }

  /** The next byte, without stepping over it. */
  get next(): number {
    const byte = this.bytes[this.offset]
    if (byte === undefined) throw new ProtocolViolation('a message ends too early')
    return byte
  }

  /** Steps over an unsigned big-endian integer of 1, 2, 4 or 8 bytes. */
  uint(size: number): number {
    const at = this.offset
    this.skip(size)
    return uintAt(this.bytes, at, size)
  }

  skip(length: number): void {
    if (length > this.bytes.length - this.offset) throw new ProtocolViolation('a message ends too early')
    this.offset += length
  }

  /** Steps over text, which must be UTF-8. */
  text(length: number): void {
    const from = this.offset
    this.skip(length)
    if (length > SHORT) return checkUtf8(this.bytes.subarray(from, this.offset))
    for (let at = from; at < this.offset; at++) {
      if ((this.bytes[at] as number) < 0x80) continue
      return checkUtf8(this.bytes.subarray(at, this.offset))
    }
  }
}

function checkUtf8(bytes: Uint8Array): void {
  try {
    utf8.decode(bytes)
  } catch {
    throw new ProtocolViolation('a string is not UTF-8')
  }
}

/** The unsigned big-endian integer of 1, 2, 4 or 8 bytes at a place; of 8 bytes, the number that is nearest to it. */
export function uintAt(bytes: Uint8Array, at: number, size: number): number {
  let value = 0
  for (let end = at + size; at < end; at++) value = value * 0x100 + (bytes[at] as number)
  return value
}

/** A number that is sure to be the integer that was sent. */
export const safe = (value: number) => (Number.isSafeInteger(value) ? value : undefined)

/** Short texts that were read, by their hash: the same URIs come again and again. */
const known: string[] = new Array(512).fill('')

/** Text that was scanned. */
export function textAt(bytes: Uint8Array, from: number, to: number): string {
  if (to - from > SHORT) return utf8.decode(bytes.subarray(from, to))
  let hash = 0
  for (let at = from; at < to; at++) hash = (hash * 31 + (bytes[at] as number)) | 0
  const place = (hash ^ (hash >>> 16)) & 511
  const text = known[place] as string
  if (isAt(text, bytes, from, to)) return text
  known[place] = utf8.decode(bytes.subarray(from, to))
  return known[place]
}

/** Whether a text stands there; of one that is not ASCII it is never said. */
function isAt(text: string, bytes: Uint8Array, from: number, to: number): boolean {
  if (text.length !== to - from) return false
  for (let at = from; at < to; at++) {
    const byte = bytes[at] as number
    if (byte >= 0x80 || byte !== text.charCodeAt(at - from)) return false
  }
  return true
}

/** Steps over one value at a nesting depth. */
export type Step = (cursor: Cursor, depth: number) => void

const offsets: number[] = []

/** The lay-out of a frame that must be one list of `length` values, each stepped over by `step`. */
export function scanList(cursor: Cursor, length: number, step: Step): Scan {
  if (length > MOST_ELEMENTS) throw new ProtocolViolation(`${length} elements are more than any message has`)
  offsets[0] = cursor.offset
  for (let count = 1; count <= length; count++) {
    step(cursor, 1)
    offsets[count] = cursor.offset
  }
  if (cursor.offset !== cursor.bytes.length) throw new ProtocolViolation('something stands behind the message')
  return { length, offsets, lastInexact: cursor.lastInexact }
}

export function checkDepth(depth: number): void {
  if (depth > MAX_DEPTH) throw new ProtocolViolation(`a message is nested deeper than ${MAX_DEPTH}`)
}
