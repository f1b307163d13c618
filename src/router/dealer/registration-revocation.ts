// registration_revocation: the router ends a registration that it has granted [wamp:registration-revocation].

import type { Uri } from '../../protocol/messages.ts'
import * as m from '../../protocol/messages.ts'
import type { Session } from '../session.ts'
import type { Registration } from './registrations.ts'

export const feature = 'registration_revocation'

/** Tells a callee that its registration has ended, unless it would not understand [R-REV-1]. `reason` is a URI [T-18]. */
export function tellRevoked(callee: Session, { id: registration }: Registration, reason: Uri | undefined): void {
  if (!callee.features.callee.has(feature)) return
  callee.send([m.UNREGISTERED, 0, reason === undefined ? { registration } : { registration, reason }])
}
