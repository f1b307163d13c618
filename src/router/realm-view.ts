// RealmView: what whoever runs a router can see of an open realm, and do in it beside joining it.

import { refusal } from '../protocol/errors.ts'
import type { Id, Uri } from '../protocol/messages.ts'
import type { Realm } from './realm.ts'
import type { Principal, Session } from './session.ts'

export interface RealmView {
  readonly name: Uri
  /** Who is in it. */
  readonly sessions: readonly (Principal & { readonly session: Id })[]
  /** How much there is now; registrations without the router's own. */
  readonly counts: { readonly sessions: number; readonly subscriptions: number; readonly registrations: number }
  /**
   * Ends a session's registration; it is told, if it announced that it understands.
   * @param reason a URI.
   * @throws {WampError} `wamp.error.no_such_session`, `wamp.error.no_such_registration` where it does not hold that one,
   *   `wamp.error.invalid_uri` for any other reason.
   */
  revokeRegistration(registration: Id, session: Id, reason?: Uri): void
  /** The same of a subscription: `wamp.error.no_such_subscription`. */
  revokeSubscription(subscription: Id, session: Id, reason?: Uri): void
}

/** Shows a realm as it is whenever it is looked at. */
export function viewOf(realm: Realm): RealmView {
  const { name, broker, dealer, sessions } = realm
  return {
    name,
    get sessions() {
      return Array.from(sessions.values(), ({ id, principal }) => ({ session: id, ...principal }))
    },
    get counts() {
      // A subscription that nobody holds stays for its history.
      const subscriptions = [...broker.subscriptions.all()].filter(({ subscribers }) => subscribers.size > 0)
      const registrations = [...dealer.registrations.values()].filter(({ reserved }) => !reserved)
      return { sessions: sessions.size, subscriptions: subscriptions.length, registrations: registrations.length }
    },
    revokeRegistration: (registration, session, reason) =>
      dealer.revoke(registration, sessionOf(realm, session), reason),
    revokeSubscription: (subscription, session, reason) =>
      broker.revoke(subscription, sessionOf(realm, session), reason),
  }
}

function sessionOf({ sessions, name }: Realm, id: Id): Session {
  const session = sessions.get(id)
  if (session === undefined) throw refusal('wamp.error.no_such_session', `no session ${id} is in ${name}`)
  return session
}
