// MessagePack (version 5) as WAMP uses it: which bytes are well-formed, and where each element begins [R-SER-2].

import { ProtocolViolation } from '../errors.ts'
import type { TrailingForm } from '../wire.ts'
import type { Scan } from './binary.ts'
import { Cursor, checkDepth, safe, scanList, textAt, uintAt } from './scanner.ts'

const TIMESTAMP = 0xff
const UNDEFINED = 0x00
const UINT64 = 0xcf

export function scanMsgpack(bytes: Uint8Array): Scan {
  const cursor = new Cursor(bytes)
  const length = listLength(cursor)
  if (length === undefined) throw new ProtocolViolation('a message must be a list')
  return scanList(cursor, length, stepOver)
}

/** Makes every 64-bit integer in the value `bytes` that is not negative an unsigned one, the form that peers expect. */
export function preferUnsigned(bytes: Uint8Array): void {
  const cursor = new Cursor(bytes)
  cursor.onInt64 = at => {
    if ((bytes[at + 1] as number) < 0x80) bytes[at] = UINT64
  }
  stepOver(cursor, 1)
}

/** What most elements of a message are: an id, a URI, no options. Anything else is `undefined`, and for a library to read. */
export function readMsgpack(bytes: Uint8Array, from: number, to: number): unknown {
  const byte = bytes[from] as number
  if (byte < 0x80) return byte
  if (byte === 0x80) return {}
  if (byte >= 0xa0 && byte < 0xc0) return textAt(bytes, from + 1, to)
  if (byte === 0xd9) return textAt(bytes, from + 2, to)
  if (byte >= 0xcc && byte <= 0xcf) return safe(uintAt(bytes, from + 1, 1 << (byte & 0x03)))
  return undefined
}

export function msgpackForm(byte: number): TrailingForm {
  if (byte === 0xc0) return 'null'
  if (byte >> 4 === 0x9 || byte === 0xdc || byte === 0xdd) return 'list'
  return byte >> 4 === 0x8 || byte === 0xde || byte === 0xdf ? 'dict' : 'other'
}

/** Steps over the header of a list and returns its length, or stays and returns `undefined`. */
function listLength(cursor: Cursor): number | undefined {
  const byte = cursor.next
  if (msgpackForm(byte) !== 'list') return undefined
  cursor.skip(1)
  return byte < 0xa0 ? byte & 0x0f : cursor.uint(byte === 0xdc ? 2 : 4)
}

function stepOver(cursor: Cursor, depth: number): void {
  const byte = cursor.next
  const length = listLength(cursor)
  if (length !== undefined) return stepOverItems(cursor, length, depth)
  cursor.skip(1)
  if (byte < 0x80 || byte >= 0xe0) return
  if (byte < 0x90) return stepOverEntries(cursor, byte & 0x0f, depth)
  if (byte < 0xc0) return cursor.text(byte & 0x1f)
  stepOverMarked(cursor, byte, depth)
}

/** Everything whose kind and size stand in a byte from 0xc0 to 0xdf. */
function stepOverMarked(cursor: Cursor, byte: number, depth: number): void {
  switch (byte) {
    case 0xc0:
    case 0xc2:
    case 0xc3:
      return
    case 0xc4:
    case 0xc5:
    case 0xc6:
      return cursor.skip(cursor.uint(1 << (byte - 0xc4)))
    case 0xc7:
    case 0xc8:
    case 0xc9:
      return stepOverExtension(cursor, cursor.uint(1 << (byte - 0xc7)))
    case 0xca:
      return cursor.skip(4)
    case 0xcb:
      return cursor.skip(8)
    case 0xcc:
    case 0xcd:
    case 0xce:
    case 0xcf:
    case 0xd0:
    case 0xd1:
    case 0xd2:
      return cursor.skip(1 << (byte & 0x03))
    case 0xd3:
      cursor.onInt64?.(cursor.offset - 1)
      return cursor.skip(8)
    case 0xd4:
    case 0xd5:
    case 0xd6:
    case 0xd7:
    case 0xd8:
      return stepOverExtension(cursor, 1 << (byte - 0xd4))
    case 0xd9:
    case 0xda:
    case 0xdb:
      return cursor.text(cursor.uint(1 << (byte - 0xd9)))
    case 0xde:
    case 0xdf:
      return stepOverEntries(cursor, cursor.uint(byte === 0xde ? 2 : 4), depth)
    default:
      throw new ProtocolViolation(`0x${byte.toString(16)} is no MessagePack`)
  }
}

function stepOverItems(cursor: Cursor, length: number, depth: number): void {
  checkDepth(depth)
  for (let count = 0; count < length; count++) stepOver(cursor, depth + 1)
}

function stepOverEntries(cursor: Cursor, length: number, depth: number): void {
  checkDepth(depth)
  for (let count = 0; count < length; count++) {
    const key = cursor.next
    if (!(key >= 0xa0 && key < 0xc0) && !(key >= 0xd9 && key <= 0xdb)) {
      throw new ProtocolViolation('the keys of a dict must be strings')
    }
    stepOver(cursor, depth + 1)
    stepOver(cursor, depth + 1)
  }
}

/** Timestamps, which MessagePack defines, and what some libraries write for undefined; nobody else's classes. */
function stepOverExtension(cursor: Cursor, length: number): void {
  const type = cursor.uint(1)
  const timestamp = type === TIMESTAMP && (length === 4 || length === 8 || length === 12)
  const undefinedValue = type === UNDEFINED && length === 1
  if (!timestamp && !undefinedValue) throw new ProtocolViolation(`MessagePack extension type ${type} is not WAMP`)
  if (undefinedValue) cursor.lastInexact = cursor.offset
  cursor.skip(length)
}
