// Subscriber: subscribes to topics, and again on every new connection [wamp:subscribing-and-unsubscribing].

import { refusal, type WampError } from '../protocol/errors.ts'
import type { Id, Uri } from '../protocol/messages.ts'
import * as m from '../protocol/messages.ts'
import type { Payload } from '../protocol/payload.ts'
import type { Connection } from './connection.ts'
import type { Passthru } from './payload-passthru.ts'
import { handle } from './report-uncaught.ts'
import { type EventDetails, type EventHandler, type SubscribeOptions, Subscription } from './subscription.ts'

export { type EventDetails, type EventHandler, type SubscribeOptions, Subscription } from './subscription.ts'

export const SUBSCRIBER_FEATURES = [
  'pattern_based_subscription',
  'payload_passthru_mode',
  'publication_trustlevels',
  'publisher_identification',
  'subscription_revocation',
] as const

/** Who waits for the router's word on a subscription. */
interface Waiting {
  resolve(subscription: Subscription): void
  reject(error: WampError): void
}

/** A topic of this session: all its handlers share one subscription at the router. */
interface Topic {
  readonly key: string
  readonly topic: Uri
  /** Those of its first handler. */
  readonly options: SubscribeOptions
  readonly subscriptions: Set<Subscription>
  readonly waiting: Map<Subscription, Waiting>
  /** SUBSCRIBED.Subscription while established. */
  id: Id | undefined
  /** How many SUBSCRIBE wait for their answer. A topic that lost its last handler meanwhile is released after that. */
  establishing: number
  /** Whom the last SUBSCRIBED was for: retained events behind it are for them, others had theirs. */
  retainedFor: ReadonlySet<Subscription>
}

export class Subscriber {
  readonly #topics = new Map<string, Topic>()
  readonly #byId = new Map<Id, Topic>()
  readonly #passthru: Passthru
  readonly #report: (error: unknown) => void
  #connection: Connection | undefined

  /** @param report told of what handlers throw, and of subscriptions that were revoked or could not be restored. */
  constructor(passthru: Passthru, report: (error: unknown) => void) {
    this.#passthru = passthru
    this.#report = report
  }

  /** Resolves when the router has the subscription; without a connection that is when there is one again. */
  subscribe(topic: Uri, handler: EventHandler, options: SubscribeOptions): Promise<Subscription> {
    const entry = this.#topic(topic, options)
    const subscription = new Subscription({ topic, handler, options }, held => this.#unsubscribe(entry, held))
    entry.subscriptions.add(subscription)
    const wantsRetained = options.get_retained === true
    if (entry.id !== undefined && !wantsRetained) return Promise.resolve(subscription)
    return new Promise((resolve, reject) => {
      entry.waiting.set(subscription, { resolve, reject })
      // Only a SUBSCRIBE has the router send what it retains.
      if (entry.establishing === 0 || wantsRetained) this.#establish(entry, new Set([subscription]))
    })
  }

  /** Establishes everything on a new connection. */
  connected(connection: Connection): void {
    this.#connection = connection
    for (const topic of this.#topics.values()) this.#establish(topic, new Set(topic.subscriptions))
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
    const entry = this.#byId.get(id)
    if (entry === undefined) return
    const all = { topic: entry.topic, ...details, publication }
    this.#passthru.open(
      { kind: 'event', uri: all.topic, within: { uri: entry.topic, match: entry.options.match } },
      { options: details, payload },
      opened => this.#deliver(entry, all, opened.payload),
      this.#report,
    )
  }

  /** The router has ended a subscription of its own accord: for good, so it is not restored [wamp:subscription-revocation]. */
  revoked(id: Id, reason: string | undefined): void {
    const entry = this.#byId.get(id)
    if (entry === undefined) return
    this.#byId.delete(id)
    entry.id = undefined
    // Being unsubscribed anyway.
    if (this.#topics.get(entry.key) !== entry) return
    this.#forget(entry)
    const gone = refusal('wamp.error.no_such_subscription', revocation(entry.topic, reason))
    for (const { reject } of entry.waiting.values()) reject(gone)
    entry.waiting.clear()
    entry.subscriptions.clear()
    this.#report(gone)
  }

  #deliver(entry: Topic, details: EventDetails, { args, kwargs }: Payload): void {
    const { subscriptions, retainedFor } = entry
    // A copy, since handlers may subscribe others, who are for later events.
    for (const subscription of [...subscriptions]) {
      if (!subscriptions.has(subscription)) continue
      if (details.retained && !(subscription.options.get_retained && retainedFor.has(subscription))) continue
      handle(() => subscription.handler(args, kwargs, details, subscription), this.#report)
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
      establishing: 0,
      retainedFor: new Set(),
    }
    this.#topics.set(key, entry)
    return entry
  }

  /** Sends SUBSCRIBE, for the sake of `wanting`. */
  #establish(entry: Topic, wanting: ReadonlySet<Subscription>): void {
    const connection = this.#connection
    if (!connection?.isOpen) return
    entry.establishing++
    const failed = (error: WampError) => {
      entry.establishing--
      if (connection.isOpen) this.#refused(entry, error, wanting)
      // Without the connection the next one tries again.
      else if (entry.subscriptions.size === 0) this.#forget(entry)
    }
    const { get_retained: _, ...options } = entry.options
    const retained = [...wanting].some(subscription => subscription.options.get_retained)
    connection.ask([m.SUBSCRIBE, 0, { ...options, ...(retained && { get_retained: true }) }, entry.topic], {
      done: reply => this.#established(entry, (reply as m.Subscribed)[2], wanting),
      failed,
    })
  }

  #established(entry: Topic, id: Id, wanting: ReadonlySet<Subscription>): void {
    entry.id = id
    entry.establishing--
    entry.retainedFor = wanting
    this.#byId.set(id, entry)
    for (const [subscription, { resolve }] of entry.waiting) {
      if (subscription.options.get_retained && !wanting.has(subscription)) continue
      entry.waiting.delete(subscription)
      resolve(subscription)
    }
    if (entry.subscriptions.size > 0 || entry.establishing > 0) return
    this.#forget(entry)
    void this.#release(entry)
  }

  #refused(entry: Topic, error: WampError, wanting: ReadonlySet<Subscription>): void {
    const established = entry.id !== undefined
    for (const [subscription, { reject }] of entry.waiting) {
      if ((established || subscription.options.get_retained) && !wanting.has(subscription)) continue
      entry.waiting.delete(subscription)
      entry.subscriptions.delete(subscription)
      reject(error)
    }
    // Handlers that had the topic before, and nobody who would be told otherwise.
    if (!established && entry.subscriptions.size > entry.waiting.size) this.#report(error)
    if (entry.subscriptions.size > 0 || entry.establishing > 0) return
    this.#forget(entry)
    void this.#release(entry)
  }

  #forget(entry: Topic): void {
    if (this.#topics.get(entry.key) === entry) this.#topics.delete(entry.key)
  }

  async #unsubscribe(entry: Topic, subscription: Subscription): Promise<boolean> {
    if (!entry.subscriptions.delete(subscription)) {
      throw refusal('wamp.error.no_such_subscription', `this subscription to ${entry.topic} has ended already`)
    }
    if (entry.subscriptions.size > 0) return false
    if (entry.establishing > 0) return true
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

function revocation(topic: Uri, reason: string | undefined): string {
  const sentence = `the router has revoked the subscription to ${topic}`
  return reason ? `${sentence}: ${reason}` : sentence
}
