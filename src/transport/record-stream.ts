// RecordStream: one direction of a tunnel. It numbers records, runs them through a cipher, and hands them on in order.

import type { Cipher } from './crypto/crypto.ts'

/** What a stream does with each record, and where the results go. */
export interface RecordWork<T> {
  /** Seals or opens one record; called at once for each, so that several may be under way. */
  transform(cipher: Cipher, iv: Uint8Array, bytes: Uint8Array): Promise<T>
  /** Takes the results in the order their records came. */
  deliver(result: T): void
  /** Takes what either of the above threw. */
  failed(error: unknown): void
}

/** See the file's first line. Records pushed before {@link begin} wait for it. */
export class RecordStream<T> {
  readonly #work: RecordWork<T>
  #cipher: Cipher | undefined
  #count = 0
  #waiting: Uint8Array[] = []
  #queuedBytes = 0
  #delivered: Promise<void> = Promise.resolve()

  constructor(work: RecordWork<T>) {
    this.#work = work
  }

  /** Bytes pushed and not yet delivered. */
  get queuedBytes(): number {
    return this.#queuedBytes
  }

  /** Resolves when all that was pushed since {@link begin} is delivered. */
  get delivered(): Promise<void> {
    return this.#delivered
  }

  /** Begins with the key of this direction; what was pushed earlier goes first. */
  begin(cipher: Cipher): void {
    this.#cipher = cipher
    for (const bytes of this.#waiting) this.#process(cipher, bytes)
    this.#waiting = []
  }

  /** Takes one record. Its bytes are copied or used before this returns. */
  push(bytes: Uint8Array): void {
    this.#queuedBytes += bytes.length
    if (this.#cipher) this.#process(this.#cipher, bytes)
    else this.#waiting.push(bytes.slice())
  }

  #process(cipher: Cipher, bytes: Uint8Array): void {
    // Work starts now and its results wait for each other: the order stays, and records are not slowed by turns.
    const result = this.#work.transform(cipher, this.#nextIv(), bytes)
    this.#delivered = Promise.all([result, this.#delivered])
      .then(([result]) => {
        this.#queuedBytes -= bytes.length
        this.#work.deliver(result)
      })
      .catch(error => this.#work.failed(error))
  }

  /** The record's number as 12 bytes, big endian: never used twice under the key of one direction. */
  #nextIv(): Uint8Array {
    const iv = new Uint8Array(12)
    new DataView(iv.buffer).setBigUint64(4, BigInt(this.#count++))
    return iv
  }
}
