// Authorization: who may do what, by static rules and by functions, in one list [wamp:authorization].

import type { Dict, Uri } from '../protocol/messages.ts'
import type { Eventually } from './eventually.ts'
import type { Action } from './realm-settings.ts'
import type { Session } from './session.ts'

/** What was decided of one request. */
export interface Verdict {
  readonly allow: boolean
  /** Whether the session's identity is disclosed: true even unasked, false even where it asks; otherwise as it asks. */
  readonly disclose?: boolean | undefined
}

export class Authorization {
  /** What `session` may do to `uri`: now where rules decide, later where a function takes its time. */
  decide(_session: Session, _action: Action, _uri: Uri, _options: Dict): Eventually<Verdict> {
    return { allow: true }
  }
}
