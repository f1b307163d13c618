// Broker: subscriptions, and events from publishers to subscribers [wamp:publish-and-subscribe].

import { refusal } from '../../protocol/errors.ts'
import type { Id, Uri } from '../../protocol/messages.ts'
import * as m from '../../protocol/messages.ts'
import { Outgoing } from '../../protocol/outgoing.ts'
import type { Clock } from '../clock.ts'
import { limitReached } from '../limits.ts'
import type { RealmSettings } from '../realm-settings.ts'
import type { Session } from '../session.ts'
import * as publisherExclusion from './publisher-exclusion.ts'
import * as publisherIdentification from './publisher-identification.ts'
import * as subscriberBlackwhiteListing from './subscriber-blackwhite-listing.ts'

/** What WELCOME announces under `broker`. */
export const BROKER_FEATURES = [
  publisherExclusion.feature,
  publisherIdentification.feature,
  subscriberBlackwhiteListing.feature,
] as const

/** All subscribers of one topic share one subscription, so that an event is written once for all of them. */
export interface Subscription {
  readonly id: Id
  readonly topic: Uri
  readonly subscribers: Set<Session>
}

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
}

export class Broker {
  readonly #setup: BrokerSetup
  readonly #byTopic = new Map<Uri, Subscription>()
  readonly #byId = new Map<Id, Subscription>()
  readonly #held = new Map<Session, Set<Subscription>>()
  #lastId = 0

  constructor(setup: BrokerSetup) {
    this.#setup = setup
  }

  /**
   * Subscribes and answers with the subscription's id; a second time, with the same id [R-SUB-2].
   * @throws {WampError} where the broker has no such matching, or the session holds too many subscriptions.
   */
  subscribe(subscriber: Session, [, request, options, topic]: m.Subscribe): void {
    if ((options.match ?? 'exact') !== 'exact') {
      throw refusal('wamp.error.option_not_allowed', `this broker does not match topics by ${options.match}`)
    }
    const held = this.#held.get(subscriber) ?? new Set()
    const subscription = this.#byTopic.get(topic) ?? { id: ++this.#lastId, topic, subscribers: new Set() }
    if (!held.has(subscription) && held.size >= subscriber.limits.subscriptions) {
      throw limitReached('subscriptions', subscriber.limits.subscriptions)
    }
    this.#byTopic.set(topic, subscription)
    this.#byId.set(subscription.id, subscription)
    this.#held.set(subscriber, held.add(subscription))
    subscription.subscribers.add(subscriber)
    subscriber.send([m.SUBSCRIBED, request, subscription.id])
  }

  /** @throws {WampError} `wamp.error.no_such_subscription` where the session does not hold it [R-SUB-5]. */
  unsubscribe(subscriber: Session, [, request, id]: m.Unsubscribe): void {
    const subscription = this.#byId.get(id)
    if (!subscription?.subscribers.has(subscriber)) {
      throw refusal('wamp.error.no_such_subscription', `this session holds no subscription ${id}`)
    }
    this.#remove(subscriber, subscription)
    subscriber.send([m.UNSUBSCRIBED, request])
  }

  /**
   * Delivers an event to every subscriber that may have it, and acknowledges it where that is asked.
   * @param _disclose whether the publisher is disclosed whatever it asks; `undefined` for as it asks.
   */
  publish(publisher: Session, [, request, options, topic, payload]: m.Publish, _disclose?: boolean): void {
    const publication = this.#setup.newPublication()
    if (options.acknowledge === true) publisher.send([m.PUBLISHED, request, publication])
    const subscription = this.#byTopic.get(topic)
    if (subscription === undefined) return
    const details = publisherIdentification.publisherDetails(publisher, options)
    const event = new Outgoing([m.EVENT, subscription.id, publication, details, payload])
    const listed = subscriberBlackwhiteListing.listed(options)
    for (const receiver of subscription.subscribers) {
      if (publisherExclusion.mayReceive(receiver, publisher, options) && listed(receiver)) receiver.send(event)
    }
  }

  /** Forgets a session that has left. */
  leave(session: Session): void {
    for (const subscription of this.#held.get(session) ?? []) this.#remove(session, subscription)
  }

  #remove(subscriber: Session, subscription: Subscription): void {
    subscription.subscribers.delete(subscriber)
    if (subscription.subscribers.size === 0) {
      this.#byTopic.delete(subscription.topic)
      this.#byId.delete(subscription.id)
    }
    const held = this.#held.get(subscriber)
    held?.delete(subscription)
    if (held?.size === 0) this.#held.delete(subscriber)
  }
}
