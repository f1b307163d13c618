// AttachmentState: what a link at a router is in the middle of.

import type { AuthChallenge } from './auth/authenticator.ts'
import type { Greeting } from './handshake.ts'
import type { Realm } from './realm.ts'
import type { Session } from './session.ts'

/** A session exists in `joined` only, so that nothing can be routed for a peer that has not joined. */
export type AttachmentState =
  | { readonly name: 'hello' }
  | {
      readonly name: 'challenge'
      readonly greeting: Greeting
      readonly challenge: AuthChallenge
      readonly count: number
    }
  | { readonly name: 'joined'; readonly realm: Realm; readonly session: Session }
  | { readonly name: 'goodbye' }
  | { readonly name: 'closed' }
