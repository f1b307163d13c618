// caller_identification: a callee may learn who calls [wamp:caller-identification].

import { refusal } from '../../protocol/errors.ts'
import type { CallOptions } from '../../protocol/messages.ts'
import type { PendingCall } from './calls.ts'
import type { Registrant } from './registrations.ts'

export const feature = 'caller_identification'

/**
 * Checks that the caller may offer its identity, as the realm's rules have it.
 * @throws {WampError} `wamp.error.option_disallowed.disclose_me` where it must not [D3].
 */
export function checkDisclosure({ disclose_me }: CallOptions, disclose: boolean | undefined): void {
  if (disclose !== false || disclose_me !== true) return
  throw refusal('wamp.error.option_disallowed.disclose_me', 'this realm does not let this session disclose itself here')
}

/**
 * Whether INVOCATION tells who calls: as the realm's rules have it, else where the caller offers it or the callee asks for
 * it. A callee that did not announce the feature is told as well, for a key it does not know it ignores [R-MSG-3]; the
 * router itself always knows.
 */
export function isDisclosed({ disclose, options, registration }: PendingCall, registrant: Registrant): boolean {
  if (registration.reserved) return true
  return disclose ?? (options.disclose_me === true || registrant.options.disclose_caller === true)
}
