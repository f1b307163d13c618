// Trace log: the last messages of a trace, as many as there is room for.

import type { TraceRecord } from '../../host/trace/trace-record.ts'
import { TraceReader } from './trace-reader.ts'
import type { TracedMessage } from './traced-message.ts'

export const DEFAULT_CAPACITY = 10_000

export class TraceLog {
  readonly reader = new TraceReader()
  readonly #capacity: number
  #messages: TracedMessage[] = []
  #forgotten = 0
  #missed = 0
  #last: number | undefined

  /** @param capacity how many messages are kept; the oldest go first. */
  constructor(capacity: number = DEFAULT_CAPACITY) {
    this.#capacity = Math.max(1, capacity)
  }

  /** Oldest first. */
  get messages(): readonly TracedMessage[] {
    return this.#messages
  }

  get records(): readonly TraceRecord[] {
    return this.#messages.map(({ record }) => record)
  }

  /** How many were let go to make room. */
  get forgotten(): number {
    return this.#forgotten
  }

  /** How many never came: the page could not keep up. */
  get missed(): number {
    return this.#missed
  }

  add(record: TraceRecord): TracedMessage {
    if (this.#last !== undefined && record.number > this.#last) this.#missed += record.number - this.#last - 1
    this.#last = record.number
    const message = this.reader.read(record)
    this.#messages.push(message)
    const over = this.#messages.length - this.#capacity
    if (over > 0) {
      this.#messages.splice(0, over)
      this.#forgotten += over
    }
    return message
  }

  /** Nobody looks for a while: what passes meanwhile was not missed. */
  interrupted(): void {
    this.#last = undefined
  }

  clear(): void {
    this.#messages = []
    this.#forgotten = 0
    this.#missed = 0
  }
}
