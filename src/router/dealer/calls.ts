// Calls: those under way, by who made them and by who is to answer them.

import { ProtocolViolation } from '../../protocol/errors.ts'
import type * as m from '../../protocol/messages.ts'
import type { CallOptions, Id, InvocationDetails, Uri } from '../../protocol/messages.ts'
import { PassingMap } from '../../protocol/passing-map.ts'
import { limitReached } from '../limits.ts'
import type { Session } from '../session.ts'
import type { CallTimer } from './call-timeout.ts'
import { type KeptArguments, keptArguments } from './kept-arguments.ts'
import { passOn } from './payload-passthru-mode.ts'
import type { Registration } from './registrations.ts'

/** Answers to calls given up that are expected of one callee; those that never come must not add up for ever. */
const MOST_LATE = 10_000

/** A session that calls or is called, and its calls under way. */
export interface Party {
  readonly session: Session
  /** Those it made, by CALL.Request. */
  readonly calls: PassingMap<Id, PendingCall>
  /** Those it is to answer, by INVOCATION.Request. */
  readonly invocations: PassingMap<Id, PendingCall>
  /** About how many bytes its calls keep of their arguments. */
  kept: number
  /** Those that were given up before it answered, as far as its answers have not come. */
  late: number
}

/** A call that waits for its result. */
export interface PendingCall {
  readonly caller: Party
  readonly request: Id
  readonly procedure: Uri
  /** Of the first CALL, those that are needed again. */
  readonly options: CallOptions
  /** What the realm's rules say of the caller's identity: `undefined` for as it asks. */
  readonly disclose: boolean | undefined
  readonly registration: Registration
  callee: Party
  invocation: Id
  /** The arguments, as long as another callee may have to be asked. */
  kept: KeptArguments | undefined
  /** Who was asked before the present callee. */
  tried: Set<Session> | undefined
  /** Details of the first INVOCATION, as long as more arguments may follow. */
  parts: InvocationDetails | undefined
  /** Whether the callee was told to stop. */
  interrupted: boolean
  timer: CallTimer | undefined
}

/** A call that nobody has been asked to answer yet; a single callee's arguments are not kept. */
export function pendingCall(
  message: m.Call,
  setup: Pick<PendingCall, 'caller' | 'callee' | 'registration' | 'disclose'>,
): PendingCall {
  const [, request, options, procedure] = message
  const { caller, callee, registration, disclose } = setup
  const kept = registration.invoke === 'single' ? undefined : keptArguments(message, caller.kept)
  caller.kept += kept?.size ?? 0
  return {
    caller,
    request,
    procedure,
    options: neededOptions(options),
    disclose,
    registration,
    callee,
    invocation: 0,
    kept,
    tried: undefined,
    parts: undefined,
    interrupted: false,
    timer: undefined,
  }
}

/** A copy, since a caller may put any amount of others beside them. */
function neededOptions(options: CallOptions): CallOptions {
  const { progress, receive_progress, timeout, disclose_me } = options
  const needed: CallOptions = {}
  if (progress !== undefined) needed.progress = progress
  if (receive_progress !== undefined) needed.receive_progress = receive_progress
  if (timeout !== undefined) needed.timeout = timeout
  if (disclose_me !== undefined) needed.disclose_me = disclose_me
  passOn(options, needed)
  return needed
}

/** Nobody else will be asked. */
export function forgetArguments(call: PendingCall): void {
  call.caller.kept -= call.kept?.size ?? 0
  call.kept = undefined
}

export class Calls {
  readonly #parties = new Map<Session, Party>()

  /** How many calls wait for their result. */
  get size(): number {
    let size = 0
    for (const { calls } of this.#parties.values()) size += calls.size
    return size
  }

  /** The ids of calls that a session has made, and of those that it is to answer. */
  underWay(session: Session): { calls: Id[]; invocations: Id[] } {
    const { calls, invocations } = this.#parties.get(session) ?? {}
    return { calls: [...(calls?.keys() ?? [])], invocations: [...(invocations?.keys() ?? [])] }
  }

  /** What is known of a session, from here until it leaves. */
  party(session: Session): Party {
    const known = this.#parties.get(session)
    if (known) return known
    const party = {
      session,
      calls: new PassingMap<Id, PendingCall>(),
      invocations: new PassingMap<Id, PendingCall>(),
      kept: 0,
      late: 0,
    }
    this.#parties.set(session, party)
    return party
  }

  /** The call that `caller` made with this CALL.Request, while it waits. */
  made(caller: Session, request: Id): PendingCall | undefined {
    return this.#parties.get(caller)?.calls.get(request)
  }

  /**
   * The call that an answer of `callee` belongs to; `undefined` where nobody waits for it any more.
   * @throws {ProtocolViolation} where it was never asked [R-PE-8].
   */
  asked(callee: Session, invocation: Id): PendingCall | undefined {
    const call = this.#parties.get(callee)?.invocations.get(invocation)
    if (call === undefined && !callee.wasInvoked(invocation)) {
      throw new ProtocolViolation(`there was never an INVOCATION ${invocation} to answer`)
    }
    return call
  }

  /** Whether `callee` is still to answer this; where nobody waits for the answer, it is expected once. */
  expects(callee: Session, invocation: Id): boolean {
    const party = this.#parties.get(callee)
    if (party === undefined) return false
    if (party.invocations.has(invocation)) return true
    if (party.late === 0) return false
    party.late--
    return true
  }

  /** Asks a callee, and it alone: the call is known by a new invocation of it. */
  assign(call: PendingCall, callee: Session): void {
    call.callee.invocations.delete(call.invocation)
    call.callee = this.party(callee)
    call.invocation = callee.nextInvocation()
    call.callee.invocations.set(call.invocation, call)
    call.caller.calls.set(call.request, call)
  }

  /** Nobody waits for a call any more. */
  settle(call: PendingCall): void {
    call.timer?.stop()
    forgetArguments(call)
    call.callee.invocations.delete(call.invocation)
    call.caller.calls.delete(call.request)
  }

  /** Settles a call that its callee has not answered, and may answer yet. */
  giveUp(call: PendingCall): void {
    this.settle(call)
    call.callee.late = Math.min(MOST_LATE, call.callee.late + 1)
  }

  /** Settles all calls of a session that has left: returns those it made, and those it had yet to answer to others. */
  leave(session: Session): { made: PendingCall[]; asked: PendingCall[] } {
    const party = this.#parties.get(session)
    this.#parties.delete(session)
    const made = [...(party?.calls.values() ?? [])]
    const asked = [...(party?.invocations.values() ?? [])].filter(({ caller }) => caller !== party)
    for (const call of made) this.giveUp(call)
    for (const call of asked) this.settle(call)
    return { made, asked }
  }
}

/**
 * Checks that a caller may begin another call.
 * @throws {WampError} where too many of its calls wait. @throws {ProtocolViolation} where one has the same id, which only
 *   a realm that does not check ids finds out here.
 */
export function checkRoom({ session: { limits }, calls }: Party, request: Id): void {
  if (calls.has(request)) throw new ProtocolViolation(`CALL has request id ${request}, of a call that is under way`)
  if (calls.size >= limits.calls) throw limitReached('calls in flight', limits.calls)
}
