// Attachment: a link at a router, from its HELLO to its end [wamp:sessions].

import { ProtocolViolation, sentenceOf, WampError } from '../protocol/errors.ts'
import { type Frame, LAST_LANE, type Link } from '../protocol/link.ts'
import * as m from '../protocol/messages.ts'
import { Outgoing } from '../protocol/outgoing.ts'
import { messageName } from '../protocol/wire.ts'
import type { Clock } from './clock.ts'
import { type Greeting, greet, type HandshakeOptions, type Origin, welcomeDetails } from './handshake.ts'
import { FrameRate, type Limits } from './limits.ts'
import type { Realm } from './realm.ts'
import { Session } from './session.ts'

/** Milliseconds for a peer to answer our GOODBYE before its link is closed all the same. */
const GOODBYE_TIME = 2_000

/** A session exists in `joined` only, so that nothing can be routed for a peer that has not joined. */
type State =
  | { readonly name: 'hello' }
  | { readonly name: 'joined'; readonly realm: Realm; readonly session: Session }
  | { readonly name: 'goodbye' }
  | { readonly name: 'closed' }

export interface AttachmentOptions extends HandshakeOptions {
  readonly agent: string
  readonly clock: Clock
  readonly limits: Limits
  /** Told of each link that was closed for breaking the protocol or a limit. */
  violation(sentence: string): void
  /** Told of each message that could not be written in its receiver's serializer. */
  undeliverable(message: m.Message, error: WampError): void
  /** Told once, when the link has ended. */
  detached(attachment: Attachment): void
}

export class Attachment {
  readonly #link: Link
  readonly #origin: Origin
  readonly #options: AttachmentOptions
  readonly #rate: FrameRate
  #state: State = { name: 'hello' }
  #stopTimer: () => void = () => {}

  constructor(link: Link, origin: Origin, options: AttachmentOptions) {
    this.#link = link
    this.#origin = origin
    this.#options = options
    this.#rate = new FrameRate(options.limits.framesPerSecond, options.clock)
  }

  /** Begins to serve the link; it may have ended already. */
  start(): void {
    this.#awaitHello()
    this.#link.start({ frame: frame => this.#frame(frame), closed: () => this.#closed() })
  }

  /** Says GOODBYE to an open session, and closes the link once that is answered [R-GB-2]. */
  goodbye(reason: m.Uri, message?: string): void {
    if (this.#state.name !== 'joined') return this.#end(reason)
    this.#send([m.GOODBYE, message === undefined ? {} : { message }, reason])
    this.#leave({ name: 'goodbye' })
    this.#startTimer(GOODBYE_TIME, () => this.#end('GOODBYE was not answered'))
  }

  #frame(frame: Frame): void {
    if (this.#state.name === 'closed') return
    try {
      this.#checkLimits(frame)
      this.#receive(this.#link.serializer.decode(frame))
    } catch (thrown) {
      if (!(thrown instanceof ProtocolViolation)) throw thrown
      // Nothing may follow our GOODBYE, and what comes before its answer is ignored, whatever it is [R-GB-2].
      if (this.#state.name === 'goodbye') return
      this.#options.violation(thrown.message)
      this.#abort(thrown.reason, thrown.message)
    }
  }

  #checkLimits(frame: Frame): void {
    const { frameSize, framesPerSecond } = this.#options.limits
    if (frame.length > frameSize) {
      throw new ProtocolViolation(`a frame has ${frame.length} bytes, and may have ${frameSize}`)
    }
    if (!this.#rate.take()) throw new ProtocolViolation(`more than ${framesPerSecond} messages a second`)
  }

  #receive(message: m.Message): void {
    switch (this.#state.name) {
      case 'hello':
        return this.#receiveHello(message)
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
      this.#join(greet(message, this.#origin, this.#options))
    } catch (thrown) {
      if (!(thrown instanceof WampError)) throw thrown
      this.#abort(thrown.error, sentenceOf(thrown))
    }
  }

  #join(greeting: Greeting): void {
    const { realm, features, principal } = greeting
    const session = new Session({
      id: realm.newSessionId(),
      principal,
      features,
      limits: this.#options.limits,
      deliver: outgoing => this.#deliver(outgoing),
      undeliverable: this.#options.undeliverable,
      hold: () => act => act(),
      close: (reason, message) => this.goodbye(reason, message),
    })
    this.#stopTimer()
    this.#state = { name: 'joined', realm, session }
    this.#send([m.WELCOME, session.id, welcomeDetails(greeting, this.#options.agent)])
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
    this.#deliver(new Outgoing(message))
  }

  #deliver(outgoing: Outgoing): void {
    this.#link.send(outgoing.frame(this.#link.serializer), laneOf(outgoing.message))
  }

  #abort(reason: m.Uri, message: string): void {
    // Three elements, for strict peers take no more [R-AB-1].
    this.#send([m.ABORT, { message }, reason])
    this.#end(message)
  }

  #end(reason: string): void {
    if (this.#state.name === 'closed') return
    this.#closed()
    this.#link.close(reason)
  }

  #closed(): void {
    if (this.#state.name === 'closed') return
    this.#leave({ name: 'closed' })
    this.#stopTimer()
    this.#options.detached(this)
  }

  /** Goes on to a state without a session; the realm hears of it after the state says so. */
  #leave(next: State): void {
    const state = this.#state
    this.#state = next
    if (state.name === 'joined') state.realm.leave(state.session)
  }

  #awaitHello(): void {
    const { handshakeTime } = this.#options.limits
    this.#startTimer(handshakeTime, () => this.#end(`no HELLO within ${handshakeTime / 1000} seconds`))
  }

  #startTimer(ms: number, task: () => void): void {
    this.#stopTimer()
    this.#stopTimer = this.#options.clock.after(ms, task)
  }
}

/** Results may overtake each other, nothing else may; a farewell comes behind them all [wamp:ordering-guarantees]. */
function laneOf(message: m.Message): number {
  if (message[0] === m.RESULT) return message[1]
  return message[0] === m.GOODBYE || message[0] === m.ABORT ? LAST_LANE : 0
}
