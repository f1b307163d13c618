// AES-256-GCM by the platform's WebCrypto.

/** AES-256-GCM with one key; `nonce` has 12 bytes and is never used twice. */
export interface Cipher {
  /** Ciphertext followed by the tag of 16 bytes. */
  seal(nonce: Uint8Array, plaintext: Uint8Array, associated?: Uint8Array): Promise<Uint8Array>
  /** Undefined if the key or anything else is not what {@link seal} had. */
  open(nonce: Uint8Array, sealed: Uint8Array, associated?: Uint8Array): Promise<Uint8Array | undefined>
}

/** Rejects for a key that it cannot use. */
export type MakeCipher = (key: Uint8Array | CryptoKey) => Promise<Cipher>

/** @throws {Error} where the platform has no WebCrypto. */
export function aesGcm(): MakeCipher {
  // Typed as always present, and missing in insecure contexts all the same.
  const subtle: SubtleCrypto | undefined = globalThis.crypto?.subtle
  if (subtle) return key => cipherOf(subtle, key)
  throw new Error(
    'encryption needs crypto.subtle, which browsers keep from pages on plain http: use https, or hand in a cipher',
  )
}

async function cipherOf(subtle: SubtleCrypto, given: Uint8Array | CryptoKey): Promise<Cipher> {
  const usages = ['encrypt', 'decrypt'] as const
  const key = given instanceof Uint8Array ? await subtle.importKey('raw', own(given), 'AES-GCM', false, usages) : given
  const parameters = (nonce: Uint8Array, associated: Uint8Array = new Uint8Array()) => {
    return { name: 'AES-GCM', iv: own(nonce), additionalData: own(associated) }
  }
  return {
    seal: async (nonce, plaintext, associated) =>
      new Uint8Array(await subtle.encrypt(parameters(nonce, associated), key, own(plaintext))),
    // A tag that does not match is an answer; the platform reports it only as a rejection.
    open: (nonce, sealed, associated) =>
      subtle.decrypt(parameters(nonce, associated), key, own(sealed)).then(
        opened => new Uint8Array(opened),
        () => undefined,
      ),
  }
}

// WebCrypto's types exclude shared memory, which none of our bytes ever lie in.
function own(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes as Uint8Array<ArrayBuffer>
}
