// progressive_call_invocations: a caller may send its arguments in parts, each a CALL of the same id [wamp:progressive-call-invocations].

import { ProtocolViolation } from '../../protocol/errors.ts'
import type { CallOptions, Id, InvocationDetails, Uri } from '../../protocol/messages.ts'
import type { RealmSettings } from '../realm-settings.ts'
import type { Session } from '../session.ts'
import { supportsCanceling } from './call-canceling.ts'
import type { PendingCall } from './calls.ts'

export const feature = 'progressive_call_invocations'

/** @throws {ProtocolViolation} where a caller sends parts that has not announced it [R-PCI-1]. */
export function checkCaller({ features: { caller } }: Session, options: CallOptions): void {
  if (options.progress !== true || caller.has(feature)) return
  throw new ProtocolViolation(`CALL.Options.progress is for callers that announced ${feature}`)
}

/** Whether parts can go to a callee: one that cannot be interrupted counts as unable [R-PCI-2]. */
export function supportsParts(callee: Session): boolean {
  return callee.features.callee.has(feature) && supportsCanceling(callee)
}

/**
 * Whether a CALL's id is no new one: it goes on with a call, or would have, had that not ended meanwhile [R-PCI-5]. In a
 * realm that does not check ids any may be.
 */
export function isContinuation(caller: Session, request: Id, { strictRequestIds }: RealmSettings): boolean {
  return (request <= caller.lastRequest || strictRequestIds === false) && caller.features.caller.has(feature)
}

/**
 * INVOCATION.Details for the next part of a call: those of the first, whatever the caller says now, but for `progress` [R-PCI-4].
 * @throws {ProtocolViolation} where there can be none: the last part was sent, or this is another procedure's.
 */
export function nextDetails(call: PendingCall, { progress }: CallOptions, procedure: Uri): InvocationDetails {
  const { parts, request } = call
  if (parts === undefined) {
    throw new ProtocolViolation(`CALL has request id ${request}, of a call whose last arguments were sent`)
  }
  if (call.procedure !== procedure) {
    throw new ProtocolViolation(`CALL ${request} of ${call.procedure} cannot go on as one of ${procedure}`)
  }
  if (progress === true) return parts
  call.parts = undefined
  const { progress: _, ...last } = parts
  return last
}
