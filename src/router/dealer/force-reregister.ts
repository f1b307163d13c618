// force_reregister: a callee that lost its link takes its procedure back from the session it left behind.
// Not a feature of the specification's: Crossbar and Autobahn have the option, and announce nothing.

import type { RegisterOptions } from '../../protocol/messages.ts'
import type { Session } from '../session.ts'
import type { Registrant, Registration } from './registrations.ts'

/** Why those who are replaced have lost their registration. */
export const REASON = 'wamp_mesh.close.reregistered'

/**
 * The callees of a registration whose place `callee` takes. Only those with its own authid and authrole: in a room of
 * strangers, anybody could take any procedure otherwise. (Crossbar replaces whoever is there.)
 */
export function replaced({ registrants }: Registration, callee: Session, options: RegisterOptions): Registrant[] {
  if (options.force_reregister !== true) return []
  const { authid, authrole } = callee.principal
  return registrants.filter(
    ({ session: { principal } }) => principal.authid === authid && principal.authrole === authrole,
  )
}
