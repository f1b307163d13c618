// call_trustlevels: a callee is told how far its caller is to be trusted [wamp:call-trustlevels].

import type { Uri } from '../../protocol/messages.ts'
import type { RealmSettings } from '../realm-settings.ts'
import type { Session } from '../session.ts'

export const feature = 'call_trustlevels'

/** How far the realm trusts `caller` with `procedure`; `undefined` where it does not say. */
export function trustLevel({ trustLevel: of }: RealmSettings, caller: Session, procedure: Uri): number | undefined {
  return of?.(caller.principal, 'call', procedure)
}
