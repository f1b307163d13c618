// Subscriptions: which there are, found by their id, by what they are to, and by the topics they match.

import type { Id, Uri } from '../../protocol/messages.ts'
import type { MatchPolicy } from '../../protocol/uri.ts'
import { PatternMap } from '../pattern-map.ts'
import type { Session } from '../session.ts'
import type { Selection } from './pattern-based-subscription.ts'

/**
 * All subscribers of one topic, or of one pattern, share one subscription, so that an event is written once for all of
 * them. One that nobody holds may stay, with its id, while its history goes on.
 */
export interface Subscription extends Selection {
  readonly id: Id
  readonly subscribers: Set<Session>
  /** When the first of its subscribers came. */
  created: Date
  /** The authid of who subscribed first of all: while it is kept for its history alone, it is theirs. */
  readonly owner: string
}

const NONE: readonly Subscription[] = []

export class Subscriptions {
  readonly #byId = new Map<Id, Subscription>()
  /** In a list each, so that to find who has an exact topic makes none. */
  readonly #exact = new Map<Uri, readonly [Subscription]>()
  readonly #patterns = new PatternMap<Subscription>()
  #patternCount = 0
  #lastId = 0

  get(id: Id): Subscription | undefined {
    return this.#byId.get(id)
  }

  find(match: MatchPolicy, topic: Uri): Subscription | undefined {
    return match === 'exact' ? this.#exact.get(topic)?.[0] : this.#patterns.get(match, topic)
  }

  /** Every subscription that events of `topic` are for [R-PS-1]. */
  matching(topic: Uri): readonly Subscription[] {
    const exact = this.#exact.get(topic) ?? NONE
    return this.#patternCount === 0 ? exact : [...exact, ...this.#patterns.all(topic)]
  }

  /** All, oldest first. */
  all(): Iterable<Subscription> {
    return this.#byId.values()
  }

  /** A subscription that is there from now on, held by nobody. */
  add({ match, topic }: Selection, created: Date, owner: string): Subscription {
    const subscription = { id: this.#lastId + 1, match, topic, subscribers: new Set<Session>(), created, owner }
    this.put(subscription)
    return subscription
  }

  /** Takes up a subscription that has its id already; those that follow get higher ones. */
  put(subscription: Subscription): void {
    const { id, match, topic } = subscription
    this.#lastId = Math.max(this.#lastId, id)
    this.#byId.set(id, subscription)
    if (match === 'exact') this.#exact.set(topic, [subscription])
    else {
      this.#patterns.set(match, topic, subscription)
      this.#patternCount++
    }
  }

  delete({ id, match, topic }: Subscription): void {
    this.#byId.delete(id)
    if (match === 'exact') this.#exact.delete(topic)
    else {
      this.#patterns.delete(match, topic)
      this.#patternCount--
    }
  }
}
