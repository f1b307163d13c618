// Writer: the memory that binary frames are written into. Small ones share a piece of it, for to get memory takes longer
// than to write such a frame.

/** Bytes of a piece that frames share. Who keeps one of them keeps them all, so the piece is small. */
const SHARED = 8192

/** Characters up to which it is faster to look at each than to have an encoder come. */
const SHORT = 64

export class Writer {
  /** Bytes of a piece that frames share, and of the longest frame for which another is begun where it has no room. */
  readonly #size: number
  readonly #mostShared: number
  #shared: Uint8Array
  /** Where in the shared piece the next frame begins. */
  #free = 0
  /** The piece that this frame is in, where it begins there, and where it goes on. */
  #bytes: Uint8Array
  #start = 0
  #at = 0

  /** @param size bytes of a piece that frames share: small where they are kept for long, and each may be the last of its piece. */
  constructor(size = SHARED) {
    this.#size = size
    this.#mostShared = size / 4
    this.#shared = new Uint8Array(size)
    this.#bytes = this.#shared
  }

  /** Begins a frame; what was written of one that {@link take} was not called for is forgotten. */
  begin(): void {
    this.#bytes = this.#shared
    this.#start = this.#free
    this.#at = this.#free
  }

  byte(value: number): void {
    this.#room(1)
    this.#bytes[this.#at++] = value
  }

  /** A byte, and behind it an unsigned big-endian integer of 1, 2, 4 or 8 bytes. */
  uint(head: number, size: number, value: number): void {
    this.#room(1 + size)
    const bytes = this.#bytes
    bytes[this.#at++] = head
    if (size === 8) this.#uint32(Math.floor(value / 0x1_0000_0000))
    if (size >= 4) return this.#uint32(value % 0x1_0000_0000)
    if (size === 2) bytes[this.#at++] = value >> 8
    bytes[this.#at++] = value
  }

  append(bytes: Uint8Array): void {
    this.#room(bytes.length)
    this.#bytes.set(bytes, this.#at)
    this.#at += bytes.length
  }

  /**
   * A short text of ASCII, as most URIs are, behind the head that is written for its length. Any other text is not
   * written, nor its head: then this is false.
   */
  ascii(text: string, head: (into: Writer, length: number) => void): boolean {
    const { length } = text
    if (length > SHORT) return false
    const before = this.#at - this.#start
    head(this, length)
    this.#room(length)
    const bytes = this.#bytes
    const at = this.#at
    let all = 0
    for (let index = 0; index < length; index++) {
      const code = text.charCodeAt(index)
      all |= code
      bytes[at + index] = code
    }
    this.#at = all < 0x80 ? at + length : this.#start + before
    return all < 0x80
  }

  /** The frame that was written since {@link begin}. Nothing else is ever written there. */
  take(): Uint8Array {
    const to = this.#at
    const { bytes, from } = this.takePlace()
    return bytes.subarray(from, to)
  }

  /** The same as the memory that it is in, and where it begins there. */
  takePlace(): { bytes: Uint8Array; from: number } {
    const place = { bytes: this.#bytes, from: this.#start }
    if (this.#bytes === this.#shared) this.#free = this.#at
    else this.#bytes = this.#shared
    return place
  }

  #uint32(value: number): void {
    const bytes = this.#bytes
    bytes[this.#at++] = value >>> 24
    bytes[this.#at++] = value >>> 16
    bytes[this.#at++] = value >>> 8
    bytes[this.#at++] = value
  }

  #room(count: number): void {
    if (this.#at + count > this.#bytes.length) this.#move(this.#at - this.#start + count)
  }

  /** Goes on elsewhere: in a new piece to be shared, or in one of the frame's own that has just the room it needs. */
  #move(needed: number): void {
    const written = this.#bytes.subarray(this.#start, this.#at)
    const shared = needed <= this.#mostShared
    this.#bytes = new Uint8Array(shared ? this.#size : needed)
    if (shared) this.#shared = this.#bytes
    this.#bytes.set(written)
    this.#start = 0
    this.#at = written.length
  }
}
