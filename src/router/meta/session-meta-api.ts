// session_meta_api: who is in the realm, by procedures and events [wamp:session-meta-api].
// An ordinary callee and publisher of the realm, except that it may use URIs in `wamp.`.

import { refusal, WampError } from '../../protocol/errors.ts'
import type { Id, Uri } from '../../protocol/messages.ts'
import * as m from '../../protocol/messages.ts'
import { Payload } from '../../protocol/payload.ts'
import type { Broker } from '../broker/broker.ts'
import type { Dealer } from '../dealer/dealer.ts'
import type { Session } from '../session.ts'

export const feature = 'session_meta_api'

/** What the API needs of its realm. */
export interface MetaRealm {
  readonly broker: Broker
  readonly dealer: Dealer
  readonly sessions: ReadonlyMap<Id, Session>
}

type Procedure = (args: unknown[]) => unknown

export class SessionMetaApi {
  readonly #realm: MetaRealm
  readonly #session: Session
  readonly #procedures = new Map<Id, Procedure>()

  /** @param openSession makes the session that the API answers and publishes as; it gets what that session is sent. */
  constructor(realm: MetaRealm, openSession: (receive: (message: m.Message) => void) => Session) {
    this.#realm = realm
    this.#session = openSession(message => this.#receive(message))
    this.#register('wamp.session.count', ([authroles]) => this.#having(authroles).length)
    this.#register('wamp.session.list', ([authroles]) => this.#having(authroles).map(session => session.id))
    this.#register('wamp.session.get', ([id]) => this.#get(id).details)
  }

  joined(session: Session): void {
    this.#publish('wamp.session.on_join', [session.details])
  }

  left(session: Session): void {
    this.#publish('wamp.session.on_leave', [session.id, session.principal.authid, session.principal.authrole])
  }

  #register(uri: Uri, procedure: Procedure): void {
    this.#procedures.set(this.#realm.dealer.register(this.#session, uri, {}), procedure)
  }

  #publish(topic: Uri, args: unknown[]): void {
    this.#realm.broker.publish(this.#session, topic, {}, Payload.of(args))
  }

  #receive(message: m.Message): void {
    if (message[0] !== m.INVOCATION) return
    const [, request, registration, , payload] = message
    try {
      const result = this.#procedures.get(registration)?.(payload.args)
      this.#realm.dealer.yield_(this.#session, [m.YIELD, request, {}, Payload.of([result])])
    } catch (thrown) {
      if (!(thrown instanceof WampError)) throw thrown
      const { error, args, kwargs } = thrown
      this.#realm.dealer.error(this.#session, [m.ERROR, m.INVOCATION, request, {}, error, Payload.of(args, kwargs)])
    }
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
