// Outbox: frames in, channel messages out. Small frames share a message, large ones are cut into pieces.

import type { Dialect } from './assembler.ts'
import { draft, GREETING, kind, limits, MessageWriter, sizeOfNumber } from './framing.ts'
import { Lanes, type QueuedFrame } from './lanes.ts'
import type { TransferMeter } from './transfer-meter.ts'

/** Less than this is not worth a piece of its own: it waits for the next message. */
const SMALLEST_PIECE = 1024
/** A reason longer than this, in characters, is cut. */
const LONGEST_REASON = 1000

export class Outbox {
  readonly #meter: TransferMeter
  #dialect: Dialect = 'own'
  #lanes = new Lanes()
  readonly #writer = new MessageWriter()
  #greeted = false
  #ping: number | undefined
  #pong: number | undefined
  /** In the draft's dialect one frame follows the other: the one that has been begun. */
  #begun: QueuedFrame | undefined

  /** @param meter is told of the pieces that go. */
  constructor(meter: TransferMeter) {
    this.#meter = meter
  }

  /** Bytes of frames that have not gone yet. */
  get bytes(): number {
    return this.#lanes.bytes
  }

  /** To be called before the first message is taken. */
  speak(dialect: Dialect): void {
    this.#dialect = dialect
  }

  /** The bytes must not change from now on. */
  push(frame: Uint8Array, lane: number): void {
    this.#lanes.push(lane, frame)
  }

  /** Of pings that could not go yet only the last one goes; of pongs too, as an answer to all. */
  ping(number: number): void {
    this.#ping = number
  }

  pong(number: number): void {
    this.#pong = number
  }

  /** Forgets all frames. */
  clear(): void {
    this.#lanes = new Lanes()
    this.#begun = undefined
  }

  /** The next message to send, of 16 KiB at most; the first one greets, even when there is no more to say. */
  next(): Uint8Array | undefined {
    if (this.#dialect === 'draft') return this.#nextOfDraft()
    this.#greet()
    this.#writeNumber(kind.ping, this.#ping)
    this.#writeNumber(kind.pong, this.#pong)
    this.#ping = undefined
    this.#pong = undefined
    for (let frame = this.#lanes.next(); frame && this.#write(frame); frame = this.#lanes.next());
    return this.#writer.length > 0 ? this.#writer.take() : undefined
  }

  /** The last message; there is none in the draft's dialect. */
  bye(reason: string): Uint8Array | undefined {
    if (this.#dialect === 'draft') return undefined
    const text = new TextEncoder().encode(reason.slice(0, LONGEST_REASON))
    this.#greet()
    this.#writeNumber(kind.bye, text.length)
    this.#writer.bytes(text)
    return this.#writer.take()
  }

  #greet(): void {
    if (this.#greeted) return
    this.#greeted = true
    for (const byte of GREETING) this.#writer.byte(byte)
  }

  #writeNumber(type: number, number: number | undefined): void {
    if (number === undefined) return
    this.#writer.byte(type)
    this.#writer.number(number)
  }

  /** Writes the frame, or a piece of it; false where this message has no room for that. */
  #write(frame: QueuedFrame): boolean {
    const { bytes, slot, sent } = frame
    if (slot === undefined) return this.#writeWhole(frame)
    const header = sent === 0 ? [kind.first, slot, bytes.length] : [kind.further, slot]
    // The length of what follows, below 16 KiB, takes 2 bytes at most.
    const headerSize = header.reduce((size, number) => size + sizeOfNumber(number), 2)
    const rest = bytes.length - sent
    const length = Math.min(rest, this.#writer.room - headerSize)
    if (length < Math.min(rest, SMALLEST_PIECE)) return false
    for (const number of header) this.#writer.number(number)
    this.#writer.number(length)
    this.#writer.bytes(bytes.subarray(sent, sent + length))
    this.#lanes.advance(frame, length)
    this.#meter.moved('sending', bytes.length, frame.sent, length)
    return true
  }

  #writeWhole(frame: QueuedFrame): boolean {
    const { bytes } = frame
    if (this.#writer.room < 1 + sizeOfNumber(bytes.length) + bytes.length) return false
    this.#writer.byte(kind.whole)
    this.#writer.number(bytes.length)
    this.#writer.bytes(bytes)
    this.#lanes.advance(frame, bytes.length)
    return true
  }

  #nextOfDraft(): Uint8Array | undefined {
    this.#begun ??= this.#lanes.next()
    if (!this.#begun) return undefined
    const frame = this.#begun
    const piece = frame.bytes.subarray(frame.sent, frame.sent + limits.message - 1)
    this.#lanes.advance(frame, piece.length)
    this.#meter.moved('sending', frame.bytes.length, frame.sent, piece.length)
    const last = frame.sent === frame.bytes.length
    if (last) this.#begun = undefined
    this.#writer.byte(last ? draft.final : draft.more)
    this.#writer.bytes(piece)
    return this.#writer.take()
  }
}
