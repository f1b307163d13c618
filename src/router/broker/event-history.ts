// event_history: events that were published, for those who ask later [wamp:pubsub-event-history].
//
// The history of a subscription begins with its first subscriber, and goes on when the last one has left, so that who
// comes back finds what it missed. What is kept is bounded in number and in bytes; the oldest goes first.

import type { EventDetails, Id, Uri } from '../../protocol/messages.ts'
import { isReserved, type MatchPolicy } from '../../protocol/uri.ts'
import type { Clock } from '../clock.ts'
import { sizeOf } from './memory-size.ts'
import type { Selection } from './pattern-based-subscription.ts'
import type { Publication } from './publication.ts'
import { choosesSessions, type LastingLists, lastingLists } from './subscriber-blackwhite-listing.ts'
import type { Subscription, Subscriptions } from './subscriptions.ts'

export const feature = 'event_history'

/** What a realm keeps of its events, apart from those in `wamp.` and those for certain sessions only. */
export interface EventHistorySettings {
  /** Events of one subscription; 100 by default. */
  readonly limit?: number | undefined
  /** Subscriptions whose history goes on although nobody holds them; 1,000 by default. */
  readonly idle?: number | undefined
  /** About how many bytes of memory, over all subscriptions; 8 MiB by default. */
  readonly bytes?: number | undefined
  /** Where events are kept beside memory, so that they outlive the router; nowhere by default. One for each realm. */
  readonly store?: EventStore | undefined
}

/** Bytes of what an event takes beside its content, roughly. */
const ENTRY = 400

/** An event as it is kept: plain data. */
export interface KeptEvent {
  readonly publication: Id
  /** Milliseconds since 1970, by the router's calendar. */
  readonly time: number
  readonly topic: Uri
  readonly details: EventDetails
  /** Arguments and ArgumentsKw, as far as there are any. */
  readonly trailing: readonly unknown[]
  /** Whom the publisher chose among people. */
  readonly lists: LastingLists
  /** The subscriptions that it is in the history of. */
  readonly subscriptions: readonly (readonly [match: MatchPolicy, topic: Uri])[]
}

/** Keeps the events of one realm. No method waits or throws: a store that loads or writes slowly does so elsewhere. */
export interface EventStore {
  /** Every event that was added and not removed, oldest first. */
  load(): Iterable<KeptEvent>
  add(event: KeptEvent): void
  remove(event: KeptEvent): void
}

interface Entry {
  readonly event: KeptEvent
  readonly bytes: number
  readonly subscriptions: readonly Subscription[]
  /** In how many histories it still is. */
  holders: number
}

export interface EventHistorySetup {
  readonly settings: EventHistorySettings | false | undefined
  readonly clock: Clock
  readonly subscriptions: Subscriptions
}

export class EventHistory {
  /** How many events went before their time, for want of bytes. */
  evicted = 0
  readonly #most: { readonly limit: number; readonly idle: number; readonly bytes: number }
  readonly #store: EventStore | undefined
  readonly #clock: Clock
  readonly #subscriptions: Subscriptions
  readonly #histories = new Map<Subscription, Entry[]>()
  /** Of all histories, oldest first. */
  readonly #entries = new Set<Entry>()
  /** Subscriptions that nobody holds, the one left longest ago first. */
  readonly #idle = new Set<Subscription>()
  #bytes = 0

  constructor({ settings = {}, clock, subscriptions }: EventHistorySetup) {
    const { limit = 100, idle = 1_000, bytes = 8 * 1024 * 1024, store } = settings || { limit: 0, idle: 0 }
    this.#most = { limit, idle, bytes }
    this.#store = store
    this.#clock = clock
    this.#subscriptions = subscriptions
    for (const event of store?.load() ?? []) this.#restore(event)
    this.#evict()
  }

  /** How much memory the events take, by about so many bytes. */
  get bytes(): number {
    return this.#bytes
  }

  /** Keeps an event in the histories of all subscriptions that it is for. */
  record(publication: Publication, subscriptions: readonly Subscription[]): void {
    if (subscriptions.length === 0 || this.#most.limit === 0) return
    // Session ids mean nothing later, so that nobody could tell who may have the event then.
    if (isReserved(publication.topic) || choosesSessions(publication.options)) return
    const event = this.#described(publication, subscriptions)
    if (this.#add(event, subscriptions)) this.#store?.add(event)
    this.#evict()
  }

  /** The events of a subscription, oldest first. */
  of(subscription: Subscription): readonly KeptEvent[] {
    return (this.#histories.get(subscription) ?? []).map(({ event }) => event)
  }

  /** Somebody holds the subscription. */
  held(subscription: Subscription): void {
    this.#idle.delete(subscription)
  }

  /** Nobody holds the subscription any more: it goes on without, or ends. */
  abandoned(subscription: Subscription): void {
    this.#idle.add(subscription)
    const most = isReserved(subscription.topic) ? 0 : this.#most.idle
    if (most === 0) return this.#forget(subscription)
    for (const oldest of this.#idle) {
      if (this.#idle.size <= most) return
      this.#forget(oldest)
    }
  }

  #described({ id, topic, details, payload, options }: Publication, subscriptions: readonly Subscription[]): KeptEvent {
    return {
      publication: id,
      time: this.#clock.date().getTime(),
      topic,
      details,
      trailing: payload.trailing,
      lists: lastingLists(options),
      subscriptions: subscriptions.map(subscription => [subscription.match, subscription.topic] as const),
    }
  }

  /** Adds an event behind all others; false where it is too large to be kept. */
  #add(event: KeptEvent, subscriptions: readonly Subscription[]): boolean {
    const { topic, details, trailing, lists } = event
    const bytes = ENTRY + sizeOf(topic) + sizeOf(details) + sizeOf(trailing) + sizeOf(lists)
    if (bytes > this.#most.bytes) {
      this.evicted++
      return false
    }
    const entry = { event, bytes, subscriptions, holders: subscriptions.length }
    this.#entries.add(entry)
    this.#bytes += entry.bytes
    for (const subscription of subscriptions) {
      const history = this.#histories.get(subscription)
      if (history === undefined) this.#histories.set(subscription, [entry])
      else if (history.push(entry) > this.#most.limit) this.#release(history.shift())
    }
    return true
  }

  /** Takes up an event of an earlier router: its subscriptions are there again, and wait for their subscribers. */
  #restore(event: KeptEvent): void {
    const subscriptions = event.subscriptions
      .map(([match, topic]) => this.#subscriptions.find(match, topic) ?? this.#awaited({ match, topic }))
      // One may have had to make room for the next.
      .filter(({ id }) => this.#subscriptions.get(id) !== undefined)
    if (subscriptions.length === 0 || !this.#add(event, subscriptions)) this.#store?.remove(event)
  }

  #awaited(selection: Selection): Subscription {
    const subscription = this.#subscriptions.add(selection, this.#clock.date())
    this.abandoned(subscription)
    return subscription
  }

  /** Makes room where it is needed: an eighth at once, so that this is not done for every event. */
  #evict(): void {
    if (this.#bytes <= this.#most.bytes) return
    for (const entry of this.#entries) {
      if (this.#bytes <= this.#most.bytes * (7 / 8)) return
      for (const subscription of entry.subscriptions) {
        // The oldest of all is the oldest in each history that it is still in.
        const history = this.#histories.get(subscription)
        if (history?.[0] === entry) history.shift()
      }
      this.#discard(entry)
      this.evicted++
    }
  }

  #forget(subscription: Subscription): void {
    const history = this.#histories.get(subscription) ?? []
    this.#idle.delete(subscription)
    this.#histories.delete(subscription)
    this.#subscriptions.delete(subscription)
    for (const entry of history) this.#release(entry)
  }

  /** One history less has the entry. */
  #release(entry: Entry | undefined): void {
    if (entry !== undefined && --entry.holders === 0) this.#discard(entry)
  }

  #discard(entry: Entry): void {
    this.#entries.delete(entry)
    this.#bytes -= entry.bytes
    this.#store?.remove(entry.event)
  }
}
