// wampcra: a shared secret, proven by signing a challenge [wamp:wampcra].

import { encodeBase64 } from '../../protocol/auth/base64.ts'
import { sameText } from '../../protocol/auth/constant-time.ts'
import { signWampCra } from '../../protocol/auth/wampcra.ts'
import type { Authenticator } from './authenticator.ts'
import { denied, secretOf, type User, type Users, withUser } from './users.ts'

export interface WampCraUser extends User {
  /** What both sides know; with `salt`, what `deriveKey(secret, salt, iterations, keylen)` makes of it, in base64. */
  readonly secret: string
  readonly salt?: string | undefined
  /** 1,000 by default. */
  readonly iterations?: number | undefined
  /** Bytes of the derived key; 32 by default. */
  readonly keylen?: number | undefined
}

export function wampcraAuthenticator({ users }: { users: Users<WampCraUser> }): Authenticator {
  return {
    authmethod: 'wampcra',
    begin: request =>
      withUser(users, request, (user, principal) => {
        const secret = secretOf('secret', user.secret)
        const challenge = JSON.stringify({
          ...principal,
          authmethod: 'wampcra',
          nonce: encodeBase64(request.randomBytes(16)),
          timestamp: request.date().toISOString(),
          session: request.session,
        })
        return {
          challenge: { challenge, ...saltOf(user) },
          answer: signature => {
            if (!sameText(signature, signWampCra(secret, challenge))) throw denied()
            return { principal }
          },
        }
      }),
  }
}

/** Without a salt there is no key of that name at all: clients ask whether there is one [T-24]. */
function saltOf({ salt, iterations = 1_000, keylen = 32 }: WampCraUser) {
  return salt === undefined ? {} : { salt, iterations, keylen }
}
