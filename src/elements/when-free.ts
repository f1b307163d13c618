// When free: told as soon as a procedure that somebody else has is there to be taken.

import type { RegisterOptions } from '../client/callee.ts'
import type { Session } from '../client/session.ts'
import type { Id, Uri } from '../protocol/messages.ts'

/** Whose registration stands in the way is asked once. Resolves to what ends it [wamp:registration-meta-api]. */
export async function whenFree(
  session: Session,
  procedure: Uri,
  match: RegisterOptions['match'] | undefined,
  free: () => void,
): Promise<() => unknown> {
  let other: Id | null | undefined
  // The event may come before the answer that says whose registration it was.
  const gone = new Set<unknown>()
  const subscription = await session.subscribe('wamp.registration.on_delete', ([, id]) => {
    if (other === undefined) gone.add(id)
    else if (id === other) free()
  })
  // A router that does not tell has the procedure refused once and for all.
  other = await session.call<Id | null>('wamp.registration.lookup', [procedure, match ? { match } : {}]).catch(() => 0)
  if (other === null || gone.has(other)) free()
  return () => subscription.unsubscribe()
}
