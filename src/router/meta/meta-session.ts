// MetaSession: the session that the router itself is in a realm: callee of `wamp.` procedures, publisher of `wamp.` topics.
// An ordinary callee and publisher, except that it may use those URIs.

import { WampError } from '../../protocol/errors.ts'
import type { Dict, Id, Uri } from '../../protocol/messages.ts'
import * as m from '../../protocol/messages.ts'
import { Payload } from '../../protocol/payload.ts'
import type { Verdict } from '../authorization.ts'
import type { Broker } from '../broker/broker.ts'
import type { Dealer } from '../dealer/dealer.ts'
import { type Eventually, eventually, isPending } from '../eventually.ts'
import { OPEN_LIMITS } from '../limits.ts'
import type { Action, RealmSettings } from '../realm-settings.ts'
import { NO_SEAT, Session } from '../session.ts'

/** What the meta APIs need of their realm. */
export interface MetaRealm {
  readonly broker: Broker
  readonly dealer: Dealer
  readonly sessions: ReadonlyMap<Id, Session>
  readonly settings: RealmSettings
  /** What `session` may do to `uri`, as the realm's rules have it. */
  authorize(session: Session, action: Action, uri: Uri, options: object): Eventually<Verdict>
}

/** One call of a meta procedure. */
export interface MetaCall {
  readonly args: readonly unknown[]
  readonly kwargs: Dict
  readonly caller: Session
}

/**
 * Answers with one positional result, none for `undefined`, or a whole `Payload`; a `WampError` thrown is the caller's
 * error.
 */
export type MetaProcedure = (call: MetaCall) => Eventually<unknown>

const NO_FEATURES = new Set<string>()
const PRINCIPAL = { authid: 'router', authrole: 'router', authmethod: 'internal', authprovider: 'internal' }

export class MetaSession {
  readonly #realm: MetaRealm
  readonly #session: Session
  readonly #procedures = new Map<Id, MetaProcedure>()

  constructor(realm: MetaRealm, id: Id) {
    this.#realm = realm
    this.#session = new Session({
      id,
      principal: PRINCIPAL,
      features: { caller: NO_FEATURES, callee: NO_FEATURES, publisher: NO_FEATURES, subscriber: NO_FEATURES },
      limits: OPEN_LIMITS,
      seat: {
        ...NO_SEAT,
        deliver: ({ message }) => {
          if (message[0] === m.INVOCATION) this.#invoked(message)
        },
      },
    })
  }

  /** Offers a procedure in `wamp.`. */
  register(uri: Uri, procedure: MetaProcedure): void {
    const id = this.#realm.dealer.add(this.#session, uri, { disclose_caller: true })
    this.#procedures.set(id, procedure)
  }

  publish(topic: Uri, args: readonly unknown[]): void {
    this.#realm.broker.publish(this.#session, [m.PUBLISH, 0, {}, topic, Payload.of(args)])
  }

  #invoked([, request, registration, { caller: id }, payload]: m.Invocation): void {
    const procedure = this.#procedures.get(registration)
    const caller = id === undefined ? undefined : this.#realm.sessions.get(id)
    if (procedure === undefined || caller === undefined) return
    let resume = (act: () => void) => act()
    eventually(
      () => {
        const result = procedure({ args: payload.args, kwargs: payload.kwargs, caller })
        // What waits for a decision must not be overtaken by what its caller says next, GOODBYE included.
        if (isPending(result)) resume = caller.hold()
        return result
      },
      result => resume(() => this.#answer(request, result)),
      thrown => resume(() => this.#failed(request, thrown)),
    )
  }

  #answer(request: Id, result: unknown): void {
    const answer = result === undefined ? [] : [result]
    const payload = result instanceof Payload ? result : Payload.of(answer)
    this.#realm.dealer.yield_(this.#session, [m.YIELD, request, {}, payload])
  }

  #failed(request: Id, thrown: unknown): void {
    if (!(thrown instanceof WampError)) throw thrown
    const { error, args, kwargs } = thrown
    this.#realm.dealer.error(this.#session, [m.ERROR, m.INVOCATION, request, {}, error, Payload.of(args, kwargs)])
  }
}
