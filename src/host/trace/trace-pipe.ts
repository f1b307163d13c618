// Trace pipe: what a worker tells a tab of the messages that pass, as fast as the tab takes it; the rest is left out.

import { MOST_RECORDED } from './recorded-message.ts'
import type { TraceRecord } from './trace-record.ts'

/** Records, and bytes in them, that may be on their way to a tab. */
const MOST_ON_THE_WAY = 2_000
const MOST_BYTES = 4 * 1024 * 1024

export class TracePipe {
  readonly #say: (records: readonly TraceRecord[]) => void
  /** The sizes of those that the tab has not taken. */
  readonly #onTheWay: number[] = []
  #bytes = 0
  #waiting: TraceRecord[] = []

  constructor(say: (records: readonly TraceRecord[]) => void) {
    this.#say = say
  }

  /** Takes it along, if there is room. The tab sees by the numbers what was not. */
  readonly record = (record: TraceRecord): void => {
    const bytes = Math.min(record.size, MOST_RECORDED)
    if (this.#onTheWay.length >= MOST_ON_THE_WAY || this.#bytes + bytes > MOST_BYTES) return
    this.#onTheWay.push(bytes)
    this.#bytes += bytes
    this.#waiting.push(record)
    // In a task of its own: a message to a tab for each record would cost more than the records.
    if (this.#waiting.length === 1) setTimeout(() => this.#flush())
  }

  /** The tab has taken so many. */
  taken(count: number): void {
    for (const bytes of this.#onTheWay.splice(0, count)) this.#bytes -= bytes
  }

  #flush(): void {
    const records = this.#waiting
    this.#waiting = []
    this.#say(records)
  }
}
