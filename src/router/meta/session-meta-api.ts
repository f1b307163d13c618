// session_meta_api: who is in the realm, by procedures and events; and who must leave it [wamp:session-meta-api].

import { refusal, type WampError } from '../../protocol/errors.ts'
import type { Id, Uri } from '../../protocol/messages.ts'
import { describe } from '../../protocol/options.ts'
import { isUri } from '../../protocol/uri.ts'
import type { Session } from '../session.ts'
import { stringArgument } from './arguments.ts'
import type { MetaCall, MetaRealm, MetaSession } from './meta-session.ts'

export const feature = 'session_meta_api'

/** GOODBYE to a session that is killed. */
interface Farewell {
  readonly reason: Uri
  readonly message: string | undefined
}

export class SessionMetaApi {
  readonly #router: MetaSession
  readonly #realm: MetaRealm
  /** Whether everybody is being killed, of which nobody is told [R-KILL-4]. */
  #silent = false

  /** @param forget takes away what a session leaves to be published when it is gone. */
  constructor(router: MetaSession, realm: MetaRealm, forget: (session: Session) => void) {
    this.#router = router
    this.#realm = realm
    router.register('wamp.session.count', ({ args }) => this.#having(args[0]).length)
    router.register('wamp.session.list', ({ args }) => this.#having(args[0]).map(session => session.id))
    router.register('wamp.session.get', ({ args }) => this.#get(args[0]).details)
    router.register('wamp.session.kill', call => this.#kill(call))
    router.register('wamp.session.kill_by_authid', call => {
      const authid = stringArgument(call.args[0], 'authid')
      return this.#killAll(call, session => session.principal.authid === authid)
    })
    router.register('wamp.session.kill_by_authrole', call => {
      const authrole = stringArgument(call.args[0], 'authrole')
      // A number here and a list above: so the specification has it [D16].
      return this.#killAll(call, session => session.principal.authrole === authrole).length
    })
    router.register('wamp.session.kill_all', call => {
      this.#silent = true
      try {
        return this.#killAll(call, session => {
          forget(session)
          return true
        }).length
      } finally {
        this.#silent = false
      }
    })
  }

  joined(session: Session): void {
    this.#router.publish('wamp.session.on_join', [session.details])
  }

  left({ id, principal }: Session): void {
    if (this.#silent) return
    this.#router.publish('wamp.session.on_leave', [id, principal.authid, principal.authrole])
  }

  /** Not in the specification: `[session, 'asleep' | 'alive']`, of sessions whose link outlives its connections. */
  turned({ id, liveness }: Session): void {
    this.#router.publish('wamp.session.on_liveness', [id, liveness])
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

  #kill(call: MetaCall): void {
    const farewell = readFarewell(call)
    const session = this.#get(call.args[0])
    // For the caller there is no other session of that id [R-KILL-1].
    if (session === call.caller) throw noSuchSession(session.id)
    session.close(farewell.reason, farewell.message)
  }

  /** Kills those that `chosen` takes, the caller excepted; their ids. They have left before the caller hears of it. */
  #killAll(call: MetaCall, chosen: (session: Session) => boolean): Id[] {
    const { reason, message } = readFarewell(call)
    const others = [...this.#realm.sessions.values()].filter(session => session !== call.caller && chosen(session))
    for (const session of others) session.close(reason, message)
    return others.map(({ id }) => id)
  }

  #get(id: unknown): Session {
    const session = this.#realm.sessions.get(id as Id)
    if (session === undefined) throw noSuchSession(id)
    return session
  }
}

/** @throws {WampError} where `reason` is no URI [R-KILL-3], or `message` no text. */
function readFarewell({ kwargs: { reason, message } }: MetaCall): Farewell {
  const uri = reason ?? 'wamp.close.killed'
  if (typeof uri !== 'string' || !isUri(uri)) {
    throw refusal('wamp.error.invalid_uri', `reason must be a URI, and is ${describe(uri)}`)
  }
  const text = message === undefined || message === null ? undefined : stringArgument(message, 'message')
  return { reason: uri, message: text }
}

function noSuchSession(id: unknown): WampError {
  return refusal('wamp.error.no_such_session', `no session ${describe(id)} is in this realm`)
}
