// Trace log: the last messages of a trace, as many as there is room for. What nobody asks for is kept as it came, unread.

import type { TraceRecord } from '../../host/trace/trace-record.ts'
import { TraceReader } from './trace-reader.ts'
import type { TracedMessage } from './traced-message.ts'

export const DEFAULT_CAPACITY = 10_000
/** So many are read at last, since what comes later can only be understood by what was before. */
const MOST_UNREAD = 1_000

export class TraceLog {
  readonly reader = new TraceReader()
  readonly #capacity: number
  readonly #told: (message: TracedMessage) => void
  #messages: TracedMessage[] = []
  #unread: TraceRecord[] = []
  #forgotten = 0
  #missed = 0
  #last: number | undefined

  /** @param capacity how many messages are kept; the oldest go first. @param told called for each that is read. */
  constructor(capacity: number = DEFAULT_CAPACITY, told: (message: TracedMessage) => void = () => {}) {
    this.#capacity = Math.max(1, capacity)
    this.#told = told
  }

  /** Oldest first. */
  get messages(): readonly TracedMessage[] {
    this.read()
    return this.#messages
  }

  get records(): readonly TraceRecord[] {
    return this.messages.map(({ record }) => record)
  }

  /** How many were let go to make room. */
  get forgotten(): number {
    this.read()
    return this.#forgotten
  }

  /** How many never came: the page could not keep up. */
  get missed(): number {
    return this.#missed
  }

  add(record: TraceRecord): void {
    if (this.#last !== undefined && record.number > this.#last) this.#missed += record.number - this.#last - 1
    this.#last = record.number
    this.#unread.push(record)
    if (this.#unread.length >= MOST_UNREAD) this.read()
  }

  /** Reads what has come meanwhile. */
  read(): void {
    if (this.#unread.length === 0) return
    const read = this.#unread.map(record => this.reader.read(record))
    this.#unread = []
    this.#messages.push(...read)
    const over = this.#messages.length - this.#capacity
    if (over > 0) {
      this.#messages.splice(0, over)
      this.#forgotten += over
    }
    for (const message of read) this.#told(message)
  }

  /** Nobody looks for a while: what passes meanwhile was not missed. */
  interrupted(): void {
    this.#last = undefined
  }

  clear(): void {
    this.read()
    this.#messages = []
    this.#forgotten = 0
    this.#missed = 0
  }
}
