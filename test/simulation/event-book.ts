// EventBook: every event that was published, and every one that was heard; in order, once, and none left out.

import type { Ledger } from './ledger.ts'

export interface Published {
  readonly publisher: string
  readonly session: number
  readonly number: number
  readonly topic: string
  readonly at: number
  acknowledged: boolean
}

/** What a subscription heard while its subscriber had one and the same session. */
interface Epoch {
  readonly session: number
  /** When the subscriber knew that the router has the subscription. */
  since: number
  readonly heard: Map<string, Set<number>>
}

/** A subscription, over all sessions of its subscriber. */
export class Hearing {
  readonly who: string
  readonly topic: string
  readonly match: 'exact' | 'prefix'
  until = Number.POSITIVE_INFINITY
  readonly epochs: Epoch[] = []
  readonly last = new Map<string, number>()

  constructor(who: string, topic: string, match: 'exact' | 'prefix') {
    this.who = who
    this.topic = topic
    this.match = match
  }

  matches(topic: string): boolean {
    return this.match === 'exact' ? topic === this.topic : topic.startsWith(this.topic)
  }

  epoch(session: number): Epoch {
    const last = this.epochs.at(-1)
    if (last?.session === session) return last
    const epoch = { session, since: Number.POSITIVE_INFINITY, heard: new Map() }
    this.epochs.push(epoch)
    return epoch
  }
}

export class EventBook {
  readonly hearings: Hearing[] = []
  readonly #ledger: Ledger
  readonly #published = new Map<string, Published[]>()
  /** The last number of each session that certainly came to the router. */
  readonly #certain = new Map<string, number>()

  constructor(ledger: Ledger) {
    this.#ledger = ledger
  }

  published(event: Published): void {
    this.#ledger.count('events published')
    const all = this.#published.get(event.publisher) ?? []
    all.push(event)
    this.#published.set(event.publisher, all)
  }

  /** The router has said that it has the event, and so all before it. */
  acknowledged(event: Published): void {
    event.acknowledged = true
    this.#isCertain(event.publisher, event.session, event.number)
  }

  /** The router has all subscriptions of that session, as somebody knows by now. */
  confirmed(hearings: readonly Hearing[], session: number): void {
    for (const hearing of hearings) {
      const epoch = hearing.epoch(session)
      epoch.since = Math.min(epoch.since, this.#ledger.now)
    }
  }

  heard(hearing: Hearing, [publisher, session, number]: [string, number, number]): void {
    this.#ledger.count('events heard')
    const { who, topic, last } = hearing
    const before = last.get(publisher) ?? 0
    if (number <= before) {
      const how = number === before ? 'twice' : `after ${before}`
      this.#ledger.fault(`${who} heard event ${number} of ${publisher} on ${topic} ${how}`)
    }
    last.set(publisher, number)
    const { heard } = hearing.epoch(this.#ledger.sessionOf(who))
    const key = `${publisher}/${session}`
    heard.set(key, (heard.get(key) ?? new Set()).add(number))
    this.#isCertain(publisher, session, number)
  }

  /** Whoever stayed heard all from whoever stayed. */
  check(): void {
    for (const hearing of this.hearings) for (const epoch of hearing.epochs) this.#checkEpoch(hearing, epoch)
  }

  #checkEpoch(hearing: Hearing, { session, since, heard }: Epoch): void {
    const stayed = this.#ledger.sessionOf(hearing.who) === session
    for (const [publisher, events] of this.#published) {
      if (publisher === hearing.who) continue
      for (const { session: from, number, topic, at } of events) {
        if (at < since || at >= hearing.until || !hearing.matches(topic)) continue
        const key = `${publisher}/${from}`
        const isOpen = stayed && hearing.until === Number.POSITIVE_INFINITY
        const last = Math.max(0, ...(heard.get(key) ?? []), isOpen ? this.#certainOf(publisher, from) : 0)
        if (number <= last && !heard.get(key)?.has(number)) {
          this.#ledger.fault(
            `${hearing.who} did not hear event ${number} of ${publisher}, published on ${topic} at ${at}, on ${hearing.topic}, known since ${since}`,
          )
        }
      }
    }
  }

  #certainOf(publisher: string, session: number): number {
    // Who still has the session has had everything delivered by now.
    if (this.#ledger.sessionOf(publisher) === session) return Number.POSITIVE_INFINITY
    return this.#certain.get(`${publisher}/${session}`) ?? 0
  }

  #isCertain(publisher: string, session: number, number: number): void {
    const key = `${publisher}/${session}`
    this.#certain.set(key, Math.max(number, this.#certain.get(key) ?? 0))
  }
}
