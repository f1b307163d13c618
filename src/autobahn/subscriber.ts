// Subscriber: the subscriptions of one session; every handler has one of its own, those on one topic share its id.

import type { Connection } from '../client/connection.ts'
import type { Dict, Id, RevocationDetails, Uri } from '../protocol/messages.ts'
import * as m from '../protocol/messages.ts'
import { type Defer, type Deferred, type ProgressPromise, promiseOf, refuse } from './deferred.ts'
import { Event } from './event.ts'
import { type EventHandler, type SubscribingSession, Subscription } from './subscription.ts'

export interface SubscriberSetup {
  readonly defer: Defer
  readonly session: SubscribingSession
  /** Told of what handlers throw. */
  reportUser(error: unknown, message: string): void
}

export interface SubscribeRequest {
  /** As the application wrote it, and in full. */
  readonly topic: Uri
  readonly resolved: Uri
  readonly handler: EventHandler
  readonly options: Dict | null | undefined
}

export class Subscriber {
  readonly #setup: SubscriberSetup
  readonly #byId = new Map<Id, Subscription[]>()
  readonly #ended = new Map<Subscription, Deferred>()

  constructor(setup: SubscriberSetup) {
    this.#setup = setup
  }

  /** For each topic its subscriptions. */
  get subscriptions(): Subscription[][] {
    return [...this.#byId.values()].map(list => [...list])
  }

  subscribe(connection: Connection, request: SubscribeRequest): ProgressPromise<Subscription> {
    const deferred = this.#setup.defer()
    try {
      connection.request([m.SUBSCRIBE, 0, { ...request.options }, request.resolved], {
        done: reply => deferred.resolve(this.#subscribed((reply as m.Subscribed)[2], request)),
        failed: error => refuse(deferred, error),
      })
    } catch (unsendable) {
      refuse(deferred, unsendable)
    }
    return promiseOf(deferred)
  }

  /**
   * Resolves to true when the router has ended the subscription, at once to false where other handlers share it.
   * @throws the string "subscription not active".
   */
  unsubscribe(connection: Connection, subscription: Subscription): ProgressPromise<boolean> {
    const others = this.#remove(subscription)
    if (others === undefined) throw 'subscription not active'
    const deferred = this.#setup.defer()
    const ended = this.#ended.get(subscription)
    this.#ended.delete(subscription)
    if (others.length > 0) {
      ended?.resolve()
      deferred.resolve(false)
      return promiseOf(deferred)
    }
    connection.request([m.UNSUBSCRIBE, 0, subscription.id], {
      done: () => {
        ended?.resolve()
        deferred.resolve(true)
      },
      failed: error => refuse(deferred, error),
    })
    return promiseOf(deferred)
  }

  event(message: m.Event_): void {
    // Until UNSUBSCRIBED comes events may still come, for nobody.
    const [first, ...others] = this.#byId.get(message[1]) ?? []
    if (first === undefined) return
    const { args, kwargs } = message[4]
    const details = new Event(message, first.topic)
    for (const subscription of [first, ...others]) {
      if (!subscription.active) continue
      try {
        subscription.handler(args, kwargs, details, subscription)
      } catch (thrown) {
        this.#setup.reportUser(thrown, 'Exception raised in event handler:')
      }
    }
  }

  /** The router ended a subscription of its own accord. */
  revoked({ subscription: id, reason }: RevocationDetails): void {
    if (id === undefined) return
    for (const subscription of this.#byId.get(id) ?? []) {
      subscription.active = false
      this.#ended.get(subscription)?.resolve(reason)
      this.#ended.delete(subscription)
    }
    this.#byId.delete(id)
  }

  #subscribed(id: Id, { topic, handler, options }: SubscribeRequest): Subscription {
    const { session, defer } = this.#setup
    const ended = defer()
    const on_unsubscribe = promiseOf(ended)
    const subscription = new Subscription({ topic, handler, options: options ?? {}, session, id, on_unsubscribe })
    this.#ended.set(subscription, ended)
    this.#byId.set(id, [...(this.#byId.get(id) ?? []), subscription])
    return subscription
  }

  /** Those that share its id and are left; undefined where it was not there. */
  #remove(subscription: Subscription): Subscription[] | undefined {
    const list = this.#byId.get(subscription.id)
    if (!list?.includes(subscription)) return undefined
    subscription.active = false
    const others = list.filter(other => other !== subscription)
    if (others.length > 0) this.#byId.set(subscription.id, others)
    else this.#byId.delete(subscription.id)
    return others
  }
}
