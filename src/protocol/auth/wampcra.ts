// wampcra: what both sides compute in challenge-response authentication [wamp:wampcra].

import { hmac } from '@noble/hashes/hmac.js'
import { pbkdf2 } from '@noble/hashes/pbkdf2.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { encodeBase64 } from './base64.ts'

/**
 * AUTHENTICATE.Signature: HMAC-SHA256 of the challenge, in base64.
 * @param key the shared secret, or with a salt what {@link deriveKey} makes of it; used as UTF-8 text.
 * @param challenge CHALLENGE.Extra.challenge exactly as it was received.
 */
export function signWampCra(key: string, challenge: string): string {
  const utf8 = new TextEncoder()
  return encodeBase64(hmac(sha256, utf8.encode(key), utf8.encode(challenge)))
}

/**
 * The key of a salted secret: PBKDF2-SHA256 in base64. That text, and not its bytes, is the key [T-24].
 * @param keylen bytes of the key before base64.
 */
export function deriveKey(secret: string, salt: string, iterations = 1_000, keylen = 32): string {
  return encodeBase64(pbkdf2(sha256, secret, salt, { c: iterations, dkLen: keylen }))
}
