// session_meta_api: who is in the realm, by procedures and events [wamp:session-meta-api].

import { refusal } from '../../protocol/errors.ts'
import type { Id } from '../../protocol/messages.ts'
import type { Session } from '../session.ts'
import type { MetaRealm, MetaSession } from './meta-session.ts'

export const feature = 'session_meta_api'

export class SessionMetaApi {
  readonly #router: MetaSession
  readonly #realm: MetaRealm

  constructor(router: MetaSession, realm: MetaRealm) {
    this.#router = router
    this.#realm = realm
    router.register('wamp.session.count', ({ args }) => this.#having(args[0]).length)
    router.register('wamp.session.list', ({ args }) => this.#having(args[0]).map(session => session.id))
    router.register('wamp.session.get', ({ args }) => this.#get(args[0]).details)
  }

  joined(session: Session): void {
    this.#router.publish('wamp.session.on_join', [session.details])
  }

  left({ id, principal }: Session): void {
    this.#router.publish('wamp.session.on_leave', [id, principal.authid, principal.authrole])
  }

  /** The sessions that have one of the roles, or all where none are given. */
  #having(authroles: unknown): Session[] {
    const sessions = [...this.#realm.sessions.values()]
    if (authroles === undefined || authroles === null) return sessions
    if (!Array.isArray(authroles) || !authroles.every(role => typeof role === 'string')) {
      throw refusal('wamp.error.invalid_argument', 'filter_authroles must be a list of strings')
    }
    return sessions.filter(session => authroles.includes(session.principal.authrole))
  }

  #get(id: unknown): Session {
    const session = this.#realm.sessions.get(id as Id)
    if (session === undefined) throw refusal('wamp.error.no_such_session', `no session ${String(id)} is in this realm`)
    return session
  }
}
