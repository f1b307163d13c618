// Registration: `autobahn.Registration`, one endpoint on one procedure.

import type { Dict, Id, Uri } from '../protocol/messages.ts'
import type { ProgressPromise } from './deferred.ts'
import type { Invocation } from './invocation.ts'

export type Endpoint = (args: unknown[], kwargs: Dict, details: Invocation) => unknown

/** The session that a registration is of. */
export interface RegisteringSession {
  unregister(registration: Registration): ProgressPromise<void>
}

export interface RegistrationParts {
  readonly procedure: Uri
  readonly endpoint: Endpoint
  readonly options: Dict
  readonly session: RegisteringSession
  readonly id: Id
  readonly on_unregister: ProgressPromise
}

export class Registration {
  readonly procedure: Uri
  readonly endpoint: Endpoint
  readonly options: Dict
  readonly session: RegisteringSession
  readonly id: Id
  active = true
  /** Resolves when the registration has ended, to the reason where the router ended it. */
  readonly on_unregister: ProgressPromise

  constructor(parts: RegistrationParts) {
    this.procedure = parts.procedure
    this.endpoint = parts.endpoint
    this.options = parts.options
    this.session = parts.session
    this.id = parts.id
    this.on_unregister = parts.on_unregister
  }

  unregister(): ProgressPromise<void> {
    return this.session.unregister(this)
  }
}
