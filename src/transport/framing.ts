// Framing: how WAMP frames travel in the messages of a data channel or a relay, byte by byte.
//
// A side's first message begins with 0x77 and the version. Then, in every message, records until its end; `n` is a
// number as LEB128, 7 bits to a byte, lowest first:
//
//   0x10 n-length bytes                 a whole frame
//   0x11 n-slot n-total n-length bytes  the first piece of a frame of `total` bytes
//   0x12 n-slot n-length bytes          a further piece of the frame in that slot
//   0x13 n                              ping
//   0x14 n                              pong, the answer to that ping
//   0x15 n-length bytes                 bye, with a reason in UTF-8; what follows is not delivered
//
// Frames whose pieces are under way at one time have different slots. Slot 0 belongs to lane 0.
//
// The draft of a WebRTC binding (wamp-proto PR #562) has another dialect, one frame after the other and a byte before
// each piece: 0x00 more of this frame comes, 0x01 this was its last piece.

import { MAX_CARRIED } from '../protocol/link.ts'

export const GREETING = [0x77, 1] as const

export const kind = { whole: 0x10, first: 0x11, further: 0x12, ping: 0x13, pong: 0x14, bye: 0x15 } as const

export const draft = { more: 0, final: 1 } as const

/** What both sides hold to, in bytes where not said otherwise. */
export const limits = {
  /** One message of the channel. 16 KiB is what every WebRTC implementation takes. */
  message: 16 * 1024,
  /** One WAMP frame, and what a resumable link writes before it. */
  frame: MAX_CARRIED + 16,
  /** Frames whose pieces are under way at one time, besides lane 0's. */
  slots: 64,
  /** The same frames' bytes together. */
  open: 32 * 1024 * 1024,
} as const

/** The other side's bytes make no sense: a sentence about how. */
export class BrokenFraming extends Error {}

/** How many bytes a number takes. */
export function sizeOfNumber(value: number): number {
  let size = 1
  for (let rest = value; rest >= 128; rest = Math.floor(rest / 128)) size++
  return size
}

/** One channel message being written. */
export class MessageWriter {
  readonly #bytes = new Uint8Array(limits.message)
  #length = 0

  get length(): number {
    return this.#length
  }

  get room(): number {
    return limits.message - this.#length
  }

  byte(value: number): void {
    this.#bytes[this.#length++] = value
  }

  number(value: number): void {
    let rest = value
    for (; rest >= 128; rest = Math.floor(rest / 128)) this.byte((rest % 128) | 0x80)
    this.byte(rest)
  }

  bytes(value: Uint8Array): void {
    this.#bytes.set(value, this.#length)
    this.#length += value.length
  }

  /** A copy of what was written, which makes room for the next message. */
  take(): Uint8Array {
    const message = this.#bytes.slice(0, this.#length)
    this.#length = 0
    return message
  }
}

/** One channel message being read. Every method throws {@link BrokenFraming} where the message ends too early. */
export class MessageReader {
  readonly #bytes: Uint8Array
  #at = 0

  constructor(bytes: Uint8Array) {
    // A Buffer's `slice` copies nothing: a plain array it is, over the same memory.
    this.#bytes = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length)
  }

  get more(): boolean {
    return this.#at < this.#bytes.length
  }

  byte(): number {
    const byte = this.#bytes[this.#at++]
    if (byte === undefined) throw new BrokenFraming('A message of the other side was cut short.')
    return byte
  }

  number(): number {
    let value = 0
    for (let weight = 1; weight <= 2 ** 49; weight *= 128) {
      const byte = this.byte()
      value += (byte & 0x7f) * weight
      if (byte < 0x80 && Number.isSafeInteger(value)) return value
    }
    throw new BrokenFraming('The other side sent a number above 2^53.')
  }

  /** The next `length` bytes, as a view into the message. */
  bytes(length: number): Uint8Array {
    const end = this.#at + length
    if (end > this.#bytes.length) throw new BrokenFraming('A message of the other side was cut short.')
    const view = this.#bytes.subarray(this.#at, end)
    this.#at = end
    return view
  }

  /** All that is left, as a view into the message. */
  rest(): Uint8Array {
    return this.bytes(this.#bytes.length - this.#at)
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** A frame of text. @throws {BrokenFraming} where it is none. */
export function textOf(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes)
  } catch {
    throw new BrokenFraming('The other side sent a text that is not UTF-8.')
  }
}
