// Realm: sessions that can reach each other, with their broker, their dealer and the rules for their messages [wamp:realms].

import { ProtocolViolation, WampError } from '../protocol/errors.ts'
import { randomId } from '../protocol/ids.ts'
import type { Liveness } from '../protocol/link.ts'
import type { Id, Uri } from '../protocol/messages.ts'
import * as m from '../protocol/messages.ts'
import { Payload } from '../protocol/payload.ts'
import { messageName } from '../protocol/wire.ts'
import { Authorization, type Verdict } from './authorization.ts'
import { Broker } from './broker/broker.ts'
import { checkUri } from './check-uri.ts'
import type { Clock } from './clock.ts'
import { Dealer } from './dealer/dealer.ts'
import { type Eventually, eventually, isPending } from './eventually.ts'
import { type MetaRealm, MetaSession } from './meta/meta-session.ts'
import { RegistrationMetaApi } from './meta/registration-meta-api.ts'
import { SessionMetaApi } from './meta/session-meta-api.ts'
import { SubscriptionMetaApi } from './meta/subscription-meta-api.ts'
import { TestamentMetaApi } from './meta/testament-meta-api.ts'
import { type Action, notAuthorized } from './permission.ts'
import type { RealmSettings } from './realm-settings.ts'
import type { Session } from './session.ts'
import type { Changed, Standing } from './snapshot.ts'
import { withSoundTrustLevel } from './trust-level.ts'

/** What a realm begins with that goes on where another ended. Its parts are given theirs before they do anything else. */
export interface Restored {
  readonly sessions: Iterable<Session>
  broker(broker: Broker): void
  dealer(dealer: Dealer): void
  testaments(testaments: TestamentMetaApi): void
}

export interface RealmSetup {
  readonly settings: RealmSettings
  readonly clock: Clock
  /** Uniform over [0, 1), with 53 bits. */
  random(): number
  /** Told of what the settings' functions throw: authorizers and `trustLevel`. */
  report(error: unknown): void
  /** The last session has left. */
  emptied(): void
  readonly changed?: Changed | undefined
  readonly restored?: Restored | undefined
}

/** What a session in a realm may send; ABORT and GOODBYE are its link's affair. */
export type RealmMessage = Exclude<m.Message, m.Abort | m.Goodbye>

export class Realm implements MetaRealm {
  readonly name: Uri
  readonly settings: RealmSettings
  readonly broker: Broker
  readonly dealer: Dealer
  readonly testaments: TestamentMetaApi
  readonly #setup: RealmSetup
  readonly #authorization: Authorization
  readonly #sessions = new Map<Id, Session>()
  readonly #sessionMeta: SessionMetaApi
  readonly #changed: Changed

  constructor(name: Uri, setup: RealmSetup) {
    const { clock, random, restored, changed = () => {} } = setup
    const settings = withSoundTrustLevel(setup.settings, setup.report)
    this.name = name
    this.settings = settings
    this.#setup = setup
    this.#changed = changed
    this.#authorization = new Authorization({ permissions: settings.permissions, clock, report: setup.report })
    const newPublication = () => randomId(random)
    // The router's own subscriptions and registrations are not told of, so nothing happens before the APIs are there.
    this.broker = new Broker({
      settings,
      clock,
      newPublication,
      observer: () => subscriptions,
      changed,
      restore: restored?.broker,
    })
    this.dealer = new Dealer({
      settings,
      clock,
      random,
      observer: () => registrations,
      changed,
      restore: restored?.dealer,
    })
    const router = new MetaSession(this, this.newSessionId())
    const subscriptions = new SubscriptionMetaApi(router, this)
    const registrations = new RegistrationMetaApi(router, this)
    const testaments = new TestamentMetaApi(router, this, ({ id }) => changed('session', id))
    this.testaments = testaments
    this.#sessionMeta = new SessionMetaApi(router, this, session => testaments.forget(session))
    for (const session of restored?.sessions ?? []) this.#sessions.set(session.id, session)
    restored?.testaments(testaments)
  }

  get sessions(): ReadonlyMap<Id, Session> {
    return this.#sessions
  }

  /** A session id that nobody in the realm has [R-SES-4]. */
  newSessionId(): Id {
    const id = randomId(this.#setup.random)
    return this.#sessions.has(id) ? this.newSessionId() : id
  }

  join(session: Session): void {
    this.#sessions.set(session.id, session)
    this.#changed('session', session.id)
    this.#sessionMeta.joined(session)
  }

  /** Takes a session out of everything; what it is still owed is not sent. */
  leave(session: Session): void {
    if (!this.#sessions.delete(session.id)) return
    this.#changed('session', session.id)
    this.#authorization.left(session)
    this.broker.leave(session)
    this.dealer.leave(session)
    this.testaments.left(session)
    this.#sessionMeta.left(session)
    if (this.#sessions.size === 0) this.#setup.emptied()
  }

  /** A session has fallen silent, or is heard again: nothing else changes, and those who care are told. */
  turn(session: Session, liveness: Liveness): void {
    if (!this.#sessions.has(session.id) || session.liveness === liveness) return
    session.liveness = liveness
    this.#changed('session', session.id)
    this.#sessionMeta.turned(session)
  }

  /** How far it has come with a session, as if it had sent nothing after a request. */
  standingOf(session: Session, lastRequest: Id): Standing {
    const { calls, invocations } = this.dealer.underWay(session)
    const made = calls.filter(request => request <= lastRequest)
    return { session: session.id, lastRequest, lastInvocation: session.lastInvocation, calls: made, invocations }
  }

  /** What `session` may do to `uri`, as the realm's rules have it. */
  authorize(session: Session, action: Action, uri: Uri, options: object): Eventually<Verdict> {
    return this.#authorization.decide(session, action, uri, options)
  }

  /** Whether a message that a session has sent is an answer that others had it asked for. To be called once for each. */
  askedFor(session: Session, message: m.Message): boolean {
    if (message[0] === m.YIELD) return message[2].progress !== true && this.dealer.expects(session, message[1])
    return message[0] === m.ERROR && message[1] === m.INVOCATION && this.dealer.expects(session, message[2])
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
    if (message[0] === m.CALL && this.dealer.continues(session, message)) return
    const [type, request] = message
    if (!session.isNextRequest(request) && this.settings.strictRequestIds !== false) {
      throw new ProtocolViolation(`${messageName(type)} has request id ${request}, which is not the next one`)
    }
    try {
      const action = ACTIONS[type]
      if (action === undefined) this.#perform(session, message, ALLOWED)
      else this.#authorized(session, message as Targeted, action)
    } catch (thrown) {
      this.#refuse(session, message, thrown)
    }
  }

  /** Performs a request once it is allowed; until then nothing else that the session sends is read [R-ORD-1, R-ORD-2]. */
  #authorized(session: Session, message: Targeted, action: Action): void {
    const [type, , options, uri] = message
    checkUri(uri, type, this.settings, 'match' in options ? options.match : undefined)
    const deciding = this.authorize(session, action, uri, options)
    if (!isPending(deciding)) return this.#permitted(session, message, deciding)
    const resume = session.hold()
    const refuse = (thrown: unknown) => this.#refuse(session, message, thrown)
    const act = (verdict: Verdict) => {
      try {
        this.#permitted(session, message, verdict)
      } catch (thrown) {
        refuse(thrown)
      }
    }
    eventually(
      () => deciding,
      verdict => resume(() => act(verdict)),
      thrown => resume(() => refuse(thrown)),
    )
  }

  #permitted(session: Session, message: Targeted, verdict: Verdict): void {
    if (!verdict.allow) throw notAuthorized(ACTIONS[message[0]] as Action, message[3])
    this.#perform(session, message, verdict)
  }

  /** Answers with ERROR what was refused; throws on what is no refusal. */
  #refuse(session: Session, message: Request, thrown: unknown): void {
    if (!(thrown instanceof WampError)) throw thrown
    if (message[0] === m.PUBLISH && message[2].acknowledge !== true) return
    const { error, args, kwargs } = thrown
    session.send([m.ERROR, message[0], message[1], {}, error, Payload.of(args, kwargs)])
  }

  #perform(session: Session, message: Request, { disclose }: Verdict): void {
    switch (message[0]) {
      case m.SUBSCRIBE:
        return this.broker.subscribe(session, message)
      case m.UNSUBSCRIBE:
        return this.broker.unsubscribe(session, message)
      case m.PUBLISH:
        return this.broker.publish(session, message, disclose)
      case m.REGISTER:
        return this.dealer.register(session, message)
      case m.UNREGISTER:
        return this.dealer.unregister(session, message)
      case m.CALL:
        return this.dealer.call(session, message, disclose)
      default:
        message satisfies never
    }
  }
}

/** Requests that name a URI, and so are for authorization to decide; the others undo what was allowed. */
type Targeted = m.Subscribe | m.Publish | m.Register | m.Call
type Request = Targeted | m.Unsubscribe | m.Unregister

const ACTIONS: Readonly<Record<number, Action>> = {
  [m.SUBSCRIBE]: 'subscribe',
  [m.PUBLISH]: 'publish',
  [m.REGISTER]: 'register',
  [m.CALL]: 'call',
}
const ALLOWED: Verdict = { allow: true }
