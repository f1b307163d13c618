// Authenticator: one way for a router to find out who somebody is [wamp:authentication].

import type { Dict, Id, Uri } from '../../protocol/messages.ts'
import type { Eventually } from '../eventually.ts'
import type { Principal } from '../session.ts'

/** What a client said in HELLO, and what a router lends to those who check it. */
export interface AuthRequest {
  readonly realm: Uri
  /** The session's id, should it be let in: that of WELCOME. */
  readonly session: Id
  readonly authid: string | undefined
  /** HELLO.Details.authextra. */
  readonly authextra: Dict
  /** What is known of the peer by its link: in a room, plain clients have the authrole `plain`. */
  readonly origin: Partial<Principal>
  /** A name that nobody has, for who has none. */
  newAuthid(): string
  randomBytes(length: number): Uint8Array
  /** The date and time of the calendar. */
  date(): Date
}

/**
 * Made by `ticketAuthenticator` and its like, or by an application of its own.
 *
 * It refuses by throwing (or rejecting with) a `WampError`, which is told the client: `wamp.error.no_such_principal`,
 * `wamp.error.authentication_denied`. Anything else it throws, and no answer in the time of a handshake, is its failure:
 * the client hears `wamp.error.authentication_failed`, and the router's `onerror` what it was.
 */
export interface Authenticator {
  /** As clients name it in HELLO.Details.authmethods: `ticket`. */
  readonly authmethod: string
  begin(request: AuthRequest): Eventually<Step>
}

/** What comes next: a challenge, twice at most, or the end. */
export type Step = AuthChallenge | Granted

export interface AuthChallenge {
  /** CHALLENGE.Extra. */
  readonly challenge: Dict
  /** CHALLENGE.AuthMethod, where it is another than the authenticator's: a second factor. */
  readonly authmethod?: string | undefined
  /** Given AUTHENTICATE. */
  answer(signature: string, extra: Dict): Eventually<Step>
}

export interface Granted {
  /** Who it is. */
  readonly principal: Omit<Principal, 'authmethod'>
  /** WELCOME.Details.authextra. */
  readonly authextra?: Dict | undefined
}
