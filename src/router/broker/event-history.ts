// event_history: events that were published, for those who ask later [wamp:pubsub-event-history].
//
// The history of a subscription begins with its first subscriber, and goes on when the last one has left, so that who
// comes back finds what it missed. What is kept is bounded in number and in bytes; where there is too much, the oldest of
// whoever has most goes first.

import type { Id } from '../../protocol/messages.ts'
import { isReserved } from '../../protocol/uri.ts'
import type { Clock } from '../clock.ts'
import { HistoryEntry } from './history-entry.ts'
import type { KeptEvent } from './kept-event.ts'
import type { Publication } from './publication.ts'
import { Recent } from './recent.ts'
import { type Place, Shares } from './shares.ts'
import { choosesSessions } from './subscriber-blackwhite-listing.ts'
import type { Subscription, Subscriptions } from './subscriptions.ts'

export const feature = 'event_history'

/** What a realm keeps of its events, apart from those in `wamp.` and those for certain sessions only. */
export interface EventHistorySettings {
  /** Events of one subscription; 100 by default. */
  readonly limit?: number | undefined
  /** Subscriptions whose history goes on although nobody holds them, once there is an event; 1,000 by default. */
  readonly idle?: number | undefined
  /** About how many bytes of memory, over all subscriptions; 8 MiB by default. */
  readonly bytes?: number | undefined
  /** Where events are kept beside memory, so that they outlive the router; nowhere by default. One for each realm. */
  readonly store?: EventStore | undefined
}

/** Keeps the events of one realm. No method waits or throws: a store that loads or writes slowly does so elsewhere. */
export interface EventStore {
  /** Every event that was added and not removed, oldest first. */
  load(): Iterable<KeptEvent>
  /** @param describe the event as it is to be kept: to be called when it is written, for most are gone before that. */
  add(publication: Id, describe: () => KeptEvent): void
  remove(publication: Id): void
}

export interface EventHistorySetup {
  readonly settings: EventHistorySettings | false | undefined
  readonly clock: Clock
  readonly subscriptions: Subscriptions
}

export class EventHistory {
  /** How many events went before their time, for want of bytes. */
  evicted = 0
  readonly #limit: number
  readonly #mostIdle: { readonly items: number; readonly bytes: number }
  readonly #mostEvents: { readonly items: number; readonly bytes: number }
  readonly #store: EventStore | undefined
  readonly #clock: Clock
  readonly #subscriptions: Subscriptions
  /** The places of each one's entries among all, oldest first. */
  readonly #histories = new Map<Subscription, Recent<Place<HistoryEntry>>>()
  /** Of all histories, by publisher. */
  readonly #entries = new Shares<HistoryEntry>()
  /** Subscriptions that nobody holds, and their places among those of who subscribed first. */
  readonly #idle = new Map<Subscription, Place<Subscription>>()
  readonly #idleShares = new Shares<Subscription>()

  constructor({ settings = {}, clock, subscriptions }: EventHistorySetup) {
    const { limit = 100, idle = 1_000, bytes = 8 * 1024 * 1024, store } = settings || { limit: 0, idle: 0 }
    this.#limit = limit
    this.#mostIdle = { items: idle, bytes: Number.POSITIVE_INFINITY }
    this.#mostEvents = { items: Number.POSITIVE_INFINITY, bytes }
    this.#store = store
    this.#clock = clock
    this.#subscriptions = subscriptions
    for (const event of store?.load() ?? []) this.#restore(event)
    this.#evict()
  }

  /** How much memory the events take, by about so many bytes. */
  get bytes(): number {
    return this.#entries.bytes
  }

  /** Keeps an event in the histories of all subscriptions that it is for. */
  record(publication: Publication, subscriptions: readonly Subscription[]): void {
    if (subscriptions.length === 0 || this.#limit === 0) return
    // Session ids mean nothing later, so that nobody could tell who may have the event then.
    if (isReserved(publication.topic) || choosesSessions(publication.options)) return
    const entry = HistoryEntry.of(publication, subscriptions, this.#clock.date().getTime())
    if (this.#add(entry, subscriptions)) this.#store?.add(entry.publication, () => entry.event)
    this.#evict()
  }

  /** The events of a subscription, oldest first. */
  of(subscription: Subscription): readonly KeptEvent[] {
    return (this.#histories.get(subscription)?.values() ?? []).map(({ item }) => item.event)
  }

  /** Somebody holds the subscription. */
  held(subscription: Subscription): void {
    this.#endIdling(subscription)
  }

  /** Nobody holds the subscription any more: it goes on without, or ends. */
  abandoned(subscription: Subscription): void {
    // Reserved topics have no events, either.
    if (!this.#histories.has(subscription)) return this.#forget(subscription)
    this.#idle.set(subscription, this.#idleShares.add(subscription, subscription.owner, 0))
    const excess = this.#idleShares.excess(this.#mostIdle)
    if (excess) this.#forget(excess.item)
  }

  #endIdling(subscription: Subscription): void {
    const place = this.#idle.get(subscription)
    if (place === undefined) return
    this.#idle.delete(subscription)
    this.#idleShares.delete(place)
  }

  /** Adds an event behind all others; false where it is too large to be kept. */
  #add(entry: HistoryEntry, subscriptions: readonly Subscription[]): boolean {
    if (entry.bytes > this.#mostEvents.bytes) {
      this.evicted++
      return false
    }
    const place = this.#entries.add(entry, entry.authid, entry.bytes)
    for (const subscription of subscriptions) this.#release(this.#historyOf(subscription).push(place))
    return true
  }

  /** The history of a subscription, which begins if there is none yet. */
  #historyOf(subscription: Subscription): Recent<Place<HistoryEntry>> {
    const known = this.#histories.get(subscription)
    if (known) return known
    const history = new Recent<Place<HistoryEntry>>(this.#limit)
    this.#histories.set(subscription, history)
    return history
  }

  /** Takes up an event of an earlier router: its subscriptions are there again, and wait for their subscribers. */
  #restore(event: KeptEvent): void {
    const { authid } = event
    const subscriptions = event.subscriptions.map(
      ([match, topic]) =>
        this.#subscriptions.find(match, topic) ?? this.#subscriptions.add({ match, topic }, this.#clock.date(), authid),
    )
    if (!this.#add(HistoryEntry.restored(event), subscriptions)) this.#store?.remove(event.publication)
    for (const subscription of subscriptions) {
      if (subscription.subscribers.size === 0 && !this.#idle.has(subscription)) this.abandoned(subscription)
    }
  }

  #evict(): void {
    for (;;) {
      const place = this.#entries.excess(this.#mostEvents)
      if (place === undefined) return
      for (const [match, topic] of place.item.subscriptions) {
        const subscription = this.#subscriptions.find(match, topic)
        if (subscription) this.#removeFrom(subscription, place)
      }
      this.#discard(place)
      this.evicted++
    }
  }

  #removeFrom(subscription: Subscription, place: Place<HistoryEntry>): void {
    const history = this.#histories.get(subscription)
    history?.delete(place)
    if (history?.length) return
    this.#histories.delete(subscription)
    if (this.#idle.has(subscription)) this.#forget(subscription)
  }

  #forget(subscription: Subscription): void {
    const history = this.#histories.get(subscription)?.values() ?? []
    this.#endIdling(subscription)
    this.#histories.delete(subscription)
    this.#subscriptions.delete(subscription)
    for (const place of history) this.#release(place)
  }

  /** One history less has the entry. */
  #release(place: Place<HistoryEntry> | undefined): void {
    if (place !== undefined && --place.item.holders === 0) this.#discard(place)
  }

  #discard(place: Place<HistoryEntry>): void {
    this.#entries.delete(place)
    this.#store?.remove(place.item.publication)
  }
}
