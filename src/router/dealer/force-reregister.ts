// force_reregister: a callee that lost its link takes its procedure back from the session it left behind.
// Not a feature of the specification's: Crossbar and Autobahn have the option, and announce nothing.

import type { RegisterOptions } from '../../protocol/messages.ts'
import type { RealmSettings } from '../realm-settings.ts'
import type { Session } from '../session.ts'
import type { Registrant, Registration } from './registrations.ts'

/** Why those who are replaced have lost their registration. */
export const REASON = 'wamp_mesh.close.reregistered'

/**
 * The callees of a registration whose place `callee` takes. In a realm without permissions everybody may do everything,
 * and this, as with Crossbar; else only those with its own authid and authrole: in a room of strangers, anybody could
 * take any procedure otherwise. A shared registration has room for others, who stay in any case.
 */
export function replaced(
  { registrants, invoke }: Registration,
  callee: Session,
  { options, settings }: { options: RegisterOptions; settings: RealmSettings },
): readonly Registrant[] {
  if (options.force_reregister !== true) return []
  const { forceReregister = settings.permissions?.length ? 'own' : 'any' } = settings
  if (forceReregister === 'any' && invoke === 'single') return [...registrants]
  const { authid, authrole } = callee.principal
  return registrants.filter(
    ({ session: { principal } }) => principal.authid === authid && principal.authrole === authrole,
  )
}
