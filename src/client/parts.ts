// Parts: what arrives bit by bit, for one reader with `for await`.

import { refusal, type WampError } from '../protocol/errors.ts'

/** How many parts may wait to be read: WAMP has no way to slow a sender down, and memory ends. */
export const MOST_UNREAD = 10_000

interface Waiting<T> {
  resolve(result: IteratorResult<T, undefined>): void
  reject(error: unknown): void
}

export class Parts<T> implements AsyncIterableIterator<T, undefined> {
  readonly #left: (why?: WampError) => void
  readonly #unread: T[] = []
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
    this.#unread.push(part)
    if (this.#unread.length <= MOST_UNREAD) return
    const slow = refusal('wamp.error.payload_size_exceeded', `more than ${MOST_UNREAD} parts wait to be read`)
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
      const [part] = this.#unread
      if (this.#unread.length > 0) {
        this.#unread.shift()
        return resolve({ value: part as T, done: false })
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
