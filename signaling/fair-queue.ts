// FairQueue: messages of many sources, handed out piece by piece and source by source in turn.

/** What a waiting message costs beside its bytes, so that empty ones do not wait for free. */
const OVERHEAD = 128

export interface Piece<Source> {
  readonly source: Source
  readonly payload: Uint8Array
  /** Whether it is its message's last. */
  readonly fin: boolean
  readonly text: boolean
}

interface Waiting {
  payload: Uint8Array
  readonly text: boolean
  /** The size of its pieces. */
  readonly cut: number
}

interface Line {
  readonly messages: Waiting[]
  bytes: number
}

export class FairQueue<Source> {
  /** In the order of their turns. */
  readonly #lines = new Map<Source, Line>()
  #bytes = 0

  /** All that waits, overhead included. */
  get bytes(): number {
    return this.#bytes
  }

  /** What waits of one source, overhead included. */
  bytesOf(source: Source): number {
    return this.#lines.get(source)?.bytes ?? 0
  }

  push(source: Source, message: Waiting): void {
    const line = this.#lines.get(source) ?? { messages: [], bytes: 0 }
    line.messages.push({ ...message })
    this.#charge(line, message.payload.length + OVERHEAD)
    this.#lines.set(source, line)
  }

  /** The next piece, of the source that has waited longest for its turn. */
  next(): Piece<Source> | undefined {
    const [turn] = this.#lines
    if (turn === undefined) return undefined
    const [source, line] = turn
    this.#lines.delete(source)
    const piece = this.#cut(source, line)
    if (line.messages.length > 0) this.#lines.set(source, line)
    return piece
  }

  /** Forgets what waits of `source`. Returns how many messages that were. */
  drop(source: Source): number {
    const line = this.#lines.get(source)
    if (line === undefined) return 0
    this.#lines.delete(source)
    this.#charge(line, -line.bytes)
    return line.messages.length
  }

  #cut(source: Source, line: Line): Piece<Source> | undefined {
    const [message] = line.messages
    if (message === undefined) return undefined
    const { text, cut } = message
    const payload = message.payload.subarray(0, cut)
    const fin = payload.length === message.payload.length
    if (fin) line.messages.shift()
    else message.payload = message.payload.subarray(cut)
    this.#charge(line, -payload.length - (fin ? OVERHEAD : 0))
    return { source, payload, fin, text }
  }

  #charge(line: Line, bytes: number): void {
    line.bytes += bytes
    this.#bytes += bytes
  }
}
