// Travel plan: when each message starts along its line, and for how long it travels, so that eyes can follow: what is because
// of another message starts when that one has arrived, and two never run into each other.

import type { TraceRecord } from '../../host/trace/trace-record.ts'

/** Milliseconds. */
export interface Travel {
  readonly start: number
  readonly duration: number
}

/** Milliseconds: of a journey, and between two in the same direction of a line. */
const JOURNEY = 900
const HURRIED = 380
const APART = 260
/** With so many ahead of it, a message hurries; and with so many, it is not shown: the figure would be late. */
const HURRY = 6
const MOST = 24

export class TravelPlan {
  /** When each message arrives, by its number. */
  readonly #arrivals = new Map<number, number>()
  /** When the next may start on each line and direction. */
  readonly #free = new Map<string, number>()
  /** When those that are planned arrive. */
  #underway: number[] = []

  /** When it travels; undefined where there is no time for it. `now`: milliseconds. */
  add({ number, cause, session, direction }: TraceRecord, now: number): Travel | undefined {
    this.#underway = this.#underway.filter(arrival => arrival > now)
    const ahead = this.#underway.length
    if (ahead >= MOST) return undefined
    const duration = ahead >= HURRY ? HURRIED : JOURNEY
    const key = `${session}/${direction}`
    const start = Math.max(now, this.#free.get(key) ?? 0, (cause !== undefined && this.#arrivals.get(cause)) || 0)
    this.#free.set(key, start + Math.min(APART, duration / 2))
    this.#arrivals.set(number, start + duration)
    this.#underway.push(start + duration)
    this.#forget(now)
    return { start, duration }
  }

  clear(): void {
    this.#arrivals.clear()
    this.#free.clear()
    this.#underway = []
  }

  #forget(now: number): void {
    if (this.#arrivals.size < 4 * MOST) return
    for (const [number, arrival] of this.#arrivals) if (arrival < now - JOURNEY) this.#arrivals.delete(number)
  }
}
