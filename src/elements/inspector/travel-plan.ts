// Travel plan: when each message starts along its line, and for how long it travels, so that eyes can follow: what the router sends
// because of a message starts when that one has arrived, a component answers what has reached it, and none runs into another.

import type { TraceRecord } from '../../host/trace/trace-record.ts'

/** Milliseconds. */
export interface Travel {
  readonly start: number
  readonly duration: number
}

/** Milliseconds of a journey. */
const JOURNEY = 900
const HURRIED = 380
/** With so many ahead of it, a message hurries; and with so many, it is not shown: the figure would be late. */
const HURRY = 6
const MOST = 24

export class TravelPlan {
  /** When each message arrives, by its number. */
  readonly #arrivals = new Map<number, number>()
  /** When what was sent to a session has reached it. */
  readonly #reached = new Map<number, number>()
  /** When the next may start on each line and direction. */
  readonly #free = new Map<string, number>()
  /** When those that are planned arrive. */
  #underway: number[] = []

  /**
   * When it travels; undefined where there is no time for it.
   * @param now milliseconds. @param share of its journey, before another may follow on the same line.
   */
  add({ number, cause, session, direction }: TraceRecord, now: number, share = 0.3): Travel | undefined {
    this.#underway = this.#underway.filter(arrival => arrival > now)
    const ahead = this.#underway.length
    if (ahead >= MOST) return undefined
    const duration = ahead >= HURRY ? HURRIED : JOURNEY
    const key = `${session}/${direction}`
    const up = direction === 'to-router'
    const after = up ? this.#reached.get(session) : cause === undefined ? undefined : this.#arrivals.get(cause)
    const start = Math.max(now, this.#free.get(key) ?? 0, after ?? 0)
    if (!up) this.#reached.set(session, start + duration)
    this.#free.set(key, start + duration * share)
    this.#arrivals.set(number, start + duration)
    this.#underway.push(start + duration)
    this.#forget(now)
    return { start, duration }
  }

  clear(): void {
    this.#arrivals.clear()
    this.#reached.clear()
    this.#free.clear()
    this.#underway = []
  }

  #forget(now: number): void {
    if (this.#arrivals.size < 4 * MOST) return
    for (const [number, arrival] of this.#arrivals) if (arrival < now - JOURNEY) this.#arrivals.delete(number)
  }
}
