// Restoring: a router goes on where another one ended, with its sessions, and all that they held, by the same ids.
// Who does not do that does not load it.

import { refusal } from '../protocol/errors.ts'
import type { Link } from '../protocol/link.ts'
import type { Id } from '../protocol/messages.ts'
import * as m from '../protocol/messages.ts'
import { Payload } from '../protocol/payload.ts'
import { CLIENT_ROLES, type ClientRole, type Features } from '../protocol/roles.ts'
import type { Broker } from './broker/broker.ts'
import type { Publication } from './broker/publication.ts'
import { listed } from './broker/subscriber-blackwhite-listing.ts'
import { supportsCanceling } from './dealer/call-canceling.ts'
import type { Dealer } from './dealer/dealer.ts'
import { OPEN_LIMITS } from './limits.ts'
import type { TestamentMetaApi } from './meta/testament-meta-api.ts'
import type { Restored } from './realm.ts'
import type { Attached, AttachOptions, Router } from './router.ts'
import { NO_SEAT, Session } from './session.ts'
import type { KeptFeatures, KeptRetained, KeptSession, RealmSnapshot, Standing } from './snapshot.ts'

/** A link to the peer of a session that another router had let in. */
export interface RestoredLink extends AttachOptions {
  readonly link: Link
  readonly session: Id
  readonly standing: Standing
}

/**
 * Opens a realm where another router ended: its sessions go on by these links, with the same ids, and nobody is told
 * anything. Those without a link leave at once; calls that were under way end with an error.
 */
export function restoreRealm(
  router: Router,
  name: string,
  snapshot: RealmSnapshot,
  links: readonly RestoredLink[],
): Map<Link, Attached> {
  const revived = links.flatMap(({ link, session: id, standing, ...options }) => {
    const kept = snapshot.session.get(id)
    if (kept === undefined) return []
    const attachment = router.attachment(link, options)
    const { principal, asleep } = kept
    const session = attachment.session({ id, principal, asleep, features: revivedFeatures(kept), since: standing })
    return [{ link, attachment, session, standing }]
  })
  const sessions = new Map(revived.map(({ session }) => [session.id, session]))
  const lost = [...snapshot.session.values()].filter(({ id }) => !sessions.has(id)).map(lostSession)
  for (const session of lost) sessions.set(session.id, session)
  const realm = router.open(name, restored(snapshot, sessions))
  for (const { attachment, session } of revived) attachment.enter(realm, session)
  for (const session of lost) realm.leave(session)
  for (const { attachment, session, standing } of revived) {
    giveUpCalls(session, standing)
    attachment.start()
  }
  return new Map(revived.map(({ link, attachment }) => [link, attachment]))
}

function restored(snapshot: RealmSnapshot, sessions: ReadonlyMap<Id, Session>): Restored {
  return {
    sessions: sessions.values(),
    broker: broker => restoreBroker(broker, snapshot, sessions),
    dealer: dealer => restoreDealer(dealer, snapshot, sessions),
    testaments: api => {
      for (const session of sessions.values()) restoreTestaments(api, session, snapshot)
    },
  }
}

function restoreBroker(broker: Broker, snapshot: RealmSnapshot, sessions: ReadonlyMap<Id, Session>): void {
  for (const { subscribers, ...kept } of snapshot.subscription.values()) {
    const known = subscribers.flatMap(id => sessions.get(id) ?? [])
    if (known.length === 0) continue
    const subscription = { ...kept, subscribers: new Set<Session>() }
    broker.subscriptions.put(subscription)
    for (const session of known) broker.add(session, subscription)
  }
  for (const [topic, events] of snapshot.retained) {
    broker.retention.put(
      topic,
      events.map(event => publicationOf(topic, event)),
    )
  }
}

function publicationOf(topic: m.Uri, { exclude_me, lists, trailing, ...kept }: KeptRetained): Publication {
  const options = exclude_me === undefined ? lists : { exclude_me, ...lists }
  return { ...kept, topic, options, listed: listed(lists), payload: new Payload(trailing) }
}

function restoreDealer({ registrations }: Dealer, snapshot: RealmSnapshot, sessions: ReadonlyMap<Id, Session>): void {
  for (const { registrants, ...kept } of snapshot.registration.values()) {
    const known = registrants.flatMap(({ session: id, options }) => {
      const session = sessions.get(id)
      return session ? [{ session, options }] : []
    })
    if (known.length === 0) continue
    const registration = { ...kept, reserved: false, registrants: [], turn: 0 }
    registrations.put(registration)
    for (const registrant of known) registrations.join(registrant, registration)
  }
}

function restoreTestaments(api: TestamentMetaApi, session: Session, snapshot: RealmSnapshot): void {
  for (const { scope, disclose, options, topic, trailing } of snapshot.session.get(session.id)?.testaments ?? []) {
    api.add(session, { publish: [m.PUBLISH, 0, options, topic, new Payload(trailing)], scope, disclose })
  }
}

function revivedFeatures({ features }: { readonly features: KeptFeatures }): Features<ClientRole> {
  return Object.fromEntries(CLIENT_ROLES.map(role => [role, new Set(features[role])])) as Record<
    ClientRole,
    Set<string>
  >
}

/** A session to whose peer there is no way any more: it is there to leave, so that others hear of that. */
function lostSession(kept: KeptSession): Session {
  const { id, principal } = kept
  return new Session({ id, principal, features: revivedFeatures(kept), limits: OPEN_LIMITS, seat: NO_SEAT })
}

/** Ends the calls that were under way: their callers hear of it, and callees that understand stop working on them. */
function giveUpCalls(session: Session, { calls, invocations }: Standing): void {
  const { error, args } = refusal(
    'wamp.error.network_failure',
    'the router went on in another place while this call ran',
  )
  for (const request of calls) session.send([m.ERROR, m.CALL, request, {}, error, Payload.of(args)])
  if (!supportsCanceling(session)) return
  for (const invocation of invocations) session.send([m.INTERRUPT, invocation, { mode: 'killnowait' }])
}
