// Attachment: a link at a router, from its HELLO to its end [wamp:sessions].

import { ProtocolViolation, sentenceOf, WampError } from '../protocol/errors.ts'
import type { Frame, Link } from '../protocol/link.ts'
import * as m from '../protocol/messages.ts'
import { Outgoing } from '../protocol/outgoing.ts'
import { isUri } from '../protocol/uri.ts'
import { messageName } from '../protocol/wire.ts'
import type { AttachmentOptions } from './attachment-options.ts'
import type { AttachmentState as State } from './attachment-state.ts'
import type { Granted, Step } from './auth/authenticator.ts'
import { type Eventually, eventually } from './eventually.ts'
import { type Greeting, greet, type Origin, writtenAnswer } from './handshake.ts'
import { Intake } from './intake.ts'
import { laneOf } from './lane-of.ts'
import type { Realm } from './realm.ts'
import { type PeerSeat, Session, type SessionSetup } from './session.ts'
import type { Standing } from './snapshot.ts'

/** Milliseconds for a peer to answer our GOODBYE before its link is closed all the same. */
export const GOODBYE_TIME = 2_000
/** Challenges to one HELLO: one for each of two factors [wamp:authentication]. */
const MOST_CHALLENGES = 2

export class Attachment implements PeerSeat {
  readonly #link: Link
  readonly #origin: Origin
  readonly #options: AttachmentOptions
  readonly #intake: Intake
  #state: State = { name: 'hello' }
  /** The last request before the frame that came last. */
  #requestBefore: m.Id = 0
  #stopTimer: (() => void) | undefined

  constructor(link: Link, origin: Origin, options: AttachmentOptions) {
    this.#link = link
    this.#origin = origin
    this.#options = options
    this.#intake = new Intake(options.limits, options.clock)
  }

  get over(): boolean {
    return this.#state.name === 'closed'
  }

  /** How many frames have come and were not acted on yet: something about the first of them is being decided. */
  get undecided(): number {
    return this.#intake.undecided
  }

  /** How far the router has come with the peer, by what it has acted on. */
  get standing(): Standing | undefined {
    if (this.#state.name !== 'joined') return undefined
    const { realm, session } = this.#state
    return realm.standingOf(session, this.undecided > 0 ? this.#requestBefore : session.lastRequest)
  }

  /** The session of somebody who has been let in, for a realm to be {@link enter}ed with it. */
  session(setup: Omit<SessionSetup, 'limits' | 'seat'>): Session {
    return new Session({ ...setup, limits: this.#options.limits, seat: this })
  }

  closeSession(session: Session, reason: m.Uri, message?: string): void {
    if (this.#state.name === 'joined' && this.#state.session === session) this.goodbye(reason, message)
  }

  undeliverable(message: m.Message, error: WampError): void {
    this.#options.undeliverable(message, error)
  }

  /** Goes on as a session of that realm. */
  enter(realm: Realm, session: Session): void {
    this.#state = { name: 'joined', realm, session }
  }

  /** Begins to serve the link; it may have ended already. */
  start(): void {
    if (this.#state.name === 'hello') this.#awaitHello()
    this.#link.start({
      frame: frame => this.#guarded(() => this.#arrived(frame)),
      liveness: liveness => {
        if (this.#state.name === 'joined') this.#state.realm.turn(this.#state.session, liveness)
      },
      closed: () => this.#closed(),
    })
  }

  /** Says GOODBYE to an open session, and closes the link once that is answered [R-GB-2]. */
  goodbye(reason: m.Uri, message?: string): void {
    if (this.#state.name !== 'joined') return this.#end(reason)
    this.#sendFarewell(m.GOODBYE, reason, message)
    this.#leave({ name: 'goodbye' })
    this.#startTimer(GOODBYE_TIME, () => this.#end('GOODBYE was not answered'))
    // Its answer may have been held.
    this.#receiveHeld()
  }

  #arrived(frame: Frame): void {
    const at = this.#intake.accept(frame)
    if (at !== undefined) this.#read(frame, at)
  }

  /** Does what may show that the peer broke the protocol. */
  #guarded(act: () => void): void {
    if (this.#state.name === 'closed') return
    try {
      act()
    } catch (thrown) {
      if (!(thrown instanceof ProtocolViolation)) throw thrown
      // Nothing may follow our GOODBYE, and what comes before its answer is ignored, whatever it is [R-GB-2].
      if (this.#state.name === 'goodbye') return
      this.#options.violation(thrown.message)
      this.#abort(thrown.reason, thrown.message)
    }
  }

  /** Keeps what comes until the returned function is called; it does what is to be done first, unless that is past. */
  hold(): (act: () => void) => void {
    const ends = this.#intake.hold()
    return act => {
      if (!ends()) return
      this.#guarded(act)
      this.#receiveHeld()
    }
  }

  #receiveHeld(): void {
    for (let arrival = this.#intake.take(); arrival !== undefined; arrival = this.#intake.take()) {
      this.#guarded(() => this.#read(arrival.frame, arrival.at))
    }
  }

  #read(frame: Frame, at: number): void {
    const message = this.#link.serializer.decode(frame)
    if (this.#state.name !== 'joined' || !this.#state.realm.askedFor(this.#state.session, message))
      this.#intake.count(at)
    this.#receive(message)
  }

  #receive(message: m.Message): void {
    if (this.#state.name === 'joined') this.#requestBefore = this.#state.session.lastRequest
    switch (this.#state.name) {
      case 'hello':
        return this.#receiveHello(message)
      case 'challenge':
        return this.#receiveChallenged(message, this.#state)
      case 'joined':
        return this.#receiveJoined(message, this.#state)
      case 'goodbye':
        // Between our GOODBYE and its answer everything else is ignored [R-GB-2, R-GB-3].
        if (message[0] === m.GOODBYE || message[0] === m.ABORT) this.#end('the session was closed')
        return
      case 'closed':
        return
      default:
        this.#state satisfies never
    }
  }

  #receiveHello(message: m.Message): void {
    if (message[0] === m.ABORT) return this.#end('the peer aborted')
    if (message[0] !== m.HELLO) {
      throw new ProtocolViolation(`the first message must be HELLO, and is ${messageName(message[0])}`)
    }
    try {
      const greeting = greet(message, this.#origin, this.#options)
      this.#authenticate(greeting, () => greeting.authenticate(), 0)
    } catch (thrown) {
      if (!(thrown instanceof WampError)) throw thrown
      this.#unauthenticated(thrown)
    }
  }

  #receiveChallenged(message: m.Message, { greeting, challenge, count }: State & { name: 'challenge' }): void {
    if (message[0] === m.ABORT) return this.#end('the peer aborted')
    if (message[0] !== m.AUTHENTICATE) {
      throw new ProtocolViolation(`a challenge must be answered by AUTHENTICATE, and not by ${messageName(message[0])}`)
    }
    const [, signature, extra] = message
    this.#authenticate(greeting, () => challenge.answer(signature, extra), count)
  }

  /** Goes on as an authenticator decides; what the peer sends meanwhile is kept. */
  #authenticate(greeting: Greeting, decision: () => Eventually<Step>, challenges: number): void {
    const late = new Error(`the authenticator for ${greeting.authmethod} did not decide in time`)
    this.#startTimer(this.#options.limits.handshakeTime, () => this.#unauthenticated(late))
    const resume = this.hold()
    eventually(
      decision,
      step => resume(() => this.#proceed(greeting, step, challenges)),
      thrown => resume(() => this.#unauthenticated(thrown)),
    )
  }

  #proceed(greeting: Greeting, step: Step, challenges: number): void {
    const answer = writtenAnswer(step, greeting, { agent: this.#options.agent, serializer: this.#link.serializer })
    if (answer instanceof Error) return this.#unauthenticated(answer)
    if (!('challenge' in step)) return this.#join(greeting, step, answer)
    if (challenges >= MOST_CHALLENGES) return this.#unauthenticated(new Error(`more than ${challenges} challenges`))
    this.#state = { name: 'challenge', greeting, challenge: step, count: challenges + 1 }
    const { handshakeTime } = this.#options.limits
    const late = `CHALLENGE was not answered within ${handshakeTime / 1000} seconds`
    this.#startTimer(handshakeTime, () => this.#abort('wamp.error.authentication_failed', late))
    this.deliver(answer)
  }

  /** Ends with the authenticator's refusal, or because it failed. */
  #unauthenticated(thrown: unknown): void {
    if (thrown instanceof WampError && isUri(thrown.error)) return this.#abort(thrown.error, sentenceOf(thrown))
    // What went wrong is for whoever runs the router, not for its clients.
    this.#abort('wamp.error.authentication_failed', 'this router could not find out who you are')
    this.#options.report(thrown)
  }

  #join(greeting: Greeting, { principal }: Granted, welcome: Outgoing): void {
    const realm = this.#options.realm(greeting.realm)
    const { authid, authrole, authprovider } = principal
    const session = this.session({
      id: greeting.session,
      // By name, for everybody in the realm is told: what else an authenticator knows of somebody is not theirs.
      principal: { authid, authrole, authprovider, authmethod: greeting.authmethod },
      features: greeting.features,
    })
    this.#endTimer()
    this.enter(realm, session)
    this.deliver(welcome)
    realm.join(session)
  }

  #receiveJoined(message: m.Message, { realm, session }: State & { name: 'joined' }): void {
    if (message[0] === m.ABORT) return this.#end('the peer aborted')
    if (message[0] !== m.GOODBYE) return realm.receive(session, message)
    this.#send([m.GOODBYE, {}, 'wamp.close.goodbye_and_out'])
    this.#leave({ name: 'hello' })
    // The peer may open another session on the same link [R-TR-3].
    this.#awaitHello()
  }

  #send(message: m.Message): void {
    this.deliver(new Outgoing(message))
  }

  deliver(outgoing: Outgoing): void {
    this.#link.send(outgoing.frame(this.#link.serializer), laneOf(outgoing.message), outgoing.conflate)
  }

  #abort(reason: m.Uri, message: string): void {
    this.#sendFarewell(m.ABORT, reason, message)
    this.#end(message)
  }

  /** Says why the session ends; by the URI alone where the sentence has no form in this peer's serializer. */
  #sendFarewell(type: typeof m.GOODBYE | typeof m.ABORT, reason: m.Uri, message?: string): void {
    try {
      // No more of ABORT is taken by strict peers [R-AB-1].
      this.#send([type, message === undefined ? {} : { message }, reason])
    } catch (thrown) {
      if (!(thrown instanceof WampError)) throw thrown
      this.#send([type, {}, reason])
    }
  }

  #end(reason: string): void {
    if (this.#state.name === 'closed') return
    this.#closed()
    this.#link.close(reason)
  }

  #closed(): void {
    if (this.#state.name === 'closed') return
    this.#leave({ name: 'closed' })
    this.#intake.clear()
    this.#endTimer()
    this.#options.detached(this.#link)
  }

  /** Goes on to a state without a session; the realm hears of it after the state says so. */
  #leave(next: State): void {
    const state = this.#state
    this.#state = next
    this.#intake.release()
    if (state.name === 'joined') state.realm.leave(state.session)
  }

  #awaitHello(): void {
    const { handshakeTime } = this.#options.limits
    this.#startTimer(handshakeTime, () => this.#end(`no HELLO within ${handshakeTime / 1000} seconds`))
  }

  #startTimer(ms: number, task: () => void): void {
    this.#endTimer()
    this.#stopTimer = this.#options.clock.after(ms, task)
  }

  #endTimer(): void {
    this.#stopTimer?.()
    this.#stopTimer = undefined
  }
}
