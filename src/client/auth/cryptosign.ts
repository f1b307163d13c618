// cryptosign: a key pair, proven by signing a challenge [wamp:cryptosignauth].

import { isHex32, publicKeyOf, signChallenge, verifySignature } from '../../protocol/auth/cryptosign.ts'
import { refusal } from '../../protocol/errors.ts'
import type { Dict } from '../../protocol/messages.ts'
import type { AuthAttempt, AuthMethod } from './auth-method.ts'

export interface CryptosignKeys {
  /** By default whatever name the router gives to the key. */
  readonly authid?: string | undefined
  /** Ed25519 seed: 32 bytes in hexadecimal digits. */
  readonly privateKey: string
  /** The router's public key, if it must prove itself: 32 bytes in hexadecimal digits. */
  readonly routerKey?: string | undefined
}

/** Not bound to a TLS connection, which browsers do not show. @throws {TypeError} where a key is not what it must be. */
export function cryptosign({ authid, privateKey, routerKey }: CryptosignKeys): AuthMethod {
  const pubkey = publicKeyOf(privateKey)
  if (routerKey !== undefined && !isHex32(routerKey)) {
    throw new TypeError('the routerKey of cryptosign must be 32 bytes, written as 64 hexadecimal digits')
  }
  return {
    authmethod: 'cryptosign',
    authid,
    begin: () =>
      routerKey === undefined
        ? { authextra: { pubkey }, answer: extra => sign(privateKey, extra) }
        : proving({ pubkey, privateKey, routerKey }),
  }
}

/** An attempt that signs for a router only which has signed before. */
function proving({ pubkey, privateKey, routerKey }: { pubkey: string; privateKey: string; routerKey: string }) {
  const challenge = randomHex()
  let proven = false
  const attempt: AuthAttempt = {
    authextra: { pubkey, challenge },
    answer: extra => {
      const { signature } = extra
      proven = typeof signature === 'string' && verifySignature(routerKey, { challenge, signature })
      attempt.welcomed?.({})
      return sign(privateKey, extra)
    },
    welcomed: () => {
      if (!proven) throw failed('the router did not prove that it has the key it should have')
    },
  }
  return attempt
}

function sign(privateKey: string, { challenge, channel_binding: channel }: Dict): string {
  if (channel !== undefined && channel !== null) throw failed(`this client cannot bind itself to ${String(channel)}`)
  if (!isHex32(challenge)) throw failed('the challenge must be 32 bytes, written as 64 hexadecimal digits')
  return signChallenge(privateKey, challenge)
}

function randomHex(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32))
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')
}

const failed = (why: string) => refusal('wamp.error.authentication_failed', `cryptosign: ${why}`)
