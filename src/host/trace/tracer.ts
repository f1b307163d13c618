// Tracer: tells those who watch of the messages on the links that are traced; while nobody does, it costs one look at a field.

import { type TraceObserver, type TraceRecord, tell } from './trace-record.ts'

/** What a tracer adds to what a link tells of a message. */
type Seen = Omit<TraceRecord, 'number' | 'time' | 'cause'>

export class Tracer {
  /** Whether anybody watches. */
  watched = false
  /** Counts the times that somebody began to watch: what a link remembers of earlier may be past. */
  watches = 0
  readonly #now: () => number
  readonly #observers = new Set<TraceObserver>()
  #number = 0
  /** The message that the router acts on in this very moment. */
  #cause: number | undefined

  /** @param now milliseconds since 1970. */
  constructor(now: () => number = () => performance.timeOrigin + performance.now()) {
    this.#now = now
  }

  /** Tells `observer` of each message from now on, until the returned function is called. */
  observe(observer: TraceObserver): () => void {
    // The same function may watch twice, each time with an end of its own.
    const own: TraceObserver = record => observer(record)
    if (!this.watched) this.watches++
    this.#observers.add(own)
    this.watched = true
    return () => {
      this.#observers.delete(own)
      this.watched = this.#observers.size > 0
    }
  }

  /** Called by a link: this message passed. Its number. */
  saw(seen: Seen): number {
    const number = ++this.#number
    const record = { number, time: this.#now(), ...seen, ...(this.#cause !== undefined && { cause: this.#cause }) }
    for (const observer of [...this.#observers]) tell(observer, record)
    return number
  }

  /** What is sent while `act` runs is because of that message: the router is synchronous. */
  during(cause: number, act: () => void): void {
    this.#cause = cause
    try {
      act()
    } finally {
      this.#cause = undefined
    }
  }
}
