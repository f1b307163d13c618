// subscription_meta_api: what subscriptions there are, by procedures and events [wamp:subscription-meta-api].

import type { SubscriptionObserver } from '../broker/broker.ts'
import type { MetaRealm, MetaSession } from './meta-session.ts'

export class SubscriptionMetaApi implements SubscriptionObserver {
  constructor(_router: MetaSession, _realm: MetaRealm) {}

  created(): void {}

  subscribed(): void {}

  unsubscribed(): void {}

  deleted(): void {}
}
