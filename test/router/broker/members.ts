// Members: a broker alone, and sessions without links, for what no peer can ask for.

import type { Message } from '../../../src/protocol/messages.ts'
import { json } from '../../../src/protocol/serializer/json.ts'
import { Broker, type SubscriptionObserver } from '../../../src/router/broker/broker.ts'
import { OPEN_LIMITS } from '../../../src/router/limits.ts'
import type { RealmSettings } from '../../../src/router/realm-settings.ts'
import { NO_SEAT, type Principal, Session } from '../../../src/router/session.ts'
import { FakeClock } from '../../trace.ts'

let sessions = 0

/** A session, and what it was sent since the last look. */
export interface Member {
  readonly session: Session
  got(): unknown[][]
}

export function member(features: Record<string, readonly string[]> = {}, principal: Partial<Principal> = {}): Member {
  const sent: Message[] = []
  const of = (role: string) => new Set(features[role])
  const session = new Session({
    id: 1_000_000 + ++sessions,
    principal: { authid: 'ann', authrole: 'guest', authmethod: 'anonymous', authprovider: 'static', ...principal },
    features: { caller: of('caller'), callee: of('callee'), publisher: of('publisher'), subscriber: of('subscriber') },
    limits: OPEN_LIMITS,
    seat: { ...NO_SEAT, deliver: ({ message }) => sent.push(message) },
  })
  return { session, got: () => sent.splice(0).map(message => JSON.parse(json.encode(message) as string)) }
}

/** A broker whose publications have the ids 1, 2, 3, …, and what its observer was told. */
export function realmWith(settings: RealmSettings = {}) {
  const told: unknown[][] = []
  const observer: SubscriptionObserver = {
    created: ({ id }, subscription) => told.push(['created', id, subscription.id]),
    subscribed: ({ id }, subscription) => told.push(['subscribed', id, subscription.id]),
    unsubscribed: ({ id }, subscription) => told.push(['unsubscribed', id, subscription.id]),
    deleted: ({ id }, subscription) => told.push(['deleted', id, subscription.id]),
  }
  const clock = new FakeClock()
  let publications = 0
  const broker = new Broker({ settings, clock, newPublication: () => ++publications, observer: () => observer })
  return { broker, clock, told }
}
