// Connection: one WAMP session on one link, from HELLO to its end [wamp:sessions].

import { ProtocolViolation, refusal, sentenceOf, WampError } from '../protocol/errors.ts'
import { nextId } from '../protocol/ids.ts'
import { type Frame, LAST_LANE, type Link, type Liveness, MAX_FRAME, type Transfers } from '../protocol/link.ts'
import type { Id, Uri } from '../protocol/messages.ts'
import * as m from '../protocol/messages.ts'
import { type Features, ROUTER_ROLES, type RouterRole, readRoles } from '../protocol/roles.ts'
import type { Serializer } from '../protocol/serializer/serializer.ts'
import { messageName } from '../protocol/wire.ts'
import { Authentication } from './auth/authentication.ts'
import { type PendingRequest, Requests } from './requests.ts'
import { endOf, type SessionEnd } from './session-end.ts'

/** Milliseconds for the router to answer our GOODBYE before the link is closed all the same. */
const GOODBYE_TIME = 2_000

/** Who hears of what the router sends unasked. */
export interface ConnectionReceiver {
  event(message: m.Event_): void
  invocation(message: m.Invocation, connection: Connection): void
  interrupt(message: m.Interrupt): void
  /** The router has ended a subscription or registration of its own accord. */
  revoked(details: m.RevocationDetails): void
  /** The router has fallen silent, or is heard again. */
  liveness(liveness: Liveness): void
  /** Other large frames are under way, or more of them. */
  transfers?(transfers: Transfers): void
  /** Called once, after the session was open. */
  ended(end: SessionEnd): void
}

/** A message that waits for a reply, with its request id still to be given. */
export type Request = m.Publish | m.Subscribe | m.Unsubscribe | m.Call | m.Register | m.Unregister

type State = 'joining' | 'open' | 'leaving' | 'ended'

export class Connection {
  readonly #link: Link
  readonly #receiver: ConnectionReceiver
  readonly #authentication: Authentication
  readonly #requests = new Requests()
  #state: State = 'joining'
  #ending: SessionEnd | undefined
  #lastRequest: Id = 0
  #welcome: m.Welcome | undefined
  #features: Features<RouterRole> | undefined
  /** Whether a challenge waits for its answer. */
  #answering = false
  #joined: { resolve(): void; reject(error: Error): void } | undefined
  #goodbyeTimer: ReturnType<typeof setTimeout> | undefined
  readonly #left: Promise<void>
  #leave: () => void = () => {}

  /** @param authentication answers the router's challenges; without it there is no answer. */
  constructor(link: Link, receiver: ConnectionReceiver, authentication = new Authentication({})) {
    this.#link = link
    this.#authentication = authentication
    this.#receiver = receiver
    this.#left = new Promise(resolve => {
      this.#leave = resolve
    })
  }

  /** WELCOME.Session; 0 before. */
  get id(): Id {
    return this.#welcome?.[1] ?? 0
  }

  get details(): m.WelcomeDetails {
    return this.#welcome?.[2] ?? {}
  }

  get isOpen(): boolean {
    return this.#state === 'open'
  }

  /** Once the session has ended. */
  get end(): SessionEnd | undefined {
    return this.#ending
  }

  get serializer(): Serializer {
    return this.#link.serializer
  }

  /** Whether the router announced a feature for a role. */
  supports(role: RouterRole, feature: string): boolean {
    return this.#features?.[role].has(feature) ?? false
  }

  /** Opens the session. Rejects with the reason of an ABORT, or `wamp.error.network_failure`. Called once. */
  join(realm: Uri, details: m.HelloDetails, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const abort = () => this.#abort('wamp.close.normal', 'the client gave up joining', signal?.reason)
      const settled = () => signal?.removeEventListener('abort', abort)
      this.#joined = {
        resolve: () => {
          settled()
          resolve()
        },
        reject: error => {
          settled()
          reject(error)
        },
      }
      this.#link.start({
        frame: frame => this.#frame(frame),
        liveness: liveness => this.#receiver.liveness(liveness),
        transfers: transfers => this.#receiver.transfers?.(transfers),
        closed: message => this.#end({ reason: 'wamp.error.network_failure', message }),
      })
      if (this.#state !== 'joining') return
      try {
        this.#send([m.HELLO, realm, details])
      } catch (unsendable) {
        return this.#end({ reason: 'wamp.error.invalid_argument', message: 'HELLO cannot be sent' }, unsendable)
      }
      if (signal?.aborted) abort()
      else signal?.addEventListener('abort', abort)
    })
  }

  /**
   * Sends a request; its first element after the type is set to the next request id, which is returned.
   * @throws {WampError} where a value cannot be sent, or the session is not open; then nothing was sent.
   */
  request(request: Request, pending: PendingRequest | undefined): Id {
    if (this.#state !== 'open') throw refusal('wamp.error.network_failure', 'the session is not open')
    const id = nextId(this.#lastRequest)
    request[1] = id
    const frame = this.#encode(request)
    this.#lastRequest = id
    if (pending) this.#requests.add(id, request[0], pending)
    this.#link.send(frame)
    return id
  }

  /** The same for who needs no id: what cannot be sent has failed, too. */
  ask(request: Request, pending: PendingRequest): void {
    try {
      this.request(request, pending)
    } catch (unsendable) {
      if (!(unsendable instanceof WampError)) throw unsendable
      pending.failed(unsendable)
    }
  }

  /** Stops waiting for a request; its answer, should it come, is ignored. */
  forget(request: Id): void {
    this.#requests.forget(request)
  }

  /** Sends what needs no answer of its own. @throws {WampError} where a value cannot be sent. */
  reply(message: m.Yield | m.Error_ | m.Cancel | m.Call): void {
    if (this.#state !== 'open') return
    this.#link.send(this.#encode(message), laneOf(message))
  }

  /** Says GOODBYE and resolves when that is answered, or the link has ended [R-GB-1]. */
  close(reason: Uri, message: string): Promise<void> {
    if (this.#state === 'joining') this.#abort(reason, message)
    if (this.#state === 'open') {
      this.#send([m.GOODBYE, message === '' ? {} : { message }, reason])
      this.#state = 'leaving'
      const end = { reason, message: message || 'GOODBYE was not answered' }
      this.#goodbyeTimer = setTimeout(() => this.#end(end), GOODBYE_TIME)
    }
    return this.#left
  }

  /** The same without waiting for the answer: a page that is about to sleep closes its links at once. */
  quit(reason: Uri, message: string): void {
    if (this.#state === 'joining') this.#abort(reason, message)
    if (this.#state === 'open') this.#send([m.GOODBYE, {}, reason])
    this.#end({ reason, message })
  }

  #frame(frame: Frame): void {
    if (this.#state === 'ended') return
    try {
      this.#receive(this.#link.serializer.decode(frame))
    } catch (thrown) {
      if (!(thrown instanceof ProtocolViolation)) throw thrown
      // Nothing may follow our GOODBYE, and what comes before its answer is ignored, whatever it is [R-GB-2].
      if (this.#state === 'leaving') return
      this.#abort(thrown.reason, thrown.message)
    }
  }

  #receive(message: m.Message): void {
    if (message[0] === m.ABORT) return this.#end(endOf(message, message[2]))
    if (this.#state === 'joining') return this.#receiveJoining(message)
    if (message[0] === m.GOODBYE) return this.#receiveGoodbye(message)
    if (this.#state === 'open') this.#receiveOpen(message)
  }

  #receiveJoining(message: m.Message): void {
    if ((message[0] !== m.WELCOME && message[0] !== m.CHALLENGE) || this.#answering) {
      const when = this.#answering ? 'before a challenge was answered' : 'before the session is open'
      throw new ProtocolViolation(`${messageName(message[0])} ${when}`)
    }
    if (message[0] === m.CHALLENGE) return void this.#challenged(message)
    this.#features = readRoles(ROUTER_ROLES, message[2].roles)
    try {
      this.#authentication.welcomed(message[2])
    } catch (refused) {
      return this.#refuse(refused)
    }
    this.#welcome = message
    this.#state = 'open'
    this.#joined?.resolve()
  }

  async #challenged(message: m.Challenge): Promise<void> {
    this.#answering = true
    try {
      // Where the link has ended meanwhile, this does nothing.
      this.#send(await this.#authentication.answer(message))
      this.#answering = false
    } catch (refused) {
      this.#refuse(refused)
    }
  }

  /** Gives up joining. Errors that are not for the router are not told it: they may be about secrets. */
  #refuse(error: unknown): void {
    if (error instanceof WampError) return this.#abort(error.error, sentenceOf(error), error)
    const failed = refusal('wamp.error.authentication_failed', `the challenge was not answered: ${String(error)}`)
    failed.cause = error
    this.#abort('wamp.error.authentication_failed', 'the client could not answer the challenge', failed)
  }

  #receiveGoodbye(message: m.Goodbye): void {
    if (this.#state === 'open') this.#send([m.GOODBYE, {}, 'wamp.close.goodbye_and_out'])
    this.#end(endOf(message, 'the session was closed'))
  }

  #receiveOpen(message: m.Message): void {
    switch (message[0]) {
      case m.EVENT:
        return this.#receiver.event(message)
      case m.INVOCATION:
        return this.#receiver.invocation(message, this)
      case m.PUBLISHED:
      case m.SUBSCRIBED:
      case m.RESULT:
      case m.REGISTERED:
        return this.#requests.reply(message)
      case m.UNSUBSCRIBED:
      case m.UNREGISTERED:
        return message[1] === 0 ? this.#receiver.revoked(message[2] ?? {}) : this.#requests.reply(message)
      case m.ERROR:
        return this.#requests.error(message)
      case m.INTERRUPT:
        return this.#receiver.interrupt(message)
      default:
        throw new ProtocolViolation(`${messageName(message[0])} is not for a client whose session is open`)
    }
  }

  #send(message: m.Hello | m.Authenticate | m.Goodbye | m.Abort): void {
    const farewell = message[0] === m.GOODBYE || message[0] === m.ABORT
    this.#link.send(this.#link.serializer.encode(message), farewell ? LAST_LANE : 0)
  }

  /** @throws {WampError} where the frame is larger than links carry: it would end the link instead. */
  #encode(message: m.Message): Frame {
    const frame = this.#link.serializer.encode(message)
    if (frame.length <= MAX_FRAME) return frame
    const sentence = `a message of ${frame.length} bytes cannot be sent: the limit is ${MAX_FRAME}`
    throw refusal('wamp.error.payload_size_exceeded', sentence)
  }

  #abort(reason: Uri, message: string, cause?: unknown): void {
    if (this.#state === 'ended') return
    this.#send([m.ABORT, { message }, reason])
    this.#end({ reason, message }, cause)
  }

  #end(end: SessionEnd, cause?: unknown): void {
    if (this.#state === 'ended') return
    const wasOpen = this.#state !== 'joining'
    this.#state = 'ended'
    this.#ending = end
    clearTimeout(this.#goodbyeTimer)
    this.#link.close(end.message)
    this.#requests.fail(end.message)
    this.#leave()
    if (wasOpen) return this.#receiver.ended(end)
    const words = end.said === '' ? [] : [end.message]
    this.#joined?.reject(cause instanceof Error ? cause : new WampError(end.reason, words))
  }
}

/** The answers to one invocation keep their order, and those to different ones may overtake each other. */
function laneOf(message: m.Yield | m.Error_ | m.Cancel | m.Call): number {
  if (message[0] === m.YIELD) return message[1]
  return message[0] === m.ERROR ? message[2] : 0
}
