// Parts: what arrives bit by bit, for one reader with `for await`.

import { refusal, type WampError } from '../protocol/errors.ts'

/** How many parts, and about how many bytes of them, may wait to be read: WAMP cannot slow senders down, and memory ends. */
export const MOST_UNREAD = 10_000
export const MOST_UNREAD_BYTES = 64 * 1024 * 1024

interface Waiting<T> {
  resolve(result: IteratorResult<T, undefined>): void
  reject(error: unknown): void
}

export class Parts<T> implements AsyncIterableIterator<T, undefined> {
  readonly #left: (why?: WampError) => void
  readonly #unread: { readonly part: T; readonly bytes: number }[] = []
  #unreadBytes = 0
  readonly #waiting: Waiting<T>[] = []
  #end: { readonly error: unknown } | 'done' | undefined

  /** @param left told when the reader leaves before the end, and why if it was left behind by far. */
  constructor(left: (why?: WampError) => void) {
    this.#left = left
  }

  push(part: T): void {
    if (this.#end !== undefined) return
    const reader = this.#waiting.shift()
    if (reader) return reader.resolve({ value: part, done: false })
    const bytes = sizeOf(part)
    this.#unread.push({ part, bytes })
    this.#unreadBytes += bytes
    if (this.#unread.length <= MOST_UNREAD && this.#unreadBytes <= MOST_UNREAD_BYTES) return
    const sentence = `${this.#unread.length} parts of ${this.#unreadBytes} bytes wait to be read`
    const slow = refusal(
      'wamp.error.payload_size_exceeded',
      `${sentence}: the limits are ${MOST_UNREAD} and ${MOST_UNREAD_BYTES}`,
    )
    this.fail(slow)
    this.#left(slow)
  }

  /** There are no more: who reads gets what is unread, and then the end. */
  end(): void {
    if (this.#end !== undefined) return
    this.#end = 'done'
    for (const reader of this.#waiting.splice(0)) reader.resolve({ value: undefined, done: true })
  }

  /** The same, with an error for its end. */
  fail(error: unknown): void {
    if (this.#end !== undefined) return
    this.#end = { error }
    const [reader, ...others] = this.#waiting.splice(0)
    reader?.reject(error)
    if (reader) this.#end = 'done'
    for (const { resolve } of others) resolve({ value: undefined, done: true })
  }

  next(): Promise<IteratorResult<T, undefined>> {
    return new Promise((resolve, reject) => {
      const oldest = this.#unread.shift()
      if (oldest) {
        this.#unreadBytes -= oldest.bytes
        return resolve({ value: oldest.part, done: false })
      }
      if (this.#end === undefined) return this.#waiting.push({ resolve, reject })
      if (this.#end === 'done') return resolve({ value: undefined, done: true })
      const { error } = this.#end
      this.#end = 'done'
      reject(error)
    })
  }

  /** The reader has left its loop. */
  return(): Promise<IteratorResult<T, undefined>> {
    const early = this.#end === undefined
    this.#unread.length = 0
    this.end()
    this.#end = 'done'
    if (early) this.#left()
    return Promise.resolve({ value: undefined, done: true })
  }

  [Symbol.asyncIterator](): this {
    return this
  }
}

/** About how many bytes a value takes, however small it was on the wire. */
function sizeOf(value: unknown): number {
  if (typeof value === 'string') return value.length
  if (typeof value !== 'object' || value === null) return 8
  if (ArrayBuffer.isView(value)) return value.byteLength
  if (Array.isArray(value)) return value.reduce((size: number, item) => size + sizeOf(item), 16)
  return Object.entries(value).reduce((size, [key, item]) => size + key.length + sizeOf(item), 16)
}
