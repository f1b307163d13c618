// Dealer: registrations, and calls from callers to callees [wamp:remote-procedure-calls].

import { refusal, type WampError } from '../../protocol/errors.ts'
import type { Id, Uri } from '../../protocol/messages.ts'
import * as m from '../../protocol/messages.ts'
import type { Payload } from '../../protocol/payload.ts'
import type { Clock } from '../clock.ts'
import type { RealmSettings } from '../realm-settings.ts'
import type { Session } from '../session.ts'
import type { Changed, Standing } from '../snapshot.ts'
import { answer, sendError, sendResult, unsendableArguments } from './answers.ts'
import * as callCanceling from './call-canceling.ts'
import * as callReroute from './call-reroute.ts'
import * as callTimeout from './call-timeout.ts'
import * as callTrustlevels from './call-trustlevels.ts'
import * as callerIdentification from './caller-identification.ts'
import { Calls, checkRoom, forgetArguments, type PendingCall, pendingCall } from './calls.ts'
import { able, invocationDetails, nobodyAble } from './invocation.ts'
import * as patternBasedRegistration from './pattern-based-registration.ts'
import * as payloadPassthruMode from './payload-passthru-mode.ts'
import * as progressiveCallInvocations from './progressive-call-invocations.ts'
import * as progressiveCallResults from './progressive-call-results.ts'
import { Registrar } from './registrar.ts'
import * as registrationRevocation from './registration-revocation.ts'
import { type Registrant, type RegistrationObserver, Registrations } from './registrations.ts'
import * as sharedRegistration from './shared-registration.ts'

/** What WELCOME announces under `dealer`. */
export const DEALER_FEATURES = [
  callCanceling.feature,
  callReroute.feature,
  callTimeout.feature,
  callTrustlevels.feature,
  callerIdentification.feature,
  patternBasedRegistration.feature,
  payloadPassthruMode.feature,
  progressiveCallInvocations.feature,
  progressiveCallResults.feature,
  registrationRevocation.feature,
  sharedRegistration.feature,
] as const

export interface DealerSetup {
  readonly settings: RealmSettings
  readonly clock: Clock
  /** Uniform over [0, 1). */
  random(): number
  observer(): RegistrationObserver
  readonly changed?: Changed | undefined
  /** Gives the dealer what it begins with, where it goes on for another. */
  readonly restore?: ((dealer: Dealer) => void) | undefined
}

export class Dealer {
  /** What is registered, and by whom. */
  readonly registrations: Registrations
  readonly #setup: DealerSetup
  readonly #registrar: Registrar
  readonly #calls = new Calls()

  constructor(setup: DealerSetup) {
    this.#setup = setup
    this.registrations = new Registrations(
      () => setup.clock.date(),
      id => setup.changed?.('registration', id),
    )
    setup.restore?.(this)
    this.#registrar = new Registrar(this.registrations, setup.settings, () => setup.observer())
  }

  /** How many calls wait for their result. */
  get pending(): number {
    return this.#calls.size
  }

  /** Calls that a session has made, and those that it is to answer. */
  underWay(session: Session): Pick<Standing, 'calls' | 'invocations'> {
    return this.#calls.underWay(session)
  }

  /** Registers and answers with the registration's id. @throws {WampError} as {@link add}. */
  register(callee: Session, message: m.Register): void {
    this.#registrar.register(callee, message)
  }

  /**
   * Registers for the router itself, without an answer or an event, and returns the registration's id.
   * @throws {WampError} where the URI is taken, or the session holds too many registrations.
   */
  add(callee: Session, procedure: Uri, options: m.RegisterOptions): Id {
    return this.#registrar.add(callee, procedure, options).id
  }

  /** Ends a registration; invocations that run go on. @throws {WampError} where the session does not hold it. */
  unregister(callee: Session, message: m.Unregister): void {
    this.#registrar.unregister(callee, message)
  }

  /**
   * Ends a session's part in a registration without its asking; invocations that run go on.
   * @param reason a URI that the callee is told.
   * @throws {WampError} `wamp.error.no_such_registration` where the session does not hold it, `wamp.error.invalid_uri` for
   *   any other reason.
   */
  revoke(registration: Id, callee: Session, reason?: Uri): void {
    this.#registrar.revoke(callee, registration, reason)
  }

  /**
   * Whether CALL goes on with a call that the caller has begun; then it was dealt with [R-PCI-5].
   * @throws {ProtocolViolation} where it cannot go on with it.
   */
  continues(caller: Session, [, request, options, procedure, payload]: m.Call): boolean {
    const { settings } = this.#setup
    if (!progressiveCallInvocations.isContinuation(caller, request, settings)) return false
    const call = this.#calls.made(caller, request)
    // What comes after the end of its call, or after CANCEL, has crossed it on the way [R-PCI-6]. Where ids may be used
    // again, it cannot be told from a new call, and that must be answered.
    if (call === undefined) return settings.strictRequestIds !== false
    const details = progressiveCallInvocations.nextDetails(call, options, procedure)
    if (call.interrupted) return true
    call.timer?.restart()
    forgetArguments(call)
    const { session: callee } = call.callee
    if (!callee.send([m.INVOCATION, call.invocation, call.registration.id, details, payload])) {
      this.#end(call, 'killnowait', unsendableArguments(procedure))
    }
    return true
  }

  /**
   * Passes a call on to a callee.
   * @param disclose whether the caller is disclosed whatever it asks; `undefined` for as it asks.
   * @throws {WampError} where it cannot be. @throws {ProtocolViolation} where the caller uses what it did not announce.
   */
  call(caller: Session, message: m.Call, disclose?: boolean): void {
    const [, request, options, procedure, payload] = message
    progressiveCallInvocations.checkCaller(caller, options)
    payloadPassthruMode.checkSender(caller.features.caller, options)
    callerIdentification.checkDisclosure(options, disclose)
    payloadPassthruMode.checkLength(options)
    const registration = this.registrations.match(procedure)
    if (registration === undefined) {
      throw refusal('wamp.error.no_such_procedure', `nobody has registered ${procedure}`)
    }
    const party = this.#calls.party(caller)
    checkRoom(party, request)
    const among = able(registration.registrants, options)
    const registrant = sharedRegistration.pick(registration, this.#setup.random, among)
    if (registrant === undefined) throw nobodyAble(message)
    const callee = this.#calls.party(registrant.session)
    const call = pendingCall(message, { caller: party, callee, registration, disclose })
    if (!this.#invoke(call, registrant, payload)) throw unsendableArguments(procedure)
  }

  /**
   * Gives a call up for its caller [R-CC-1]; one that has ended meanwhile is left alone. Who no longer waits for a callee
   * to be killed may say so with another mode.
   */
  cancel(caller: Session, [, request, options]: m.Cancel): void {
    const call = this.#calls.made(caller, request)
    if (call === undefined) return
    const mode = callCanceling.cancelMode(options, call)
    if (mode === 'kill') return callCanceling.interrupt(call, mode)
    this.#end(call, mode, refusal('wamp.error.canceled', 'the call was canceled'))
  }

  /** Whether this invocation is still to be answered; one whose caller gave up counts, until its answer has come. */
  expects(callee: Session, invocation: Id): boolean {
    return this.#calls.expects(callee, invocation)
  }

  /** Passes a result back to its caller, or a part of one. `yield` of the specification, which JavaScript reserves. */
  yield_(callee: Session, message: m.Yield): void {
    const [, request, options] = message
    payloadPassthruMode.checkSender(callee.features.callee, options)
    const call = this.#calls.asked(callee, request)
    if (call === undefined) return
    if (options.progress === true) return this.#part(call, message)
    this.#calls.settle(call)
    const failure = sendResult(call, message)
    if (failure) answer(call, failure)
  }

  /** Passes an error of the callee's back to its caller, or the call on to another callee. */
  error(callee: Session, message: m.Error_): void {
    const [, , request, details, error] = message
    payloadPassthruMode.checkSender(callee.features.callee, details)
    const call = this.#calls.asked(callee, request)
    if (call === undefined) return
    if (callReroute.isUnavailable(error) && this.#reroute(call)) return
    this.#calls.settle(call)
    sendError(call, message)
  }

  /** Forgets a session that has left: its callers are told, results for it are discarded [R-LV-1, R-LV-2]. */
  leave(session: Session): void {
    this.#registrar.leave(session)
    const { made, asked } = this.#calls.leave(session)
    for (const call of made) {
      if (call.callee.session !== session) callCanceling.interrupt(call, 'killnowait')
    }
    for (const call of asked) answer(call, refusal('wamp.error.canceled', 'the callee left before it answered'))
  }

  /** Asks a callee; false where it cannot be sent the arguments, which ends the call. */
  #invoke(call: PendingCall, registrant: Registrant, payload: Payload): boolean {
    const { session: callee } = registrant
    const details = invocationDetails(call, registrant, this.#setup.settings)
    this.#calls.assign(call, callee)
    if (call.options.progress === true) call.parts = details
    this.#startTimer(call, registrant)
    if (callee.send([m.INVOCATION, call.invocation, call.registration.id, details, payload])) return true
    this.#calls.settle(call)
    callee.withdrawInvocation()
    return false
  }

  /** The time of a call runs from CALL, whoever is asked, unless the callee keeps it. */
  #startTimer(call: PendingCall, registrant: Registrant): void {
    const limit = callTimeout.timeLimit(call.options, this.#setup.settings)
    if (limit === 0 || call.timer || callTimeout.isForwarded(registrant)) return
    call.timer = new callTimeout.CallTimer(this.#setup.clock, limit, () => {
      this.#end(
        call,
        'killnowait',
        refusal('wamp.error.timeout', `${call.procedure} did not answer within ${limit} ms`),
      )
    })
  }

  #part(call: PendingCall, message: m.Yield): void {
    if (!progressiveCallResults.passesProgress(call.options, call.callee.session, this.#setup.settings)) return
    call.timer?.restart()
    forgetArguments(call)
    const failure = sendResult(call, message)
    if (failure) this.#end(call, 'killnowait', failure)
  }

  /** Asks the next callee in place of one that is unavailable; false where the call is past that. */
  #reroute(call: PendingCall): boolean {
    const among = callReroute.alternatives(call)
    if (among === undefined) return false
    const next = sharedRegistration.pick(call.registration, this.#setup.random, among)
    if (next === undefined || call.kept === undefined) {
      this.#calls.settle(call)
      answer(call, refusal('wamp.error.no_available_callee', `no callee of ${call.procedure} is available`))
    } else if (!this.#invoke(call, next, call.kept.payload)) answer(call, unsendableArguments(call.procedure))
    return true
  }

  /** Ends a call before its callee has. */
  #end(call: PendingCall, mode: 'skip' | 'killnowait', error: WampError): void {
    this.#calls.giveUp(call)
    if (mode === 'killnowait') callCanceling.interrupt(call, mode)
    answer(call, error)
  }
}
