// CBOR (RFC 8949) as WAMP uses it: which bytes are well-formed, and where each element begins.

import { ProtocolViolation } from '../errors.ts'
import type { TrailingForm } from '../wire.ts'
import type { Scan } from './binary.ts'
import { Cursor, checkDepth, safe, scanList, textAt, uintAt } from './scanner.ts'

const [UNSIGNED, NEGATIVE, BYTES, TEXT, LIST, DICT, TAG] = [0, 1, 2, 3, 4, 5, 6]
const INDEFINITE = 31
const BREAK = 0xff
const NULL = 0xf6
const UNDEFINED = 0xf7
/** Date text, epoch time, big integers, bytes as a typed array. Other tags build classes, records or references. */
const TAGS = new Set([0, 1, 2, 3, 64])
const TYPED_BYTES = 64
/** Bytes of the longest big integer. Decoders put them together byte by byte, with a copy for each. */
const MOST_BIG_BYTES = 32

export function scanCbor(bytes: Uint8Array): Scan {
  const cursor = new Cursor(bytes)
  if (cursor.next >> 5 !== LIST) throw new ProtocolViolation('a message must be a list')
  if (cursor.next === 0x9f) throw new ProtocolViolation('a message must be a list of definite length')
  return scanList(cursor, lengthOf(cursor), stepOver)
}

/** What most elements of a message are: an id, a URI, no options. Anything else is `undefined`, and for a library to read. */
export function readCbor(bytes: Uint8Array, from: number, to: number): unknown {
  const byte = bytes[from] as number
  if (byte < 24) return byte
  if (byte < 28) return safe(uintAt(bytes, from + 1, 1 << (byte - 24)))
  if (byte >= 0x60 && byte < 0x78) return textAt(bytes, from + 1, to)
  if (byte === 0x78) return textAt(bytes, from + 2, to)
  return byte === 0xa0 ? {} : undefined
}

export function cborForm(byte: number): TrailingForm {
  if (byte === NULL || byte === UNDEFINED) return 'null'
  return byte >> 5 === LIST ? 'list' : byte >> 5 === DICT ? 'dict' : 'other'
}

/** Steps over a head and returns its argument: a value, a length, or a tag. */
function argument(cursor: Cursor): number {
  const info = cursor.uint(1) & 0x1f
  if (info < 24) return info
  if (info > 27) throw new ProtocolViolation('a CBOR head of a kind that WAMP does not use')
  return cursor.uint(1 << (info - 24))
}

/** Steps over the head of a string, list or dict. Nothing is so long that it takes 8 bytes, and not all decoders know them. */
function lengthOf(cursor: Cursor): number {
  if ((cursor.next & 0x1f) === 27) throw new ProtocolViolation('a CBOR length must not take 8 bytes')
  return argument(cursor)
}

function stepOver(cursor: Cursor, depth: number): void {
  const byte = cursor.next
  const major = byte >> 5
  switch (major) {
    case UNSIGNED:
    case NEGATIVE:
      argument(cursor)
      return
    case BYTES:
    case TEXT:
      return stepOverString(cursor, major)
    case LIST:
    case DICT:
      return stepOverItems(cursor, depth, major)
    case TAG:
      return stepOverTag(cursor, depth)
    default:
      return stepOverSimple(cursor, byte)
  }
}

/** A string in pieces, which CBOR allows, is refused: decoders that many peers use cannot read one, ours among them. */
function stepOverString(cursor: Cursor, major: number | undefined): void {
  const length = lengthOf(cursor)
  if (major === TEXT) cursor.text(length)
  else cursor.skip(length)
}

function stepOverItems(cursor: Cursor, depth: number, major: number): void {
  checkDepth(depth)
  const indefinite = (cursor.next & 0x1f) === INDEFINITE
  let left = Number.POSITIVE_INFINITY
  if (indefinite) cursor.skip(1)
  else left = lengthOf(cursor)
  for (; left > 0; left--) {
    if (indefinite && cursor.next === BREAK) return cursor.skip(1)
    if (major === DICT) {
      if (cursor.next >> 5 !== TEXT) throw new ProtocolViolation('the keys of a dict must be strings')
      stepOver(cursor, depth + 1)
    }
    stepOver(cursor, depth + 1)
  }
}

function stepOverTag(cursor: Cursor, depth: number): void {
  const at = cursor.offset
  const tag = argument(cursor)
  // Peers without typed arrays, Python's among them, hand the application a tag instead of bytes [T-7].
  if (tag === TYPED_BYTES) cursor.lastInexact = at
  if (!TAGS.has(tag)) throw new ProtocolViolation(`CBOR tag ${tag} is not WAMP`)
  if (!fits(tag, cursor.next)) throw new ProtocolViolation(`CBOR tag ${tag} around a value of the wrong kind`)
  if (tag === 2 || tag === 3) return stepOverBigInteger(cursor)
  stepOver(cursor, depth + 1)
}

/** Whether what begins with `byte` can stand behind a tag of {@link TAGS}. */
function fits(tag: number, byte: number): boolean {
  const major = byte >> 5
  if (tag === 0) return major === TEXT
  // Whole seconds, or a float.
  if (tag === 1) return major === UNSIGNED || major === NEGATIVE || (byte >= 0xf9 && byte <= 0xfb)
  return major === BYTES
}

function stepOverBigInteger(cursor: Cursor): void {
  const length = lengthOf(cursor)
  if (length > MOST_BIG_BYTES) throw new ProtocolViolation(`a big integer of ${length} bytes is too long`)
  cursor.skip(length)
}

/** false, true, null, undefined, and floats of 16, 32 and 64 bits. */
function stepOverSimple(cursor: Cursor, byte: number): void {
  if (byte === UNDEFINED) cursor.lastInexact = cursor.offset
  cursor.skip(1)
  if (byte >= 0xf4 && byte <= UNDEFINED) return
  if (byte < 0xf9 || byte > 0xfb) throw new ProtocolViolation(`0x${byte.toString(16)} is no CBOR that WAMP uses`)
  cursor.skip(2 << (byte - 0xf9))
}
