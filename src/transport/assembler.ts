// Assembler: channel messages of the other side in, its frames out. It believes nothing that it is told.

import { BrokenFraming, draft, GREETING, kind, limits, MessageReader } from './framing.ts'

/** What an {@link Assembler} finds in the messages. */
export interface AssemblerSink {
  /** The bytes are the receiver's own. */
  frame(frame: Uint8Array): void
  /** Of a frame of `total` bytes that comes in pieces `bytes` have come by now, `more` of them just now. */
  piece(total: number, bytes: number, more: number): void
  ping(number: number): void
  pong(number: number): void
  bye(reason: string): void
}

/** A frame of which some pieces have come. */
class Unfinished {
  readonly total: number
  #bytes = new Uint8Array(0)
  #length = 0

  constructor(total: number) {
    this.total = total
  }

  get complete(): boolean {
    return this.#length === this.total
  }

  /** @returns how many bytes of it have come by now. */
  add(piece: Uint8Array): number {
    const length = this.#length + piece.length
    if (piece.length === 0) throw new BrokenFraming('The other side sent an empty piece of a frame.')
    if (length > this.total)
      throw new BrokenFraming(`The other side sent more than the ${this.total} bytes of a frame.`)
    this.#grow(length)
    this.#bytes.set(piece, this.#length)
    this.#length = length
    return length
  }

  /** Memory follows what has come, not what was announced. */
  #grow(length: number): void {
    if (length <= this.#bytes.length) return
    const larger = new Uint8Array(Math.min(this.total, Math.max(2 * this.#bytes.length, length)))
    larger.set(this.#bytes.subarray(0, this.#length))
    this.#bytes = larger
  }

  take(): Uint8Array {
    return this.#bytes.length === this.#length ? this.#bytes : this.#bytes.slice(0, this.#length)
  }
}

/** Which framing the other side speaks: ours, or that of the open draft. */
export type Dialect = 'own' | 'draft'

export class Assembler {
  readonly #sink: AssemblerSink
  readonly #unfinished = new Map<number, Unfinished>()
  #open = 0
  #dialect: Dialect | undefined

  constructor(sink: AssemblerSink) {
    this.#sink = sink
  }

  /** Known from the first message on. */
  get dialect(): Dialect | undefined {
    return this.#dialect
  }

  /** Takes one channel message. @throws {BrokenFraming} where it makes no sense; the assembler is of no use then. */
  receive(message: Uint8Array): void {
    if (message.length === 0) throw new BrokenFraming('The other side sent an empty message.')
    const reader = new MessageReader(message)
    if (this.#dialect === undefined) this.#greet(reader, message)
    if (this.#dialect === 'draft') return this.#draftPiece(reader.byte(), message.subarray(1))
    while (reader.more) this.#record(reader)
  }

  #greet(reader: MessageReader, message: Uint8Array): void {
    const [first, version] = message
    if (first === draft.more || first === draft.final) {
      this.#dialect = 'draft'
      return
    }
    if (first !== GREETING[0]) throw new BrokenFraming('The other side does not speak the framing of wamp-mesh.')
    if (version !== GREETING[1]) {
      throw new BrokenFraming(`The other side speaks version ${version} of the framing, and this side ${GREETING[1]}.`)
    }
    reader.bytes(GREETING.length)
    this.#dialect = 'own'
  }

  #record(reader: MessageReader): void {
    const type = reader.byte()
    if (type === kind.whole) return this.#sink.frame(reader.bytes(reader.number()))
    if (type === kind.first) return this.#first(reader)
    if (type === kind.further) return this.#further(reader.number(), reader.bytes(reader.number()))
    if (type === kind.ping) return this.#sink.ping(reader.number())
    if (type === kind.pong) return this.#sink.pong(reader.number())
    if (type !== kind.bye) throw new BrokenFraming(`The other side sent a record of an unknown kind, ${type}.`)
    this.#sink.bye(new TextDecoder().decode(reader.bytes(reader.number())))
  }

  #first(reader: MessageReader): void {
    const slot = reader.number()
    const total = reader.number()
    if (slot > limits.slots)
      throw new BrokenFraming(`The other side used slot ${slot}; the last one is ${limits.slots}.`)
    if (this.#unfinished.has(slot)) throw new BrokenFraming('The other side began a frame within another one.')
    if (total > limits.frame) throw tooLarge(total)
    if (slot > 0) this.#open += total
    if (this.#open > limits.open) throw new BrokenFraming('The other side began too many large frames at once.')
    this.#unfinished.set(slot, new Unfinished(total))
    this.#further(slot, reader.bytes(reader.number()))
  }

  #further(slot: number, piece: Uint8Array): void {
    const frame = this.#unfinished.get(slot)
    if (!frame) throw new BrokenFraming('The other side continued a frame that it had not begun.')
    this.#sink.piece(frame.total, frame.add(piece), piece.length)
    if (!frame.complete) return
    this.#unfinished.delete(slot)
    if (slot > 0) this.#open -= frame.total
    this.#sink.frame(frame.take())
  }

  #draftPiece(flag: number, piece: Uint8Array): void {
    if (flag !== draft.more && flag !== draft.final) {
      throw new BrokenFraming(`The other side sent a piece with the flag ${flag}; there are 0 and 1.`)
    }
    const frame = this.#unfinished.get(0) ?? new Unfinished(limits.frame)
    this.#unfinished.set(0, frame)
    // A last piece may be empty: that of a frame whose length its sender did not know.
    if (flag === draft.more || piece.length > 0) frame.add(piece)
    if (flag === draft.more) return
    this.#unfinished.delete(0)
    this.#sink.frame(frame.take())
  }
}

function tooLarge(size: number): BrokenFraming {
  return new BrokenFraming(`The other side sent a frame of ${size} bytes; the limit is ${limits.frame}.`)
}
