// wamp-scram: passwords that the router recognises without knowing them; it proves itself, too [wamp:wamp-scram].

import { encodeBase64 } from '../../protocol/auth/base64.ts'
import { saslprep } from '../../protocol/auth/saslprep.ts'
import {
  authMessage,
  isProof,
  type KdfParameters,
  mockSalt,
  type ScramCredentials,
  serverSignature,
} from '../../protocol/auth/scram.ts'
import { refusal } from '../../protocol/errors.ts'
import type { Dict } from '../../protocol/messages.ts'
import { describe } from '../../protocol/options.ts'
import { followed } from '../eventually.ts'
import type { Authenticator, AuthRequest, Granted, Step } from './authenticator.ts'
import { checkCredentials, lengthOf, preparedUsers } from './scram-users.ts'
import { denied, findUser, principalOf, type User, type Users } from './users.ts'

/** What `scramCredentials(password, { kdf, salt, iterations, memory })` makes, and a role. */
export interface ScramUser extends ScramCredentials, User {}

export interface ScramOptions {
  /** A record is read once. A function is given the SASLprep form of a name. */
  readonly users: Users<ScramUser>
  /**
   * What a name that is not known is challenged with, so that nobody learns which names are. It should be what most users
   * have; by default that of the first of a record, else `pbkdf2` with 100,000 iterations and a salt of 16 bytes.
   */
  readonly unknown?: UnknownUser | undefined
  /**
   * What the salts of names that are not known are made from: at least 16 random bytes. Keep them beside the users, and
   * have the same at every router of theirs: by default they are new with every start, and so are those salts.
   */
  readonly mockKey?: Uint8Array | undefined
}

export interface UnknownUser extends Pick<KdfParameters, 'kdf' | 'iterations' | 'memory'> {
  /** Bytes of the salt; 16 by default. */
  readonly saltLength?: number | undefined
}

const UNKNOWN: UnknownUser = { kdf: 'pbkdf2', iterations: 100_000 }
const LEAST_MOCK_KEY = 16

/** What RFC 5802 lets a nonce be made of: printable, and no comma, which separates what is signed. */
const NONCE = /^[\x21-\x2b\x2d-\x7e]{1,256}$/

/**
 * Without channel binding. Names are compared in their SASLprep form.
 * @throws {TypeError} where two names of a record have the same form, or `mockKey` is too short.
 * @throws {WampError} where a name of a record has a character that SASLprep prohibits.
 */
export function wampScramAuthenticator(options: ScramOptions): Authenticator {
  const users = typeof options.users === 'function' ? options.users : preparedUsers(options.users)
  const unknown = options.unknown ?? likeFirst(users) ?? UNKNOWN
  let key = options.mockKey
  if (key !== undefined && !(key instanceof Uint8Array && key.length >= LEAST_MOCK_KEY)) {
    throw new TypeError(`mockKey must be a Uint8Array of at least ${LEAST_MOCK_KEY} bytes`)
  }
  return {
    authmethod: 'wamp-scram',
    begin: request => {
      const clientNonce = clientNonceIn(request.authextra)
      key ??= request.randomBytes(32)
      const prepared = { ...request, authid: request.authid && saslprep(request.authid) }
      const { authid = '' } = prepared
      const mock = mockUser(unknown, key, authid)
      return followed(findUser(users, prepared), found => {
        if (found) checkCredentials(found)
        const principal = principalOf(users, found ?? mock, authid)
        return challenged(found ?? mock, { request, clientNonce, granted: { principal } })
      })
    },
  }
}

function likeFirst(users: Users<ScramUser>): UnknownUser | undefined {
  const [first] = typeof users === 'function' ? [] : Object.values(users)
  return first && { ...first, saltLength: lengthOf(first.salt) || undefined }
}

/** Somebody who is not there: nobody has a proof for these keys. */
function mockUser({ kdf, iterations, memory, saltLength }: UnknownUser, key: Uint8Array, authid: string): ScramUser {
  return { kdf, iterations, memory, salt: mockSalt(key, authid, saltLength), storedKey: '', serverKey: '' }
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
  throw refusal('wamp.error.authentication_failed', `this router cannot bind itself to ${describe(channel)}`)
}
