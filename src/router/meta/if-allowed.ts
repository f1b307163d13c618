// IfAllowed: what a meta procedure does only for those who may do something else, too.

import type { Uri } from '../../protocol/messages.ts'
import { type Eventually, followed } from '../eventually.ts'
import { type Action, notAuthorized, type Verdict } from '../permission.ts'
import type { Session } from '../session.ts'
import type { MetaRealm } from './meta-session.ts'

export interface Asked {
  readonly session: Session
  readonly action: Action
  readonly uri: Uri
  readonly options: object
}

/** What `act` returns, once it is known that the session may; refused with `wamp.error.not_authorized` where it may not. */
export function ifAllowed<T>(realm: MetaRealm, asked: Asked, act: (verdict: Verdict) => T): Eventually<T> {
  const { session, action, uri, options } = asked
  return followed(realm.authorize(session, action, uri, options), verdict => {
    if (verdict.allow) return act(verdict)
    throw notAuthorized(action, uri)
  })
}
