// Realm: sessions that can reach each other, with their broker, their dealer and the rules for their messages [wamp:realms].

import { ProtocolViolation, refusal, WampError } from '../protocol/errors.ts'
import { randomId } from '../protocol/ids.ts'
import type { Id, Uri } from '../protocol/messages.ts'
import * as m from '../protocol/messages.ts'
import { describe } from '../protocol/options.ts'
import { Payload } from '../protocol/payload.ts'
import { isReserved, isUri, type MatchPolicy, type UriRule } from '../protocol/uri.ts'
import { messageName } from '../protocol/wire.ts'
import { Broker } from './broker/broker.ts'
import { Dealer } from './dealer/dealer.ts'
import { OPEN_LIMITS } from './limits.ts'
import { type MetaRealm, SessionMetaApi } from './meta/session-meta-api.ts'
import { Session } from './session.ts'

export interface RealmOptions {
  /** Which URIs are valid. */
  readonly uriRule: UriRule
  /** Uniform over [0, 1), with 53 bits. */
  random(): number
  /** The last session has left. */
  emptied(): void
}

/** What a session in a realm may send; ABORT and GOODBYE are its link's affair. */
export type RealmMessage = Exclude<m.Message, m.Abort | m.Goodbye>

export class Realm implements MetaRealm {
  readonly name: Uri
  readonly broker: Broker
  readonly dealer = new Dealer()
  readonly #options: RealmOptions
  readonly #sessions = new Map<Id, Session>()
  readonly #meta: SessionMetaApi

  constructor(name: Uri, options: RealmOptions) {
    this.name = name
    this.#options = options
    this.broker = new Broker(() => randomId(options.random))
    this.#meta = new SessionMetaApi(this, receive => this.#metaSession(receive))
  }

  get sessions(): ReadonlyMap<Id, Session> {
    return this.#sessions
  }

  /** A session id that nobody in the realm has [R-SES-4]. */
  newSessionId(): Id {
    const id = randomId(this.#options.random)
    return this.#sessions.has(id) ? this.newSessionId() : id
  }

  join(session: Session): void {
    this.#sessions.set(session.id, session)
    this.#meta.joined(session)
  }

  /** Takes a session out of everything; what it is still owed is not sent. */
  leave(session: Session): void {
    if (!this.#sessions.delete(session.id)) return
    this.broker.leave(session)
    this.dealer.leave(session)
    this.#meta.left(session)
    if (this.#sessions.size === 0) this.#options.emptied()
  }

  /** Acts on one message of a session. @throws {ProtocolViolation} */
  receive(session: Session, message: RealmMessage): void {
    switch (message[0]) {
      case m.SUBSCRIBE:
      case m.UNSUBSCRIBE:
      case m.PUBLISH:
      case m.REGISTER:
      case m.UNREGISTER:
      case m.CALL:
        return this.#request(session, message)
      case m.CANCEL:
        return this.dealer.cancel(session, message)
      case m.YIELD:
        return this.dealer.yield_(session, message)
      case m.ERROR:
        if (message[1] === m.INVOCATION) return this.dealer.error(session, message)
        throw new ProtocolViolation(`a client sends ERROR for INVOCATION only, not for ${messageName(message[1])}`)
      case m.HELLO:
      case m.AUTHENTICATE:
        throw new ProtocolViolation(`${messageName(message[0])} is not for a session that is open`)
      case m.EVENT_RECEIVED:
      case m.WELCOME:
      case m.CHALLENGE:
      case m.PUBLISHED:
      case m.SUBSCRIBED:
      case m.UNSUBSCRIBED:
      case m.EVENT:
      case m.RESULT:
      case m.REGISTERED:
      case m.UNREGISTERED:
      case m.INVOCATION:
      case m.INTERRUPT:
        throw new ProtocolViolation(`${messageName(message[0])} is not for a router`)
      default:
        message satisfies never
    }
  }

  /** Everything with a request id of its own: answered, or refused with ERROR. */
  #request(session: Session, message: Request): void {
    const [type, request] = message
    if (!session.isNextRequest(request)) {
      throw new ProtocolViolation(`${messageName(type)} has request id ${request}, which is not the next one`)
    }
    try {
      const reply = this.#perform(session, message)
      if (reply) session.send(reply)
    } catch (thrown) {
      if (!(thrown instanceof WampError)) throw thrown
      if (type === m.PUBLISH && message[2].acknowledge !== true) return
      session.send([m.ERROR, type, request, {}, thrown.error, Payload.of(thrown.args, thrown.kwargs)])
    }
  }

  #perform(session: Session, message: Request): m.Message | undefined {
    switch (message[0]) {
      case m.SUBSCRIBE: {
        const [, request, options, topic] = message
        this.#checkUri(topic, options.match)
        return [m.SUBSCRIBED, request, this.broker.subscribe(session, topic, options)]
      }
      case m.UNSUBSCRIBE:
        this.broker.unsubscribe(session, message[2])
        return [m.UNSUBSCRIBED, message[1]]
      case m.PUBLISH: {
        const [, request, options, topic, payload] = message
        this.#checkOwnUri(topic)
        const publication = this.broker.publish(session, topic, options, payload)
        return options.acknowledge === true ? [m.PUBLISHED, request, publication] : undefined
      }
      case m.REGISTER: {
        const [, request, options, procedure] = message
        this.#checkOwnUri(procedure, options.match)
        return [m.REGISTERED, request, this.dealer.register(session, procedure, options)]
      }
      case m.UNREGISTER:
        this.dealer.unregister(session, message[2])
        return [m.UNREGISTERED, message[1]]
      case m.CALL:
        this.#checkUri(message[3])
        this.dealer.call(session, message)
        return undefined
      default:
        return message satisfies never
    }
  }

  #checkUri(uri: Uri, match?: MatchPolicy): void {
    if (isUri(uri, this.#options.uriRule, match)) return
    throw refusal('wamp.error.invalid_uri', `${describe(uri)} is not a ${this.#options.uriRule} URI`)
  }

  /** URIs in `wamp.` are the router's own [R-URI-4]. */
  #checkOwnUri(uri: Uri, match?: MatchPolicy): void {
    this.#checkUri(uri, match)
    if (isReserved(uri)) throw refusal('wamp.error.invalid_uri', `${uri} is reserved: URIs in wamp. are the router's`)
  }

  #metaSession(receive: (message: m.Message) => void): Session {
    const nothing = new Set<string>()
    return new Session({
      id: this.newSessionId(),
      principal: { authid: 'router', authrole: 'router', authmethod: 'internal', authprovider: 'internal' },
      features: { caller: nothing, callee: nothing, publisher: nothing, subscriber: nothing },
      limits: OPEN_LIMITS,
      deliver: outgoing => receive(outgoing.message),
      undeliverable: () => {},
    })
  }
}

type Request = m.Subscribe | m.Unsubscribe | m.Publish | m.Register | m.Unregister | m.Call
