// Invocation: what a call asks of its callee, and what INVOCATION.Details tell it [wamp:call-invocation].

import { refusal } from '../../protocol/errors.ts'
import type { Call, CallOptions, InvocationDetails } from '../../protocol/messages.ts'
import type { RealmSettings } from '../realm-settings.ts'
import type { Session } from '../session.ts'
import { isForwarded, timeLimit } from './call-timeout.ts'
import { trustLevel } from './call-trustlevels.ts'
import { isDisclosed } from './caller-identification.ts'
import type { PendingCall } from './calls.ts'
import { calledProcedure } from './pattern-based-registration.ts'
import * as payloadPassthruMode from './payload-passthru-mode.ts'
import * as progressiveCallInvocations from './progressive-call-invocations.ts'
import { supportsProgress } from './progressive-call-results.ts'
import type { Registrant } from './registrations.ts'

/** The feature that a call needs and this callee lacks, if there is one [R-PCI-2, PPT-4]. */
export function lacking(callee: Session, options: CallOptions): string | undefined {
  if (options.progress === true && !progressiveCallInvocations.supportsParts(callee)) {
    return progressiveCallInvocations.feature
  }
  return payloadPassthruMode.isReadable(callee.features.callee, options) ? undefined : payloadPassthruMode.feature
}

/** @throws {WampError} `wamp.error.feature_not_supported` where a callee lacks what a call needs. */
export function checkAbility(callee: Session, [, , options, procedure]: Call): void {
  const lack = lacking(callee, options)
  if (lack === undefined) return
  throw refusal('wamp.error.feature_not_supported', `the callee of ${procedure} has not announced ${lack}`)
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
