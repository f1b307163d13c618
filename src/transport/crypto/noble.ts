// Crypto in audited pure JavaScript (@noble), for plain-http pages, where browsers withhold WebCrypto.

import { gcm } from '@noble/ciphers/aes.js'
import { p256 } from '@noble/curves/nist.js'
import { hkdf } from '@noble/hashes/hkdf.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { type Agreement, type Bytes, type Cipher, type Crypto, type KeyPair, looksLikePublicKey } from './crypto.ts'

// WebCrypto neither makes nor demands low-S signatures; noble would refuse half of its signatures by default.
const ecdsa = { prehash: true, lowS: false, format: 'compact' } as const

/** All of {@link Crypto} without the platform's help, randomness excepted. Its private keys are plain bytes. */
export const nobleCrypto: Crypto = {
  random: length => globalThis.crypto.getRandomValues(new Uint8Array(length)),
  sha256: async data => sha256(data),
  hkdf: async (ikm, salt, info, length) => hkdf(sha256, ikm, salt, info, length),
  cipher: async key => cipher(key),
  agreement: async () => agreement(),
  generateKeys: async () => keyPair(),
  canSign: keys => keys.privateKey instanceof Uint8Array,
  sign: async (keys, data) => sign(keys, data),
  verify: async (publicKey, signature, data) => looksLikePublicKey(publicKey) && verify(publicKey, signature, data),
}

function cipher(key: Uint8Array): Cipher {
  return {
    seal: async (iv, plaintext, associated) => gcm(key, iv, associated).encrypt(plaintext),
    open: async (iv, sealed, associated) => attempt(() => gcm(key, iv, associated).decrypt(sealed)),
  }
}

function agreement(): Agreement {
  const { publicKey, privateKey } = keyPair()
  return {
    publicKey,
    derive: async theirs =>
      // noble gives the point; its x-coordinate alone is the secret (SEC 1 §3.3.1), as in WebCrypto.
      looksLikePublicKey(theirs) ? attempt(() => p256.getSharedSecret(privateKey, theirs, true).slice(1)) : undefined,
  }
}

function keyPair(): { publicKey: Bytes; privateKey: Bytes } {
  const privateKey = p256.utils.randomSecretKey()
  return { publicKey: p256.getPublicKey(privateKey, false), privateKey }
}

function sign({ privateKey }: KeyPair, data: Uint8Array): Bytes {
  if (!(privateKey instanceof Uint8Array)) {
    throw new Error('This key was made on a secure page (https) and cannot be used by a plain http one.')
  }
  return p256.sign(data, privateKey, ecdsa)
}

function verify(publicKey: Uint8Array, signature: Uint8Array, data: Uint8Array): boolean {
  return attempt(() => p256.verify(signature, data, publicKey, ecdsa)) ?? false
}

/** What `compute` returns; `undefined` where noble throws, as it does for forged or malformed input. */
function attempt<T>(compute: () => T): T | undefined {
  try {
    return compute()
  } catch {
    return undefined
  }
}
