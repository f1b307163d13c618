// cryptosign: a key pair, proven by signing a challenge [wamp:cryptosignauth].

import { isHex32, publicKeyOf, signChallenge, verifySignature } from '../../protocol/auth/cryptosign.ts'
import { refusal } from '../../protocol/errors.ts'
import type { Dict } from '../../protocol/messages.ts'
import { type Eventually, followed } from '../eventually.ts'
import type { Authenticator, AuthRequest, Step } from './authenticator.ts'
import { denied, principalOf, type User } from './users.ts'

export interface CryptosignUser extends User {
  /** Ed25519 keys, each 32 bytes in hexadecimal digits: one for every device, say. */
  readonly publicKeys: readonly string[]
}

/** Whose key it is, by a record of users, or by a function that is given the key (in small letters). */
export type CryptosignUsers =
  | Readonly<Record<string, CryptosignUser>>
  | ((publicKey: string, request: AuthRequest) => Eventually<(User & { readonly authid: string }) | undefined>)

export interface CryptosignOptions {
  readonly users: CryptosignUsers
  /** The router's own key, for clients that ask it to prove itself: Ed25519 seed, 32 bytes in hexadecimal digits. */
  readonly privateKey?: string | undefined
}

/** Not bound to TLS connections. @throws {TypeError} where the router's key, or one of a record's, is not what it must be. */
export function cryptosignAuthenticator({ users, privateKey }: CryptosignOptions): Authenticator {
  if (typeof users !== 'function') checkKeys(users)
  const routerKey = privateKey === undefined ? undefined : publicKeyOf(privateKey)
  const proof = (challenge: unknown): Dict =>
    privateKey !== undefined && isHex32(challenge)
      ? { pubkey: routerKey, signature: signChallenge(privateKey, challenge) }
      : {}
  return {
    authmethod: 'cryptosign',
    begin: request => {
      const publicKey = publicKeyIn(request.authextra)
      return followed(ownerOf(users, publicKey, request), owner => {
        const { authid } = request
        if (!owner || (authid !== undefined && owner.authid !== authid)) {
          throw refusal('wamp.error.no_such_principal', 'nobody of that name has this public key')
        }
        const principal = principalOf(users, owner, owner.authid)
        return challenged(request, publicKey, { principal, extra: proof(request.authextra.challenge) })
      })
    },
  }
}

function challenged(
  request: AuthRequest,
  publicKey: string,
  { principal, extra }: { principal: ReturnType<typeof principalOf>; extra: Dict },
): Step {
  const challenge = hexOf(request.randomBytes(32))
  return {
    challenge: { challenge, channel_binding: null, ...extra },
    answer: signature => {
      if (!verifySignature(publicKey, { challenge, signature })) throw denied()
      return { principal }
    },
  }
}

function publicKeyIn({ pubkey }: Dict): string {
  if (isHex32(pubkey)) return pubkey.toLowerCase()
  const sentence = 'HELLO.Details.authextra.pubkey must be 32 bytes, written as 64 hexadecimal digits'
  throw refusal('wamp.error.authentication_failed', sentence)
}

function ownerOf(users: CryptosignUsers, publicKey: string, request: AuthRequest) {
  if (typeof users === 'function') return users(publicKey, request)
  for (const [authid, user] of Object.entries(users)) {
    const named = request.authid === undefined || request.authid === authid
    if (named && user.publicKeys.some(key => key.toLowerCase() === publicKey)) return { ...user, authid }
  }
  return undefined
}

function checkKeys(users: Readonly<Record<string, CryptosignUser>>): void {
  for (const [authid, { publicKeys }] of Object.entries(users)) {
    if (Array.isArray(publicKeys) && publicKeys.every(isHex32)) continue
    throw new TypeError(`the publicKeys of ${authid} must be a list of keys, each written as 64 hexadecimal digits`)
  }
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')
}
