// Broker: subscriptions, and events from publishers to subscribers [wamp:publish-and-subscribe].

import { refusal } from '../../protocol/errors.ts'
import { EVENT, type Id, type PublishOptions, type SubscribeOptions, type Uri } from '../../protocol/messages.ts'
import { Outgoing } from '../../protocol/outgoing.ts'
import type { Payload } from '../../protocol/payload.ts'
import { limitReached } from '../limits.ts'
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
interface Subscription {
  readonly id: Id
  readonly topic: Uri
  readonly subscribers: Set<Session>
}

export class Broker {
  readonly #newPublication: () => Id
  readonly #byTopic = new Map<Uri, Subscription>()
  readonly #byId = new Map<Id, Subscription>()
  readonly #held = new Map<Session, Set<Subscription>>()
  #lastId = 0

  /** @param newPublication draws a global-scope id [R-ID-1]. */
  constructor(newPublication: () => Id) {
    this.#newPublication = newPublication
  }

  /**
   * Subscribes and returns the subscription's id; a second time, the same id [R-SUB-2].
   * @throws {WampError} where the broker has no such matching, or the session holds too many subscriptions.
   */
  subscribe(subscriber: Session, topic: Uri, options: SubscribeOptions): Id {
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
    return subscription.id
  }

  /** @throws {WampError} `wamp.error.no_such_subscription` where the session does not hold it [R-SUB-5]. */
  unsubscribe(subscriber: Session, id: Id): void {
    const subscription = this.#byId.get(id)
    if (!subscription?.subscribers.has(subscriber)) {
      throw refusal('wamp.error.no_such_subscription', `this session holds no subscription ${id}`)
    }
    this.#remove(subscriber, subscription)
  }

  /** Delivers an event to every subscriber that may have it and returns its publication id. */
  publish(publisher: Session, topic: Uri, options: PublishOptions, payload: Payload): Id {
    const publication = this.#newPublication()
    const subscription = this.#byTopic.get(topic)
    if (subscription === undefined) return publication
    const details = publisherIdentification.publisherDetails(publisher, options)
    const event = new Outgoing([EVENT, subscription.id, publication, details, payload])
    const listed = subscriberBlackwhiteListing.listed(options)
    for (const receiver of subscription.subscribers) {
      if (publisherExclusion.mayReceive(receiver, publisher, options) && listed(receiver)) receiver.send(event)
    }
    return publication
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
