// call_reroute: a callee that cannot attend to a call passes it to the next one [wamp:call-rerouting].

import type { Uri } from '../../protocol/messages.ts'
import type { PendingCall } from './calls.ts'
import { able } from './invocation.ts'
import type { Registrant } from './registrations.ts'

export const feature = 'call_reroute'

/** Whether an error asks for another callee. Callees that announced nothing may say so too: the URI is WAMP's, and clear. */
export function isUnavailable(error: Uri): boolean {
  return error === 'wamp.error.unavailable'
}

/**
 * Who may be asked next, after the present callee: each is asked once, so this ends. `undefined` where the call cannot
 * begin again: arguments or results have followed the first, which may have been too large to keep, or it is being
 * canceled.
 */
export function alternatives(call: PendingCall): Registrant[] | undefined {
  if (call.interrupted) return undefined
  // Nobody else to ask, and so nothing was kept to ask with.
  if (call.registration.invoke === 'single') return []
  if (call.kept === undefined) return undefined
  const tried = (call.tried ?? new Set()).add(call.callee.session)
  call.tried = tried
  return able(call.registration.registrants, call.options).filter(({ session }) => !tried.has(session))
}
