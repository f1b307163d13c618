// subscription_meta_api: what subscriptions there are, by procedures and events [wamp:subscription-meta-api].

import { refusal } from '../../protocol/errors.ts'
import { toId } from '../../protocol/ids.ts'
import type { Dict, Id } from '../../protocol/messages.ts'
import { describe } from '../../protocol/options.ts'
import type { SubscriptionObserver } from '../broker/broker.ts'
import type { Subscription } from '../broker/subscriptions.ts'
import type { Session } from '../session.ts'
import { matchArgument, stringArgument } from './arguments.ts'
import { offerHistory } from './event-history-procedure.ts'
import type { MetaRealm, MetaSession } from './meta-session.ts'

export const feature = 'subscription_meta_api'

export class SubscriptionMetaApi implements SubscriptionObserver {
  readonly #router: MetaSession
  readonly #realm: MetaRealm

  constructor(router: MetaSession, realm: MetaRealm) {
    this.#router = router
    this.#realm = realm
    const offer = (name: string, answer: (...args: readonly unknown[]) => unknown) =>
      router.register(`wamp.subscription.${name}`, ({ args }) => answer(...args))
    offer('list', () => this.#list())
    offer('lookup', (topic, options) => this.#lookup(topic, options))
    offer('match', topic => this.#match(topic))
    offer('get', id => details(this.#get(id)))
    offer('list_subscribers', id => [...this.#get(id).subscribers].map(subscriber => subscriber.id))
    offer('count_subscribers', id => this.#get(id).subscribers.size)
    offerHistory(router, realm)
  }

  created(subscriber: Session, subscription: Subscription): void {
    this.#router.publish('wamp.subscription.on_create', [subscriber.id, details(subscription)])
  }

  subscribed(subscriber: Session, { id }: Subscription): void {
    this.#router.publish('wamp.subscription.on_subscribe', [subscriber.id, id])
  }

  unsubscribed(subscriber: Session, { id }: Subscription): void {
    this.#router.publish('wamp.subscription.on_unsubscribe', [subscriber.id, id])
  }

  deleted(subscriber: Session, { id }: Subscription): void {
    this.#router.publish('wamp.subscription.on_delete', [subscriber.id, id])
  }

  #list(): Dict {
    const lists = { exact: [] as Id[], prefix: [] as Id[], wildcard: [] as Id[] }
    for (const subscription of this.#realm.broker.subscriptions.all()) {
      if (isHeld(subscription)) lists[subscription.match].push(subscription.id)
    }
    return lists
  }

  #lookup(topic: unknown, options: unknown): Id | null {
    const subscription = this.#realm.broker.subscriptions.find(matchArgument(options), stringArgument(topic, 'topic'))
    return subscription && isHeld(subscription) ? subscription.id : null
  }

  #match(topic: unknown): readonly Id[] | null {
    const matching = this.#realm.broker.subscriptions.matching(stringArgument(topic, 'topic')).filter(isHeld)
    return matching.length > 0 ? matching.map(subscription => subscription.id) : null
  }

  #get(id: unknown): Subscription {
    const subscription = this.#realm.broker.subscriptions.get(toId(id) ?? 0)
    if (subscription && isHeld(subscription)) return subscription
    throw refusal('wamp.error.no_such_subscription', `this realm has no subscription ${describe(id)}`)
  }
}

/** Those that nobody holds, and that only wait with their history, are nobody's business. */
const isHeld = ({ subscribers }: Subscription) => subscribers.size > 0

const details = ({ id, created, topic, match }: Subscription): Dict => ({
  id,
  created: created.toISOString(),
  uri: topic,
  match,
})
