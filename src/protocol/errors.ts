// The two ways WAMP itself goes wrong: a request is refused, or a peer breaks the protocol.

import type { Dict } from './dict.ts'
import type { Uri } from './uri.ts'

/** The error URIs that WAMP predefines and this implementation uses [wamp:predefined-uris]. */
export type WampErrorUri =
  | 'wamp.error.authentication_denied'
  | 'wamp.error.authentication_failed'
  | 'wamp.error.authentication_required'
  | 'wamp.error.authorization_failed'
  | 'wamp.error.canceled'
  | 'wamp.error.feature_not_supported'
  | 'wamp.error.invalid_argument'
  | 'wamp.error.invalid_uri'
  | 'wamp.error.network_failure'
  | 'wamp.error.no_available_callee'
  | 'wamp.error.no_matching_auth_method'
  | 'wamp.error.no_such_principal'
  | 'wamp.error.no_such_procedure'
  | 'wamp.error.no_such_realm'
  | 'wamp.error.no_such_registration'
  | 'wamp.error.no_such_session'
  | 'wamp.error.no_such_subscription'
  | 'wamp.error.not_authorized'
  | 'wamp.error.option_disallowed.disclose_me'
  | 'wamp.error.option_not_allowed'
  | 'wamp.error.payload_size_exceeded'
  | 'wamp.error.procedure_already_exists'
  | 'wamp.error.protocol_violation'
  | 'wamp.error.runtime_error'
  | 'wamp.error.timeout'
  | 'wamp.error.unavailable'

/**
 * A refused request, on either side of the wire: what an ERROR message carries [wamp:error].
 *
 * Throw one from a procedure to choose the URI its caller sees; calls, registrations, subscriptions and acknowledged
 * publications reject with one.
 */
export class WampError extends Error {
  override readonly name = 'WampError'
  /** The error's URI, for example `wamp.error.no_such_procedure` or one of the application's own. */
  readonly error: Uri
  readonly args: unknown[]
  readonly kwargs: Dict

  constructor(error: Uri, args: unknown[] = [], kwargs: Dict = {}) {
    const [first] = args
    super(typeof first === 'string' && first !== '' ? `${first} (${error})` : error)
    this.error = error
    this.args = args
    this.kwargs = kwargs
  }
}

/** A {@link WampError} with one of WAMP's own URIs and a sentence for people as its only argument. */
export function refusal(error: WampErrorUri, sentence: string): WampError {
  return new WampError(error, [sentence])
}

/** What an error says to people, without the URI. */
export function sentenceOf(error: Error): string {
  const [first] = error instanceof WampError ? error.args : []
  return typeof first === 'string' && first !== '' ? first : error.message
}

/** The peer broke the protocol; it is answered with ABORT and its link is closed [wamp:protocol-errors]. */
export class ProtocolViolation extends Error {
  override readonly name = 'ProtocolViolation'
  readonly reason = 'wamp.error.protocol_violation'
}
