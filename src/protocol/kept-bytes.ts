// KeptBytes: bytes that are kept. To keep a part of some memory is to keep all of it, which may be far more; to get memory for
// each part takes longer than to copy it.

import { Writer } from './serializer/writer.ts'

/** Bytes of the memory that is shared by what is kept for long: little, for some may be kept long after all others there. */
const LASTING = 1024
/** The same by what waits for its turn, which comes to all of them, mostly in their order. */
const WAITING = 4096
const lasting = new Writer(LASTING)
const waiting = new Writer(WAITING)

/** A part of some bytes for long: `from` is where it begins in the `bytes` it is in then, of which 1 KiB at most is not its own. */
export function keepPart(bytes: Uint8Array, start: number, end: number): { bytes: Uint8Array; from: number } {
  lasting.begin()
  lasting.append(bytes.subarray(start, end))
  return lasting.takePlace()
}

/** What was kept last, and as what. */
let given: Uint8Array | undefined
let kept: Uint8Array

/**
 * The same bytes until their turn, keeping 4 KiB at most that is not theirs. An event to many links is kept once, for what
 * is kept of them all at a time.
 */
export function keepBytes(bytes: Uint8Array): Uint8Array {
  if (bytes.buffer.byteLength <= Math.max(WAITING, bytes.length)) return bytes
  if (bytes !== given) {
    waiting.begin()
    waiting.append(bytes)
    given = bytes
    kept = waiting.take()
  }
  return kept
}

/** The same bytes and nothing else in their memory, for whoever clones them clones all of it. */
export function ownBytes(bytes: Uint8Array): Uint8Array {
  return bytes.length === bytes.buffer.byteLength ? bytes : new Uint8Array(bytes)
}
