// Crypto by the platform's WebCrypto, for secure contexts, workers and Node.

import { encodeBase64url } from '../base64url.ts'
import { type Agreement, type Bytes, type Cipher, type Crypto, type KeyPair, looksLikePublicKey } from './crypto.ts'

const ecdh = { name: 'ECDH', namedCurve: 'P-256' }
const ecdsa = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }

/** All of {@link Crypto} on `subtle`. Private keys it generates never leave the platform (`extractable: false`). */
export function webCrypto(subtle: SubtleCrypto): Crypto {
  return {
    random: length => globalThis.crypto.getRandomValues(new Uint8Array(length)),
    sha256: async data => new Uint8Array(await subtle.digest('SHA-256', own(data))),
    hkdf: (ikm, salt, info, length) => hkdf(subtle, ikm, { salt: own(salt), info: own(info), length }),
    cipher: key => cipher(subtle, key),
    agreement: () => agreement(subtle),
    generateKeys: () => generateKeys(subtle),
    canSign: () => true,
    sign: (keys, data) => sign(subtle, keys, data),
    verify: (publicKey, signature, data) => verify(subtle, publicKey, own(signature), own(data)),
  }
}

async function hkdf(
  subtle: SubtleCrypto,
  ikm: Uint8Array,
  { salt, info, length }: { salt: Bytes; info: Bytes; length: number },
): Promise<Bytes> {
  const key = await subtle.importKey('raw', own(ikm), 'HKDF', false, ['deriveBits'])
  return new Uint8Array(await subtle.deriveBits({ name: 'HKDF', hash: 'SHA-256', salt, info }, key, length * 8))
}

async function cipher(subtle: SubtleCrypto, rawKey: Uint8Array): Promise<Cipher> {
  const key = await subtle.importKey('raw', own(rawKey), 'AES-GCM', false, ['encrypt', 'decrypt'])
  const parameters = (iv: Uint8Array, associated: Uint8Array = new Uint8Array()) => {
    return { name: 'AES-GCM', iv: own(iv), additionalData: own(associated) }
  }
  return {
    seal: async (iv, plaintext, associated) =>
      new Uint8Array(await subtle.encrypt(parameters(iv, associated), key, own(plaintext))),
    // A tag that does not match is an answer; the platform reports it only as a rejection.
    open: (iv, sealed, associated) =>
      subtle.decrypt(parameters(iv, associated), key, own(sealed)).then(
        opened => new Uint8Array(opened),
        () => undefined,
      ),
  }
}

async function agreement(subtle: SubtleCrypto): Promise<Agreement> {
  const pair = await subtle.generateKey(ecdh, false, ['deriveBits'])
  return {
    publicKey: new Uint8Array(await subtle.exportKey('raw', pair.publicKey)),
    async derive(theirs) {
      const peer = await importPublicKey(subtle, theirs, { algorithm: ecdh, usages: [] })
      return peer && new Uint8Array(await subtle.deriveBits({ name: 'ECDH', public: peer }, pair.privateKey, 256))
    },
  }
}

async function generateKeys(subtle: SubtleCrypto): Promise<KeyPair> {
  const pair = await subtle.generateKey(ecdsa, false, ['sign', 'verify'])
  return { publicKey: new Uint8Array(await subtle.exportKey('raw', pair.publicKey)), privateKey: pair.privateKey }
}

async function sign(subtle: SubtleCrypto, keys: KeyPair, data: Uint8Array): Promise<Bytes> {
  const key =
    keys.privateKey instanceof Uint8Array
      ? await importPrivateKey(subtle, keys.publicKey, keys.privateKey)
      : keys.privateKey
  return new Uint8Array(await subtle.sign(ecdsa, key, own(data)))
}

async function verify(subtle: SubtleCrypto, publicKey: Uint8Array, signature: Bytes, data: Bytes): Promise<boolean> {
  const key = await importPublicKey(subtle, publicKey, { algorithm: ecdsa, usages: ['verify'] })
  return key !== undefined && subtle.verify(ecdsa, key, signature, data)
}

async function importPublicKey(
  subtle: SubtleCrypto,
  key: Uint8Array,
  { algorithm, usages }: { algorithm: EcKeyImportParams; usages: KeyUsage[] },
): Promise<CryptoKey | undefined> {
  if (!looksLikePublicKey(key)) return undefined
  return subtle.importKey('raw', own(key), algorithm, true, usages).catch(() => undefined)
}

// Private bytes stored by a plain-http page of this origin. As JWK, since Firefox takes no PKCS #8 without a public key.
function importPrivateKey(subtle: SubtleCrypto, publicKey: Uint8Array, privateKey: Uint8Array): Promise<CryptoKey> {
  const [x, y, d] = [publicKey.subarray(1, 33), publicKey.subarray(33), privateKey].map(encodeBase64url)
  const jwk = { kty: 'EC', crv: 'P-256', x, y, d } as JsonWebKey
  return subtle.importKey('jwk', jwk, ecdsa, false, ['sign'])
}

// WebCrypto's types exclude shared memory, which none of our bytes ever lie in.
function own(bytes: Uint8Array): Bytes {
  return bytes as Bytes
}
