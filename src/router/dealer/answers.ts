// Answers: RESULT and ERROR for the caller of a call, by what its callee said or the dealer says itself.

import { refusal, WampError } from '../../protocol/errors.ts'
import type { ErrorDetails, ResultDetails, Uri } from '../../protocol/messages.ts'
import * as m from '../../protocol/messages.ts'
import { Payload } from '../../protocol/payload.ts'
import type { PendingCall } from './calls.ts'
import { isReadable, passOn, feature as passthru } from './payload-passthru-mode.ts'

/** Sends a result or a part of one; returns what to tell the caller where it cannot be sent. */
export function sendResult(call: PendingCall, [, , options, payload]: m.Yield): WampError | undefined {
  const { session: caller } = call.caller
  // The specification would have the callee told, for which there is no message, while its caller waits [PPT-6, D9].
  if (!isReadable(caller.features.caller, options)) {
    return refusal('wamp.error.feature_not_supported', `the result is for callers that announced ${passthru}`)
  }
  const details: ResultDetails = {}
  if (options.progress === true) details.progress = true
  passOn(options, details)
  if (caller.send([m.RESULT, call.request, details, payload])) return undefined
  return refusal('wamp.error.invalid_argument', 'the result has no form in the serializer of the caller')
}

/** Sends an error of the callee's: its URI at least, if the caller cannot have its arguments. */
export function sendError(call: PendingCall, [, , , options, error, payload]: m.Error_): void {
  const { session: caller } = call.caller
  if (!isReadable(caller.features.caller, options)) {
    return answer(call, new WampError(error, [`the error had arguments for callers that announced ${passthru}`]))
  }
  const details: ErrorDetails = {}
  passOn(options, details)
  if (caller.send([m.ERROR, m.CALL, call.request, details, error, payload])) return
  answer(call, new WampError(error, ['the error had arguments with no form in the serializer of the caller']))
}

/** Sends an error of the dealer's own. */
export function answer(call: PendingCall, { error, args, kwargs }: WampError): void {
  call.caller.session.send([m.ERROR, m.CALL, call.request, {}, error, Payload.of(args, kwargs)])
}

/** The error of a call whose arguments its callee cannot be sent. */
export function unsendableArguments(procedure: Uri): WampError {
  return refusal('wamp.error.invalid_argument', `the callee of ${procedure} cannot be sent these arguments`)
}
