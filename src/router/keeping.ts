// Keeping: what a realm consists of at a moment, as plain data. Who does not keep it does not load it.

import type { Id, Uri } from '../protocol/messages.ts'
import { CLIENT_ROLES, type ClientRole } from '../protocol/roles.ts'
import type { Retained } from './broker/event-retention.ts'
import { readable } from './broker/history-entry.ts'
import type { Subscription } from './broker/subscriptions.ts'
import type { Registration } from './dealer/registrations.ts'
import type { Testament } from './meta/testament-meta-api.ts'
import type { Realm } from './realm.ts'
import type {
  Entry,
  EntryKind,
  KeptRegistration,
  KeptRetained,
  KeptSession,
  KeptSubscription,
  KeptTestament,
} from './snapshot.ts'

/** One thing of a realm as it is now, to be kept. The router's own registrations and what nobody holds are not. */
export function entryOf(realm: Realm, kind: EntryKind, id: Id | Uri): Entry {
  const { broker, dealer } = realm
  if (kind === 'session') return [kind, id, keptSession(realm, id as Id)]
  if (kind === 'subscription') return [kind, id, keptSubscription(broker.subscriptions.get(id as Id))]
  if (kind === 'registration') return [kind, id, keptRegistration(dealer.registrations.get(id as Id))]
  return [kind, id, broker.retention.of(id as Uri)?.map(keptRetained)]
}

/** All of it. */
export function* entriesOf(realm: Realm): Generator<Entry> {
  const { broker, dealer, sessions } = realm
  for (const id of sessions.keys()) yield entryOf(realm, 'session', id)
  for (const { id } of broker.subscriptions.all()) yield entryOf(realm, 'subscription', id)
  for (const { id } of dealer.registrations.values()) yield entryOf(realm, 'registration', id)
  for (const topic of broker.retention.topics) yield entryOf(realm, 'retained', topic)
}

function keptSession({ sessions, testaments }: Realm, id: Id): KeptSession | undefined {
  const session = sessions.get(id)
  if (session === undefined) return undefined
  const { principal, features, liveness } = session
  return {
    id,
    principal,
    features: Object.fromEntries(CLIENT_ROLES.map(role => [role, [...features[role]]])) as Record<ClientRole, string[]>,
    asleep: liveness === 'asleep',
    testaments: testaments.of(session).map(keptTestament),
  }
}

function keptTestament({ publish: [, , options, topic, payload], scope, disclose }: Testament): KeptTestament {
  return { scope, disclose, options, topic, trailing: payload.trailing }
}

function keptSubscription(subscription: Subscription | undefined): KeptSubscription | undefined {
  if (subscription === undefined || subscription.subscribers.size === 0) return undefined
  const { id, match, topic, created, owner, subscribers } = subscription
  return { id, match, topic, created, owner, subscribers: Array.from(subscribers, session => session.id) }
}

function keptRegistration(registration: Registration | undefined): KeptRegistration | undefined {
  if (registration === undefined || registration.reserved) return undefined
  const { id, procedure, match, invoke, created, registrants } = registration
  const callees = registrants.map(({ session, options }) => ({ session: session.id, options }))
  return { id, procedure, match, invoke, created, registrants: callees }
}

function keptRetained({ publication, lists }: Retained): KeptRetained {
  const { id, publisher, authid, options, details, payload } = publication
  const { exclude_me } = options
  return { id, publisher, authid, exclude_me, details, trailing: readable(payload.unread()), lists }
}
