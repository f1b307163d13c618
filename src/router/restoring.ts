// Restoring: what becomes of that which did not outlive a router, where another one goes on with its sessions.

import { refusal } from '../protocol/errors.ts'
import * as m from '../protocol/messages.ts'
import { Payload } from '../protocol/payload.ts'
import { supportsCanceling } from './dealer/call-canceling.ts'
import { OPEN_LIMITS } from './limits.ts'
import { Session } from './session.ts'
import { type KeptSession, revivedFeatures, type Standing } from './snapshot.ts'

/** A session to whose peer there is no way any more: it is there to leave, so that others hear of that. */
export function lostSession({ id, principal, features }: KeptSession): Session {
  return new Session({
    id,
    principal,
    features: revivedFeatures(features),
    limits: OPEN_LIMITS,
    deliver: () => {},
    undeliverable: () => {},
    hold: () => act => act(),
    close: () => {},
  })
}

/** Ends the calls that were under way: their callers hear of it, and callees that understand stop working on them. */
export function giveUpCalls(session: Session, { calls, invocations }: Standing): void {
  const { error, args } = refusal(
    'wamp.error.network_failure',
    'the router went on in another place while this call ran',
  )
  for (const request of calls) session.send([m.ERROR, m.CALL, request, {}, error, Payload.of(args)])
  if (!supportsCanceling(session)) return
  for (const invocation of invocations) session.send([m.INTERRUPT, invocation, { mode: 'killnowait' }])
}
