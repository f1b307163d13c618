// testament_meta_api: events that a session leaves to be published when it is gone [wamp:testament].

import type { Session } from '../session.ts'
import type { MetaRealm, MetaSession } from './meta-session.ts'

export class TestamentMetaApi {
  constructor(_router: MetaSession, _realm: MetaRealm) {}

  /** Publishes what the session left, unless it took that back. */
  left(_session: Session): void {}
}
