// Subscription: `autobahn.Subscription`, one handler on one topic.

import type { Dict, Id, Uri } from '../protocol/messages.ts'
import type { ProgressPromise } from './deferred.ts'
import type { Event } from './event.ts'

export type EventHandler = (args: unknown[], kwargs: Dict, details: Event, subscription: Subscription) => unknown

/** The session that a subscription is of. */
export interface SubscribingSession {
  unsubscribe(subscription: Subscription): ProgressPromise<boolean>
}

export interface SubscriptionParts {
  readonly topic: Uri
  readonly handler: EventHandler
  readonly options: Dict
  readonly session: SubscribingSession
  readonly id: Id
  readonly on_unsubscribe: ProgressPromise
}

export class Subscription {
  readonly topic: Uri
  readonly handler: EventHandler
  readonly options: Dict
  readonly session: SubscribingSession
  /** Shared by all of the session's handlers on the topic. */
  readonly id: Id
  active = true
  /** Resolves when the subscription has ended, to the reason where the router ended it. */
  readonly on_unsubscribe: ProgressPromise

  constructor(parts: SubscriptionParts) {
    this.topic = parts.topic
    this.handler = parts.handler
    this.options = parts.options
    this.session = parts.session
    this.id = parts.id
    this.on_unsubscribe = parts.on_unsubscribe
  }

  /** Resolves to whether it was the last one on its topic. */
  unsubscribe(): ProgressPromise<boolean> {
    return this.session.unsubscribe(this)
  }
}
