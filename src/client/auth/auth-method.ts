// AuthMethod: one way for a client to say who it is [wamp:authentication].

import type { Dict, WelcomeDetails } from '../../protocol/messages.ts'

/** What a challenge is answered with: AUTHENTICATE.Signature, and AUTHENTICATE.Extra where there is something to say. */
export type Answer = string | readonly [signature: string, extra: Dict]

/** Made by `ticket`, `wampcra`, `wampScram` or `cryptosign`, or by an application of its own. */
export interface AuthMethod {
  /** As routers call it: `wampcra`. */
  readonly authmethod: string
  readonly authid?: string | undefined
  /** Begins anew for each link, since nonces serve once. */
  begin(): AuthAttempt
}

/** One try to join. */
export interface AuthAttempt {
  /** What HELLO.Details.authextra must have. */
  readonly authextra?: Dict
  /** Answers CHALLENGE. What it throws or rejects with ends the session; a `WampError` is told the router, too. */
  answer(extra: Dict): Answer | PromiseLike<Answer>
  /** Of a method that proves the router, too: throws where WELCOME does not, or comes unasked. */
  welcomed?(details: WelcomeDetails): void
}
