// Template: a client's frames of a message that is the same every time but for the number behind its type.

import type { Serializer } from '../../../src/protocol/serializer/serializer.ts'
import { encodeRaw } from '../../raw-codec.ts'
import { frameHeader } from './frame-header.ts'

/** Of a header with its mask, and of a number. */
const MOST_ADDED = 8 + 16

export class Template {
  readonly #serializer: Serializer
  readonly #head: Buffer
  readonly #tail: Buffer
  /** By the size of the number, on which the length depends. */
  readonly #headers: Buffer[] = []

  constructor(serializer: Serializer, type: number, ...rest: readonly unknown[]) {
    this.#serializer = serializer
    // As a number, 1 has one byte in both.
    const message = Buffer.from(encodeRaw(serializer.id, [type, 1, ...rest]))
    const { start } = numberIn(serializer, message)
    this.#head = message.subarray(0, start)
    this.#tail = message.subarray(start + 1)
  }

  /** Frames with numbers that follow each other. */
  sequence(first: number, count: number): Buffer {
    return this.answers(Array.from({ length: count }, (_, index) => encodeNumber(this.#serializer, first + index)))
  }

  /** Frames with these numbers, as they stood in what is answered. */
  answers(numbers: readonly Buffer[]): Buffer {
    const size = this.#head.length + this.#tail.length + MOST_ADDED
    const frames = Buffer.allocUnsafe(numbers.length * size)
    let filled = 0
    for (const number of numbers) {
      filled += this.#header(number.length).copy(frames, filled)
      filled += this.#head.copy(frames, filled)
      filled += number.copy(frames, filled)
      filled += this.#tail.copy(frames, filled)
    }
    return frames.subarray(0, filled)
  }

  #header(size: number): Buffer {
    const { [size]: known } = this.#headers
    if (known !== undefined) return known
    const header = frameHeader(this.#head.length + size + this.#tail.length, this.#serializer.binary, true)
    this.#headers[size] = header
    return header
  }
}

/** A copy of the number behind the type, as it stands in a message. */
export function numberOf(serializer: Serializer, message: Buffer): Buffer {
  const { start, end } = numberIn(serializer, message)
  return Buffer.from(message.subarray(start, end))
}

function numberIn({ binary }: Serializer, message: Buffer): { start: number; end: number } {
  if (binary) {
    // Types are numbers of one byte.
    const start = 2
    return { start, end: start + 1 + ([1, 2, 4, 8][(message[start] ?? 0) - 0xcc] ?? 0) }
  }
  const start = message.indexOf(',') + 1
  let end = start
  while (isDigit(message[end] ?? 0)) end++
  return { start, end }
}

const isDigit = (byte: number) => byte >= 0x30 && byte <= 0x39

function encodeNumber({ binary }: Serializer, number: number): Buffer {
  if (!binary) return Buffer.from(String(number), 'latin1')
  if (number < 0x80) return Buffer.from([number])
  if (number < 0x100) return Buffer.from([0xcc, number])
  if (number < 0x1_0000) return Buffer.from([0xcd, number >> 8, number & 0xff])
  return Buffer.from([0xce, number >>> 24, (number >> 16) & 0xff, (number >> 8) & 0xff, number & 0xff])
}
