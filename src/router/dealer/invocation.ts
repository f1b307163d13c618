// Invocation: what a call asks of its callee, and what INVOCATION.Details tell it [wamp:call-invocation].

import { refusal, type WampError } from '../../protocol/errors.ts'
import type { Call, CallOptions, InvocationDetails } from '../../protocol/messages.ts'
import type { RealmSettings } from '../realm-settings.ts'
import type { Session } from '../session.ts'
import { feature as callCanceling } from './call-canceling.ts'
import { isForwarded, timeLimit } from './call-timeout.ts'
import { trustLevel } from './call-trustlevels.ts'
import { isDisclosed } from './caller-identification.ts'
import type { PendingCall } from './calls.ts'
import { calledProcedure } from './pattern-based-registration.ts'
import * as payloadPassthruMode from './payload-passthru-mode.ts'
import * as progressiveCallInvocations from './progressive-call-invocations.ts'
import { supportsProgress } from './progressive-call-results.ts'
import type { Registrant } from './registrations.ts'

/** Those callees that have what a call needs; all where it needs nothing [R-PCI-2, PPT-4]. */
export function able(registrants: readonly Registrant[], options: CallOptions): readonly Registrant[] {
  const inParts = options.progress === true
  if (!inParts && !payloadPassthruMode.isPassedThrough(options)) return registrants
  return registrants.filter(
    ({ session }) =>
      payloadPassthruMode.isReadable(session.features.callee, options) &&
      (!inParts || progressiveCallInvocations.supportsParts(session)),
  )
}

/** The error of a call for which no callee is {@link able}. */
export function nobodyAble([, , options, procedure]: Call): WampError {
  const needed: string[] = []
  if (options.progress === true) needed.push(progressiveCallInvocations.feature, callCanceling)
  if (payloadPassthruMode.isPassedThrough(options)) needed.push(payloadPassthruMode.feature)
  const sentence = `${procedure} has no callee that announced ${needed.join(' and ')}`
  return refusal('wamp.error.feature_not_supported', sentence)
}

/** INVOCATION.Details of a call for one of its callees: only what there is to tell. */
export function invocationDetails(
  call: PendingCall,
  registrant: Registrant,
  settings: RealmSettings,
): InvocationDetails {
  const { options, procedure } = call
  const details: InvocationDetails = {}
  if (isDisclosed(call, registrant)) identifyCaller(details, call.caller.session)
  const called = calledProcedure(call.registration.match, procedure)
  if (called !== undefined) details.procedure = called
  if (options.receive_progress === true && supportsProgress(registrant.session, settings)) {
    details.receive_progress = true
  }
  if (options.progress === true) details.progress = true
  const limit = timeLimit(options, settings)
  if (limit > 0 && isForwarded(registrant)) details.timeout = limit
  const trust = trustLevel(settings, call.caller.session, procedure)
  if (trust !== undefined) details.trustlevel = trust
  payloadPassthruMode.passOn(options, details)
  return details
}

function identifyCaller(details: InvocationDetails, { id, principal }: Session): void {
  details.caller = id
  details.caller_authid = principal.authid
  details.caller_authrole = principal.authrole
}
