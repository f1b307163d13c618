// Dealer: registrations, and calls from callers to callees [wamp:remote-procedure-calls].

import { ProtocolViolation, refusal, WampError } from '../../protocol/errors.ts'
import type { Id, Uri } from '../../protocol/messages.ts'
import * as m from '../../protocol/messages.ts'
import { Payload } from '../../protocol/payload.ts'
import type { Clock } from '../clock.ts'
import { limitReached } from '../limits.ts'
import type { RealmSettings } from '../realm-settings.ts'
import type { Session } from '../session.ts'
import * as callerIdentification from './caller-identification.ts'

/** What WELCOME announces under `dealer`. */
export const DEALER_FEATURES = [callerIdentification.feature] as const

export interface Registration {
  readonly id: Id
  readonly procedure: Uri
  readonly options: m.RegisterOptions
  readonly callee: Session
}

/** A call that waits for its result. */
interface PendingCall {
  readonly caller: Session
  readonly request: Id
  readonly callee: Session
  readonly invocation: Id
}

/** What the dealer remembers of a session for as long as it has a registration or a call. */
interface Dealings {
  readonly registrations: Set<Registration>
  /** As a caller, by CALL.Request. */
  readonly calls: Map<Id, PendingCall>
  /** As a callee, by INVOCATION.Request. */
  readonly invocations: Map<Id, PendingCall>
}

/** Told of every change of registrations outside `wamp.`, in the order of R-MET-1. */
export interface RegistrationObserver {
  created(callee: Session, registration: Registration): void
  registered(callee: Session, registration: Registration): void
  unregistered(callee: Session, registration: Registration): void
  deleted(callee: Session, registration: Registration): void
}

export interface DealerSetup {
  readonly settings: RealmSettings
  readonly clock: Clock
  /** Uniform over [0, 1). */
  random(): number
  observer(): RegistrationObserver
}

export class Dealer {
  readonly #setup: DealerSetup
  readonly #byProcedure = new Map<Uri, Registration>()
  readonly #byId = new Map<Id, Registration>()
  readonly #dealings = new Map<Session, Dealings>()
  #lastId = 0

  constructor(setup: DealerSetup) {
    this.#setup = setup
    this.#setup.clock.now()
  }

  /** Registers and answers with the registration's id. @throws {WampError} as {@link add}. */
  register(callee: Session, [, request, options, procedure]: m.Register): void {
    callee.send([m.REGISTERED, request, this.add(callee, procedure, options)])
  }

  /**
   * Registers and returns the registration's id.
   * @throws {WampError} where the URI is taken, the dealer has no such option, or the session holds too many.
   */
  add(callee: Session, procedure: Uri, options: m.RegisterOptions): Id {
    if ((options.match ?? 'exact') !== 'exact') {
      throw refusal('wamp.error.option_not_allowed', `this dealer does not match procedures by ${options.match}`)
    }
    if ((options.invoke ?? 'single') !== 'single') {
      throw refusal('wamp.error.option_not_allowed', `this dealer does not share registrations (${options.invoke})`)
    }
    if (this.#byProcedure.has(procedure)) {
      throw refusal('wamp.error.procedure_already_exists', `${procedure} is already registered`)
    }
    const { registrations } = this.#of(callee)
    if (registrations.size >= callee.limits.registrations) {
      throw limitReached('registrations', callee.limits.registrations)
    }
    const registration = { id: ++this.#lastId, procedure, options, callee }
    registrations.add(registration)
    this.#byProcedure.set(procedure, registration)
    this.#byId.set(registration.id, registration)
    return registration.id
  }

  /** Ends a registration; invocations that run go on. @throws {WampError} where the session does not hold it. */
  unregister(callee: Session, [, request, id]: m.Unregister): void {
    const registration = this.#byId.get(id)
    if (registration?.callee !== callee) {
      throw refusal('wamp.error.no_such_registration', `this session holds no registration ${id}`)
    }
    this.#of(callee).registrations.delete(registration)
    this.#remove(registration)
    callee.send([m.UNREGISTERED, request])
  }

  /** Whether CALL goes on with a call that the caller has begun; then it was dealt with [R-PCI-5]. */
  continues(_caller: Session, _call: m.Call): boolean {
    return false
  }

  /**
   * Passes a call on to its callee.
   * @param _disclose whether the caller is disclosed whatever it asks; `undefined` for as it asks.
   * @throws {WampError} where it cannot be.
   */
  call(caller: Session, [, request, options, procedure, payload]: m.Call, _disclose?: boolean): void {
    const registration = this.#byProcedure.get(procedure)
    if (registration === undefined) {
      throw refusal('wamp.error.no_such_procedure', `nobody has registered ${procedure}`)
    }
    const { calls } = this.#of(caller)
    if (calls.size >= caller.limits.calls) throw limitReached('calls in flight', caller.limits.calls)
    const { callee } = registration
    const pending = { caller, request, callee, invocation: callee.nextInvocation() }
    calls.set(request, pending)
    this.#of(callee).invocations.set(pending.invocation, pending)
    const details = callerIdentification.callerDetails(caller, options, registration.options)
    if (callee.send([m.INVOCATION, pending.invocation, registration.id, details, payload])) return
    this.#settle(pending)
    callee.withdrawInvocation()
    throw refusal('wamp.error.invalid_argument', `the callee of ${procedure} cannot be sent these arguments`)
  }

  /** `call_canceling` is not announced: who sends CANCEL all the same still gets the call's own result. */
  cancel(_caller: Session, _cancel: m.Cancel): void {}

  /** Passes a result back to its caller. `yield` of the specification, which JavaScript reserves. */
  yield_(callee: Session, [, request, options, payload]: m.Yield): void {
    const call = this.#invoked(callee, request)
    // `progressive_call_results` is not announced: what comes before the final result is not passed on.
    if (call === undefined || options.progress === true) return
    this.#settle(call)
    if (call.caller.send([m.RESULT, call.request, {}, payload])) return
    answer(call, refusal('wamp.error.invalid_argument', 'the result has no form in the serializer of the caller'))
  }

  /** Passes an application's error back to its caller. */
  error(callee: Session, [, , request, , error, payload]: m.Error_): void {
    const call = this.#invoked(callee, request)
    if (call === undefined) return
    this.#settle(call)
    if (call.caller.send([m.ERROR, m.CALL, call.request, {}, error, payload])) return
    answer(call, new WampError(error, ['the error had arguments with no form in the serializer of the caller']))
  }

  /** Forgets a session that has left: its callers are told, results for it are discarded [R-LV-1, R-LV-2]. */
  leave(session: Session): void {
    const dealings = this.#dealings.get(session)
    if (dealings === undefined) return
    for (const registration of dealings.registrations) this.#remove(registration)
    for (const call of dealings.calls.values()) this.#settle(call)
    for (const call of dealings.invocations.values()) {
      this.#settle(call)
      answer(call, refusal('wamp.error.canceled', 'the callee left before it answered'))
    }
    this.#dealings.delete(session)
  }

  /** The call that an answer belongs to; `undefined` where its caller has left meanwhile. */
  #invoked(callee: Session, request: Id): PendingCall | undefined {
    const call = this.#dealings.get(callee)?.invocations.get(request)
    if (call === undefined && !callee.wasInvoked(request)) {
      throw new ProtocolViolation(`there was never an INVOCATION ${request} to answer`)
    }
    return call
  }

  #settle({ caller, request, callee, invocation }: PendingCall): void {
    this.#dealings.get(caller)?.calls.delete(request)
    this.#dealings.get(callee)?.invocations.delete(invocation)
  }

  #remove(registration: Registration): void {
    this.#byProcedure.delete(registration.procedure)
    this.#byId.delete(registration.id)
  }

  #of(session: Session): Dealings {
    const known = this.#dealings.get(session)
    if (known) return known
    const dealings = { registrations: new Set<Registration>(), calls: new Map(), invocations: new Map() }
    this.#dealings.set(session, dealings)
    return dealings
  }
}

function answer(call: PendingCall, { error, args, kwargs }: WampError): void {
  call.caller.send([m.ERROR, m.CALL, call.request, {}, error, Payload.of(args, kwargs)])
}
