// Picks the cryptography this page can have.

import type { Cipher, Crypto } from './crypto.ts'

/**
 * WebCrypto; or, on a plain-http page, where browsers withhold it, the pure JavaScript of @noble, downloaded only then.
 *
 * Rejects if that download fails.
 */
export async function loadCrypto(): Promise<Crypto> {
  // Typed as always present, and missing in insecure contexts all the same.
  const subtle: SubtleCrypto | undefined = globalThis.crypto.subtle
  if (subtle) return (await import('./web.ts')).webCrypto(subtle)
  return (await import('./noble.ts')).nobleCrypto
}

/** AES-256-GCM on any page, for `payloadEncryption({ keys, cipher })`: keys are 32 bytes. Rejects as {@link loadCrypto}. */
export async function loadCipher(): Promise<(key: Uint8Array | CryptoKey) => Promise<Cipher>> {
  const crypto = await loadCrypto()
  return async key => {
    if (key instanceof Uint8Array) return crypto.cipher(key)
    throw new Error('this cipher takes keys of 32 bytes, and no CryptoKey')
  }
}
