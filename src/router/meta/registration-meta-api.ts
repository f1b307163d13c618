// registration_meta_api: what registrations there are, by procedures and events [wamp:registration-meta-api].

import type { RegistrationObserver } from '../dealer/dealer.ts'
import type { MetaRealm, MetaSession } from './meta-session.ts'

export class RegistrationMetaApi implements RegistrationObserver {
  constructor(_router: MetaSession, _realm: MetaRealm) {}

  created(): void {}

  registered(): void {}

  unregistered(): void {}

  deleted(): void {}
}
