// cryptosign: Ed25519 keys, and signatures of challenges by them; all in hexadecimal digits [wamp:cryptosignauth].

import { ed25519 } from '@noble/curves/ed25519.js'
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js'
import { sameBytes } from './constant-time.ts'

/** Bytes of a key, of a challenge and of a channel id. */
const LENGTH = 32

/** The public key of a private one. @throws {TypeError} where that is not 32 bytes in hexadecimal digits. */
export function publicKeyOf(privateKey: string): string {
  return bytesToHex(ed25519.getPublicKey(bytes(privateKey, 'a private key')))
}

/**
 * AUTHENTICATE.Signature: the signature, and behind it the message that was signed, 96 bytes together.
 * @param channelId of a TLS connection that the signature is to be bound to; the message is challenge XOR channel id.
 * @throws {TypeError} where one of them is not 32 bytes in hexadecimal digits.
 */
export function signChallenge(privateKey: string, challenge: string, channelId?: string): string {
  const message = messageOf(challenge, channelId)
  return bytesToHex(ed25519.sign(message, bytes(privateKey, 'a private key'))) + bytesToHex(message)
}

/** Whether `signature` is what {@link signChallenge} makes with the private key of `publicKey`; false for nonsense too. */
export function verifySignature(
  publicKey: string,
  { challenge, signature, channelId }: { challenge: string; signature: string; channelId?: string | undefined },
): boolean {
  const message = messageOf(challenge, channelId)
  try {
    const signed = hexToBytes(signature)
    if (signed.length !== 3 * LENGTH || !sameBytes(signed.subarray(2 * LENGTH), message)) return false
    return ed25519.verify(signed.subarray(0, 2 * LENGTH), message, bytes(publicKey, 'a public key'), { zip215: false })
  } catch {
    // noble throws for what is no key or no signature.
    return false
  }
}

/** Whether a text is 32 bytes in hexadecimal digits, as keys and challenges are. */
export function isHex32(text: unknown): text is string {
  return typeof text === 'string' && /^[0-9a-f]{64}$/i.test(text)
}

function messageOf(challenge: string, channelId: string | undefined): Uint8Array {
  const message = bytes(challenge, 'a challenge')
  if (channelId === undefined) return message
  const channel = bytes(channelId, 'a channel id')
  return message.map((byte, index) => byte ^ (channel[index] ?? 0))
}

function bytes(hex: string, what: string): Uint8Array {
  if (isHex32(hex)) return hexToBytes(hex)
  throw new TypeError(`${what} of cryptosign must be 32 bytes, written as 64 hexadecimal digits`)
}
