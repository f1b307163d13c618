// Error: `autobahn.Error`, what calls and other requests reject with, and what endpoints throw.

import { WampError } from '../protocol/errors.ts'
import type { Dict, Uri } from '../protocol/messages.ts'

/**
 * Has `error`, `args` and `kwargs` for its own enumerable keys, as Autobahn's has; other than that one it is a real
 * `Error`, with a message and a stack.
 */
export class AutobahnError extends Error {
  /** The error's URI, or `Cancelled` of a call that its caller has cancelled. */
  readonly error: Uri
  readonly args: unknown[]
  readonly kwargs: Dict

  constructor(error: Uri, args?: unknown[] | null, kwargs?: Dict | null) {
    super(typeof args?.[0] === 'string' ? `${args[0]} (${error})` : error)
    this.error = error
    this.args = args ?? []
    this.kwargs = kwargs ?? {}
  }
}

/** A refusal in the form that applications of Autobahn know; everything else as it is. */
export function toAutobahnError(error: unknown): unknown {
  return error instanceof WampError ? new AutobahnError(error.error, error.args, error.kwargs) : error
}
