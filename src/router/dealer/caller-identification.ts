// caller_identification: a callee may learn who calls [wamp:caller-identification].

import type { CallOptions, InvocationDetails, RegisterOptions } from '../../protocol/messages.ts'
import type { Session } from '../session.ts'

export const feature = 'caller_identification'

/** What INVOCATION.Details say of the caller: nothing, unless the caller offered it or the callee asked for it. */
export function callerDetails(caller: Session, call: CallOptions, registration: RegisterOptions): InvocationDetails {
  if (call.disclose_me !== true && registration.disclose_caller !== true) return {}
  const { authid, authrole } = caller.principal
  return { caller: caller.id, caller_authid: authid, caller_authrole: authrole }
}
