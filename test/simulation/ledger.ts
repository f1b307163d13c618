// Ledger: what everybody did and heard in a run, and which rules were broken.

import { type Call, CallBook } from './call-book.ts'
import { EventBook } from './event-book.ts'
import type { VirtualTime } from './virtual-time.ts'

/** Endings of links that an honest run may have. */
const ENDINGS = [
  /^Nothing was heard from the other side for \d+ seconds\.$/,
  /^The host does not know this link\.$/,
  /^The guest (is gone|began anew)\.$/,
  /^(nobody answered|the client gave up joining)$/,
  /^the session was closed$/,
  /^This side closed the link\.$/,
  /^no HELLO within \d+ seconds$/,
  /^(GOODBYE was not answered|goodbye|the link ended)$/,
]

export class Ledger {
  readonly faults: string[] = []
  readonly trace: string[] = []
  readonly events: EventBook
  readonly calls: CallBook
  readonly counts: Record<string, number> = {}
  /** Sessions that the present host's router has said to have joined, and not to have left. */
  readonly present = new Set<number>()
  readonly #time: VirtualTime
  readonly #isTraced: boolean
  readonly #sessions = new Map<string, { id: number; opened: number }>()
  /** What was promised and is not settled. */
  readonly #promised = new Map<number, string>()
  #promises = 0

  constructor(time: VirtualTime, isTraced: boolean) {
    this.#time = time
    this.#isTraced = isTraced
    this.events = new EventBook(this)
    this.calls = new CallBook(this)
  }

  get now(): number {
    return this.#time.now
  }

  get pending(): string[] {
    return [...this.#promised.values()]
  }

  say(who: string, what: string): void {
    if (this.#isTraced) this.trace.push(`${this.#time.now.toFixed(1).padStart(9)}  ${who.padEnd(5)} ${what}`)
  }

  count(what: string, by = 1): void {
    this.counts[what] = (this.counts[what] ?? 0) + by
  }

  fault(sentence: string): void {
    this.faults.push(`${(this.#time.now / 1000).toFixed(3)} s: ${sentence}`)
    this.say('FAULT', sentence)
  }

  /** The id of somebody's session now, 0 where there is none. */
  sessionOf(who: string): number {
    return this.#sessions.get(who)?.id ?? 0
  }

  /** How many sessions somebody has had. */
  openedBy(who: string): number {
    return this.#sessions.get(who)?.opened ?? 0
  }

  state(who: string, state: string, id: number): void {
    this.say(who, `is ${state}${id ? ` as ${id % 10_000}` : ''}`)
    const known = this.#sessions.get(who) ?? { id: 0, opened: 0 }
    this.#sessions.set(who, { id, opened: known.opened + (state === 'open' ? 1 : 0) })
    if (state === 'reconnecting') this.count('sessions lost')
  }

  /** What was the last host's is nobody's. */
  hostDied(): void {
    this.present.clear()
  }

  joined(session: number): void {
    if (this.present.has(session)) this.fault(`session ${session} joined twice`)
    this.present.add(session)
  }

  left(session: number): void {
    if (!this.present.delete(session)) this.fault(`session ${session} left, and was not there`)
  }

  linkEnded(where: string, name: string, reason: string): void {
    this.say(where, `ends link ${name}: ${reason}`)
    this.count('links ended')
    if (!ENDINGS.some(ending => ending.test(reason))) this.fault(`link ${name} ended at ${where}: ${reason}`)
  }

  /** Remembers that this has to settle. */
  promised<T>(what: string, promise: Promise<T>, done: (value: T) => void, failed: (error: unknown) => void): void {
    const number = ++this.#promises
    this.#promised.set(number, what)
    promise.then(
      value => {
        this.#promised.delete(number)
        done(value)
      },
      error => {
        this.#promised.delete(number)
        failed(error)
      },
    )
  }

  /** Promises of somebody who died are nobody's. */
  forget(who: string): void {
    for (const [number, what] of this.#promised) if (what.startsWith(`${who} `)) this.#promised.delete(number)
  }
}

export type { Call }
