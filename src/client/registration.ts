// Registration: a procedure that a session offers.

import type * as m from '../protocol/messages.ts'
import type { Uri } from '../protocol/messages.ts'
import type { Endpoint } from './endpoint.ts'

/** How to register, as on the wire; those that start with `_` or `x_`, the router's own, are taken too. */
export type RegisterOptions = Pick<
  m.RegisterOptions,
  'match' | 'invoke' | 'disclose_caller' | 'force_reregister' | 'forward_timeout'
>

/** A procedure of this session. */
export class Registration {
  readonly procedure: Uri
  readonly endpoint: Endpoint
  readonly options: RegisterOptions
  readonly #unregister: (registration: Registration) => Promise<void>

  constructor(
    { procedure, endpoint, options }: { procedure: Uri; endpoint: Endpoint; options: RegisterOptions },
    unregister: (registration: Registration) => Promise<void>,
  ) {
    this.procedure = procedure
    this.endpoint = endpoint
    this.options = options
    this.#unregister = unregister
  }

  /** Resolves when the router no longer sends calls; invocations that run go on. */
  unregister(): Promise<void> {
    return this.#unregister(this)
  }
}
