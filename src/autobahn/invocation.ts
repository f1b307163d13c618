// Invocation: `autobahn.Invocation`, the third argument of an endpoint.

import type { Dict, Id, InvocationDetails, Uri } from '../protocol/messages.ts'

export type Progress = (args?: unknown[] | null, kwargs?: Dict | null) => void

export class Invocation {
  readonly procedure: Uri
  /** Sends a progressive result; null where the caller did not ask for them. */
  readonly progress: Progress | null
  /** Undefined where the caller did not disclose itself; so are the next two. */
  readonly caller: Id | undefined
  readonly caller_authid: string | undefined
  readonly caller_authrole: string | undefined

  /** @param procedure the registration's, for an invocation that names none. */
  constructor(details: InvocationDetails, procedure: Uri, progress: Progress | null) {
    this.procedure = details.procedure ?? procedure
    this.progress = progress
    this.caller = details.caller
    this.caller_authid = details.caller_authid
    this.caller_authrole = details.caller_authrole
  }
}
