// wamp-scram: passwords that the router recognises without knowing them; it proves itself, too [wamp:wamp-scram].

import { encodeBase64 } from '../../protocol/auth/base64.ts'
import { saslprep } from '../../protocol/auth/saslprep.ts'
import { authMessage, isProof, mockSalt, type ScramCredentials, serverSignature } from '../../protocol/auth/scram.ts'
import { refusal } from '../../protocol/errors.ts'
import type { Dict } from '../../protocol/messages.ts'
import { followed } from '../eventually.ts'
import type { Authenticator, AuthRequest, Granted, Step } from './authenticator.ts'
import { denied, findUser, principalOf, type User, type Users } from './users.ts'

/** What `scramCredentials(password, { kdf, salt, iterations, memory })` makes, and a role. */
export interface ScramUser extends ScramCredentials, User {}

export interface ScramOptions {
  readonly users: Users<ScramUser>
  /**
   * What a name that is not known is challenged with, so that nobody learns which names are. It should be what most users
   * have; by default that of the first of a record, else `pbkdf2` with 100,000 iterations.
   */
  readonly unknown?: Pick<ScramCredentials, 'kdf' | 'iterations' | 'memory'> | undefined
}

const UNKNOWN: NonNullable<ScramOptions['unknown']> = { kdf: 'pbkdf2', iterations: 100_000 }

/** What RFC 5802 lets a nonce be made of: printable, and no comma, which separates what is signed. */
const NONCE = /^[\x21-\x2b\x2d-\x7e]{1,256}$/

/** Without channel binding. Names are compared in their SASLprep form. */
export function wampScramAuthenticator(options: ScramOptions): Authenticator {
  const { users } = options
  const [first] = typeof users === 'function' ? [] : Object.values(users)
  const unknown = options.unknown ?? first ?? UNKNOWN
  let key: Uint8Array | undefined
  return {
    authmethod: 'wamp-scram',
    begin: request => {
      const clientNonce = clientNonceIn(request.authextra)
      key ??= request.randomBytes(32)
      const { kdf, iterations, memory } = unknown
      const mock: ScramUser = {
        kdf,
        iterations,
        memory,
        salt: mockSalt(key, request.authid ?? ''),
        storedKey: '',
        serverKey: '',
      }
      const prepared = { ...request, authid: request.authid && saslprep(request.authid) }
      return followed(findUser(users, prepared), found => {
        const principal = principalOf(users, found ?? mock, prepared.authid ?? '')
        return challenged(found ?? mock, { request, clientNonce, granted: { principal } })
      })
    },
  }
}

interface Attempt {
  readonly request: AuthRequest
  readonly clientNonce: string
  readonly granted: Granted
}

function challenged(user: ScramUser, { request, clientNonce, granted }: Attempt): Step {
  const { authid = '' } = request
  const { salt, kdf, iterations, memory = null } = user
  const nonce = clientNonce + encodeBase64(request.randomBytes(16))
  const message = authMessage({ authid, clientNonce, nonce, salt, iterations })
  return {
    challenge: { nonce, salt, kdf, iterations, memory },
    answer: (signature, extra) => {
      unbound(extra)
      // Nobody has a proof for the keys of a name that is not known.
      if (extra.nonce !== nonce || !isProof(signature, message, user)) throw denied()
      return { ...granted, authextra: { verifier: serverSignature(message, user) } }
    },
  }
}

function clientNonceIn(authextra: Dict): string {
  const { nonce } = authextra
  unbound(authextra)
  if (typeof nonce === 'string' && NONCE.test(nonce)) return nonce
  const sentence = 'HELLO.Details.authextra.nonce must be a random text, base64 for example'
  throw refusal('wamp.error.authentication_failed', sentence)
}

function unbound({ channel_binding: channel }: Dict): void {
  if (channel === undefined || channel === null) return
  throw refusal('wamp.error.authentication_failed', `this router cannot bind itself to ${String(channel)}`)
}
