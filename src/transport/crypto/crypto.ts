// Crypto: the few primitives that rooms need, in a form that WebCrypto and pure JavaScript can both give.

/** Output of a primitive: bytes in a buffer of their own. */
export type Bytes = Uint8Array<ArrayBuffer>

/**
 * Hash, key derivation, encryption, key agreement and signatures; every implementation writes the same bytes.
 *
 * Public keys are uncompressed P-256 points: 65 bytes, the first 0x04. Signatures are raw r‖s, 64 bytes.
 */
export interface Crypto {
  /** Cryptographically random bytes. */
  random(length: number): Bytes
  /** SHA-256: 32 bytes. */
  sha256(data: Uint8Array): Promise<Bytes>
  /** HKDF-SHA-256 (RFC 5869), extract and expand: `length` bytes. */
  hkdf(ikm: Uint8Array, salt: Uint8Array, info: Uint8Array, length: number): Promise<Bytes>
  /** AES-256-GCM under a key of 32 bytes. */
  cipher(key: Uint8Array): Promise<Cipher>
  /** A fresh ephemeral P-256 key for one ECDH. */
  agreement(): Promise<Agreement>
  /** A fresh P-256 key pair for signing; its private half cannot be read out where the platform can prevent that. */
  generateKeys(): Promise<KeyPair>
  /** Whether this implementation can sign with `keys`, which may have been stored by another one. */
  canSign(keys: KeyPair): boolean
  /** ECDSA P-256 with SHA-256: 64 bytes. Rejects if not {@link canSign}. */
  sign(keys: KeyPair, data: Uint8Array): Promise<Bytes>
  /** Whether `signature` over `data` is by the holder of `publicKey`; false for malformed ones too. */
  verify(publicKey: Uint8Array, signature: Uint8Array, data: Uint8Array): Promise<boolean>
}

/** AES-256-GCM with one key. The caller sees to it that an `iv` (12 bytes) is never used twice. */
export interface Cipher {
  /** Ciphertext followed by the tag of 16 bytes. */
  seal(iv: Uint8Array, plaintext: Uint8Array, associated?: Uint8Array): Promise<Bytes>
  /** The plaintext, or `undefined` if key, `iv`, `sealed` or `associated` is not what {@link seal} had. */
  open(iv: Uint8Array, sealed: Uint8Array, associated?: Uint8Array): Promise<Bytes | undefined>
}

/** One side of an ECDH on P-256. */
export interface Agreement {
  readonly publicKey: Bytes
  /** The shared x-coordinate, 32 bytes; `undefined` if `theirs` is not a public key. */
  derive(theirs: Uint8Array): Promise<Bytes | undefined>
}

/** A key pair as `IndexedDB` can keep it. Raw private bytes (32) exist only where there is no WebCrypto. */
export interface KeyPair {
  readonly publicKey: Uint8Array
  readonly privateKey: CryptoKey | Uint8Array
}

/** Whether `key` has the shape of an uncompressed P-256 point. Platforms differ in what else they would take. */
export function looksLikePublicKey(key: Uint8Array): boolean {
  return key.length === 65 && key[0] === 4
}
