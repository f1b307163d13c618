// Subscriber: subscribes to topics, and again on every new connection [wamp:subscribing-and-unsubscribing].

import { refusal, WampError } from '../protocol/errors.ts'
import type { Dict, Id, Uri } from '../protocol/messages.ts'
import * as m from '../protocol/messages.ts'
import type { Connection } from './connection.ts'

export const SUBSCRIBER_FEATURES = ['publisher_identification'] as const

/** How to subscribe, as on the wire. */
export type SubscribeOptions = Pick<m.SubscribeOptions, 'match'>
/** EVENT.Details, with the topic and the publication always there. */
export type EventDetails = m.EventDetails & { topic: Uri; publication: Id }
/** Called for each event; what it throws, or rejects with, is reported as an uncaught error and harms nobody else. */
export type EventHandler = (args: unknown[], kwargs: Dict, details: EventDetails, subscription: Subscription) => void

/** One handler on one topic. */
export class Subscription {
  readonly topic: Uri
  readonly handler: EventHandler
  readonly options: SubscribeOptions
  readonly #unsubscribe: (subscription: Subscription) => Promise<boolean>

  constructor(
    { topic, handler, options }: { topic: Uri; handler: EventHandler; options: SubscribeOptions },
    unsubscribe: (subscription: Subscription) => Promise<boolean>,
  ) {
    this.topic = topic
    this.handler = handler
    this.options = options
    this.#unsubscribe = unsubscribe
  }

  /** Resolves to whether the router was told: false where other handlers of this session still want the topic. */
  unsubscribe(): Promise<boolean> {
    return this.#unsubscribe(this)
  }
}

/** Who waits for the router's word on a subscription. */
interface Waiting {
  resolve(subscription: Subscription): void
  reject(error: WampError): void
}

/** A topic of this session: all its handlers share one subscription at the router. */
interface Topic {
  readonly key: string
  readonly topic: Uri
  readonly options: SubscribeOptions
  readonly subscriptions: Set<Subscription>
  readonly waiting: Map<Subscription, Waiting>
  /** SUBSCRIBED.Subscription while established. */
  id: Id | undefined
  /** Whether SUBSCRIBE waits for its answer. A topic that lost its last handler meanwhile is released after that. */
  establishing: boolean
}

export class Subscriber {
  readonly #topics = new Map<string, Topic>()
  readonly #byId = new Map<Id, Topic>()
  readonly #report: (error: unknown) => void
  #connection: Connection | undefined

  /** @param report told of what handlers throw, and of subscriptions that could not be restored. */
  constructor(report: (error: unknown) => void) {
    this.#report = report
  }

  /** Resolves when the router has the subscription; without a connection that is when there is one again. */
  subscribe(topic: Uri, handler: EventHandler, options: SubscribeOptions): Promise<Subscription> {
    const entry = this.#topic(topic, options)
    const subscription = new Subscription({ topic, handler, options }, held => this.#unsubscribe(entry, held))
    entry.subscriptions.add(subscription)
    if (entry.id !== undefined) return Promise.resolve(subscription)
    return new Promise((resolve, reject) => {
      entry.waiting.set(subscription, { resolve, reject })
      if (!entry.establishing) this.#establish(entry)
    })
  }

  /** Establishes everything on a new connection. */
  connected(connection: Connection): void {
    this.#connection = connection
    for (const topic of this.#topics.values()) this.#establish(topic)
  }

  /** Nothing is established any more, and will be again on the next connection. */
  disconnected(): void {
    this.#connection = undefined
    this.#byId.clear()
    for (const topic of this.#topics.values()) topic.id = undefined
  }

  /** There will be no further connection: whoever waits is told. */
  closed(error: WampError): void {
    this.disconnected()
    for (const topic of this.#topics.values()) {
      for (const { reject } of topic.waiting.values()) reject(error)
    }
    this.#topics.clear()
  }

  event([, id, publication, details, payload]: m.Event_): void {
    // Until UNSUBSCRIBED comes events may still come, for nobody.
    const topic = this.#byId.get(id)
    if (topic === undefined) return
    const { args, kwargs } = payload
    // A copy, since handlers may subscribe others, who are for later events.
    for (const subscription of [...topic.subscriptions]) {
      if (!topic.subscriptions.has(subscription)) continue
      try {
        const all = { topic: topic.topic, ...details, publication }
        const returned: unknown = subscription.handler(args, kwargs, all, subscription)
        if (returned instanceof Promise) returned.catch(this.#report)
      } catch (error) {
        this.#report(error)
      }
    }
  }

  #topic(topic: Uri, options: SubscribeOptions): Topic {
    const key = `${options.match ?? 'exact'} ${topic}`
    const known = this.#topics.get(key)
    if (known) return known
    const entry: Topic = {
      key,
      topic,
      options,
      subscriptions: new Set(),
      waiting: new Map(),
      id: undefined,
      establishing: false,
    }
    this.#topics.set(key, entry)
    return entry
  }

  #establish(entry: Topic): void {
    const connection = this.#connection
    if (!connection?.isOpen) return
    entry.establishing = true
    const failed = (error: WampError) => {
      entry.establishing = false
      if (connection.isOpen) this.#refused(entry, error)
      // Without the connection the next one tries again.
      else if (entry.subscriptions.size === 0) this.#forget(entry)
    }
    try {
      connection.request([m.SUBSCRIBE, 0, { ...entry.options }, entry.topic], {
        done: reply => this.#established(entry, (reply as m.Subscribed)[2]),
        failed,
      })
    } catch (unsendable) {
      if (!(unsendable instanceof WampError)) throw unsendable
      failed(unsendable)
    }
  }

  #established(entry: Topic, id: Id): void {
    entry.id = id
    entry.establishing = false
    this.#byId.set(id, entry)
    for (const [subscription, { resolve }] of entry.waiting) resolve(subscription)
    entry.waiting.clear()
    if (entry.subscriptions.size > 0) return
    this.#forget(entry)
    void this.#release(entry)
  }

  #refused(entry: Topic, error: WampError): void {
    for (const [subscription, { reject }] of entry.waiting) {
      entry.subscriptions.delete(subscription)
      reject(error)
    }
    entry.waiting.clear()
    if (entry.subscriptions.size === 0) this.#forget(entry)
    else this.#report(error)
  }

  #forget(entry: Topic): void {
    if (this.#topics.get(entry.key) === entry) this.#topics.delete(entry.key)
  }

  async #unsubscribe(entry: Topic, subscription: Subscription): Promise<boolean> {
    if (!entry.subscriptions.delete(subscription)) {
      throw refusal('wamp.error.no_such_subscription', `this subscription to ${entry.topic} has ended already`)
    }
    if (entry.subscriptions.size > 0) return false
    if (entry.establishing) return true
    this.#forget(entry)
    await this.#release(entry)
    return true
  }

  /** Tells the router, if it knows, that nobody here wants the topic any more. */
  #release(entry: Topic): Promise<void> {
    const connection = this.#connection
    const { id } = entry
    if (!connection?.isOpen || id === undefined) return Promise.resolve()
    return new Promise(resolve => {
      const released = () => {
        if (this.#byId.get(id) === entry) this.#byId.delete(id)
        resolve()
      }
      // Refused means that the router holds no such subscription: gone all the same.
      connection.request([m.UNSUBSCRIBE, 0, id], { done: released, failed: released })
    })
  }
}
