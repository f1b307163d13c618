// auth_cra: WAMP-CRA for `onchallenge`.

import { deriveKey, signWampCra } from '../protocol/auth/wampcra.ts'

export const auth_cra = {
  /** The signature of a challenge, by a secret or what `derive_key` made of it. */
  sign: (key: string, challenge: string): string => signWampCra(key, challenge),
  /** The key of a salted secret, in base64. Zero stands for the default, as in Autobahn. */
  derive_key: (secret: string, salt: string, iterations?: number, keylen?: number): string =>
    deriveKey(secret, salt, iterations || 1_000, keylen || 32),
}
