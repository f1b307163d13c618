// Broker: subscriptions, and events from publishers to subscribers [wamp:publish-and-subscribe].

import { refusal } from '../../protocol/errors.ts'
import type { Id } from '../../protocol/messages.ts'
import * as m from '../../protocol/messages.ts'
import { Outgoing } from '../../protocol/outgoing.ts'
import { isReserved } from '../../protocol/uri.ts'
import type { Clock } from '../clock.ts'
import { limitReached } from '../limits.ts'
import type { RealmSettings } from '../realm-settings.ts'
import type { Session } from '../session.ts'
import type { Changed } from '../snapshot.ts'
import { conflationKey, isConflated } from './conflation.ts'
import * as eventHistory from './event-history.ts'
import * as eventRetention from './event-retention.ts'
import * as patternBasedSubscription from './pattern-based-subscription.ts'
import * as payloadPassthruMode from './payload-passthru-mode.ts'
import { eventOf, mayReceive, type Publication } from './publication.ts'
import * as publicationTrustlevels from './publication-trustlevels.ts'
import * as publisherExclusion from './publisher-exclusion.ts'
import * as publisherIdentification from './publisher-identification.ts'
import * as subscriberBlackwhiteListing from './subscriber-blackwhite-listing.ts'
import * as subscriptionRevocation from './subscription-revocation.ts'
import { type Subscription, Subscriptions } from './subscriptions.ts'

/** What WELCOME announces under `broker`. */
export const BROKER_FEATURES = [
  eventHistory.feature,
  eventRetention.feature,
  patternBasedSubscription.feature,
  payloadPassthruMode.feature,
  publicationTrustlevels.feature,
  publisherExclusion.feature,
  publisherIdentification.feature,
  subscriberBlackwhiteListing.feature,
  subscriptionRevocation.feature,
] as const

/** Told of every change of subscriptions outside `wamp.`, in the order of R-MET-1. */
export interface SubscriptionObserver {
  created(subscriber: Session, subscription: Subscription): void
  subscribed(subscriber: Session, subscription: Subscription): void
  unsubscribed(subscriber: Session, subscription: Subscription): void
  deleted(subscriber: Session, subscription: Subscription): void
}

export interface BrokerSetup {
  readonly settings: RealmSettings
  readonly clock: Clock
  /** Draws a global-scope id [R-ID-1]. */
  newPublication(): Id
  observer(): SubscriptionObserver
  readonly changed?: Changed | undefined
  /** Gives the broker what it begins with, where it goes on for another. */
  readonly restore?: ((broker: Broker) => void) | undefined
}

export class Broker {
  readonly subscriptions = new Subscriptions()
  readonly history: eventHistory.EventHistory
  readonly retention: eventRetention.EventRetention
  readonly #setup: BrokerSetup
  readonly #held = new Map<Session, Set<Subscription>>()

  constructor(setup: BrokerSetup) {
    const { settings, clock, changed, restore } = setup
    this.#setup = setup
    this.retention = new eventRetention.EventRetention(settings.eventRetention, topic => changed?.('retained', topic))
    // Before the history, which then finds the subscriptions that it is of.
    restore?.(this)
    this.history = new eventHistory.EventHistory({
      settings: settings.eventHistory,
      clock,
      subscriptions: this.subscriptions,
    })
  }

  /**
   * Subscribes and answers with the subscription's id; a second time, with the same id [R-SUB-2].
   * @throws {WampError} where the session holds too many subscriptions.
   */
  subscribe(subscriber: Session, [, request, options, topic]: m.Subscribe): void {
    const { match = 'exact', get_retained = false } = options
    const held = this.#held.get(subscriber) ?? new Set()
    const known = this.subscriptions.find(match, topic)
    const isNew = known === undefined || !held.has(known)
    if (isNew && held.size >= subscriber.limits.subscriptions) {
      throw limitReached('subscriptions', subscriber.limits.subscriptions)
    }
    const { authid } = subscriber.principal
    const subscription = known ?? this.subscriptions.add({ match, topic }, this.#setup.clock.date(), authid)
    const isFirst = subscription.subscribers.size === 0
    if (isFirst) this.#revive(subscription)
    this.add(subscriber, subscription)
    subscriber.send([m.SUBSCRIBED, request, subscription.id])
    if (get_retained) this.#offerRetained(subscription, subscriber)
    if (isReserved(topic)) return
    const observer = this.#setup.observer()
    if (isFirst) observer.created(subscriber, subscription)
    if (isNew) observer.subscribed(subscriber, subscription)
  }

  /** @throws {WampError} `wamp.error.no_such_subscription` where the session does not hold it [R-SUB-5]. */
  unsubscribe(subscriber: Session, [, request, id]: m.Unsubscribe): void {
    const subscription = this.#heldBy(subscriber, id)
    this.#remove(subscriber, subscription)
    subscriber.send([m.UNSUBSCRIBED, request])
    this.#tellRemoved(subscriber, subscription)
  }

  /**
   * Ends the subscription of a session that did not ask for it, and tells it if it announced that it understands
   * [R-REV-1].
   * @param reason a URI, for strict clients close the connection on a sentence [T-18].
   * @throws {WampError} `wamp.error.no_such_subscription` where the session does not hold it; `wamp.error.invalid_uri`.
   */
  revoke(id: Id, subscriber: Session, reason?: m.Uri): void {
    const subscription = this.#heldBy(subscriber, id)
    const revocation = subscriptionRevocation.revocation(subscriber, id, reason)
    this.#remove(subscriber, subscription)
    if (revocation) subscriber.send(revocation)
    this.#tellRemoved(subscriber, subscription)
  }

  /**
   * Delivers an event to every subscriber that may have it, and acknowledges it where that is asked.
   * @param disclose whether the publisher is disclosed whatever it asks; `undefined` for as it asks.
   * @throws {WampError} where the publisher asks to be disclosed and may not be. @throws {ProtocolViolation}
   */
  publish(publisher: Session, [, request, options, topic, payload]: m.Publish, disclose?: boolean): void {
    const details: m.EventDetails = {}
    publisherIdentification.identifyPublisher(details, publisher, options, disclose)
    publicationTrustlevels.addTrustLevel(details, this.#setup.settings, publisher, topic)
    payloadPassthruMode.passOn(details, publisher, options)
    const id = this.#setup.newPublication()
    if (options.acknowledge === true) publisher.send([m.PUBLISHED, request, id])
    const listed = subscriberBlackwhiteListing.listed(options)
    const { authid } = publisher.principal
    const publication = { id, publisher: publisher.id, authid, options, topic, details, payload, listed }
    const matching = this.subscriptions.matching(topic)
    this.retention.retain(publication)
    this.history.record(publication, matching)
    const conflated = isConflated(publication, this.#setup.settings.conflate)
    for (const subscription of matching) {
      deliver(publication, subscription, conflated ? conflationKey(subscription, topic) : undefined)
    }
  }

  /** Makes a session one of the subscribers; nobody is told. */
  add(subscriber: Session, subscription: Subscription): void {
    this.#held.set(subscriber, (this.#held.get(subscriber) ?? new Set()).add(subscription))
    subscription.subscribers.add(subscriber)
    this.#setup.changed?.('subscription', subscription.id)
  }

  /** Forgets a session that has left. */
  leave(session: Session): void {
    const held = [...(this.#held.get(session) ?? [])]
    // Out of all before anybody is told of one, for nothing may be sent to it any more.
    for (const subscription of held) this.#remove(session, subscription)
    for (const subscription of held) this.#tellRemoved(session, subscription)
  }

  #heldBy(subscriber: Session, id: Id): Subscription {
    const subscription = this.subscriptions.get(id)
    if (subscription?.subscribers.has(subscriber)) return subscription
    throw refusal('wamp.error.no_such_subscription', `this session holds no subscription ${id}`)
  }

  /** A subscription gets its first subscriber. */
  #revive(subscription: Subscription): void {
    subscription.created = this.#setup.clock.date()
    this.history.held(subscription)
  }

  #offerRetained(subscription: Subscription, subscriber: Session): void {
    for (const publication of this.retention.offered(subscription, subscriber)) {
      subscriber.send(eventOf(subscription, publication))
    }
  }

  #remove(subscriber: Session, subscription: Subscription): void {
    subscription.subscribers.delete(subscriber)
    this.#setup.changed?.('subscription', subscription.id)
    const held = this.#held.get(subscriber)
    held?.delete(subscription)
    if (held?.size === 0) this.#held.delete(subscriber)
    if (subscription.subscribers.size === 0) this.history.abandoned(subscription)
  }

  #tellRemoved(subscriber: Session, subscription: Subscription): void {
    if (isReserved(subscription.topic)) return
    const observer = this.#setup.observer()
    observer.unsubscribed(subscriber, subscription)
    if (subscription.subscribers.size === 0) observer.deleted(subscriber, subscription)
  }
}

function deliver(publication: Publication, subscription: Subscription, conflate: string | undefined): void {
  if (subscription.subscribers.size === 0) return
  const event = new Outgoing(eventOf(subscription, publication), conflate)
  for (const receiver of subscription.subscribers) {
    if (mayReceive(receiver, publication)) receiver.send(event)
  }
}
