// Session end: how a session ended, as far as this side knows.

import type * as m from '../protocol/messages.ts'
import type { Uri } from '../protocol/messages.ts'

export interface SessionEnd {
  /** `wamp.close.…` of whoever closed, `wamp.error.network_failure` where the link failed, the reason of an ABORT. */
  readonly reason: Uri
  /** A sentence for people. */
  readonly message: string
  /** What the router itself said, often nothing; absent where it was not the router that ended the session. */
  readonly said?: string
}

/** @param sentence for people, where the router has none. */
export function endOf([, { message: said = '' }, reason]: m.Goodbye | m.Abort, sentence: string): SessionEnd {
  return { reason, message: said || sentence, said }
}
