// wamp-scram: what both sides compute in salted challenge-response authentication [wamp:wamp-scram].

import { argon2id, argon2idAsync } from '@noble/hashes/argon2.js'
import { expand } from '@noble/hashes/hkdf.js'
import { hmac } from '@noble/hashes/hmac.js'
import { pbkdf2, pbkdf2Async } from '@noble/hashes/pbkdf2.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { refusal } from '../errors.ts'
import { decodeBase64, encodeBase64 } from './base64.ts'
import { sameBytes } from './constant-time.ts'
import { saslprep } from './saslprep.ts'

/** Bytes of every key here, and of a hash. */
const LENGTH = 32

/** How a password is made into a key: CHALLENGE.Extra, but for the nonce. */
export interface KdfParameters {
  readonly kdf: 'pbkdf2' | 'argon2id13'
  /** base64; at least 8 bytes. */
  readonly salt: string
  readonly iterations: number
  /** Kibibytes, for argon2id13 only. */
  readonly memory?: number | null | undefined
}

/** What a router keeps of a user: enough to recognise the password, and not to say it. Keys in base64. */
export interface ScramCredentials extends KdfParameters {
  readonly storedKey: string
  readonly serverKey: string
}

/** What was said in HELLO, CHALLENGE and AUTHENTICATE and is signed on both sides. */
export interface ScramExchange {
  /** HELLO.Details.authid. */
  readonly authid: string
  /** HELLO.Details.authextra.nonce. */
  readonly clientNonce: string
  /** CHALLENGE.Extra.nonce: the client's, and behind it the router's. */
  readonly nonce: string
  readonly salt: string
  readonly iterations: number
}

/** SaltedPassword. @throws {WampError} where the password or the salt is not what it must be. */
export function saltPassword(password: string, { kdf, salt, iterations, memory }: KdfParameters): Uint8Array {
  const text = saslprep(password)
  if (kdf === 'pbkdf2') return pbkdf2(sha256, text, saltBytes(salt), { c: iterations, dkLen: LENGTH })
  return argon2id(text, saltBytes(salt), argonOptions(iterations, memory))
}

/** The same in small steps, so that a page stays alive meanwhile. */
export function saltPasswordInSteps(password: string, parameters: KdfParameters): Promise<Uint8Array> {
  const { kdf, salt, iterations, memory } = parameters
  const text = saslprep(password)
  if (kdf === 'pbkdf2') return pbkdf2Async(sha256, text, saltBytes(salt), { c: iterations, dkLen: LENGTH })
  return argon2idAsync(text, saltBytes(salt), argonOptions(iterations, memory))
}

/** What a router is to keep of a password. Takes as long as the parameters cost. */
export function scramCredentials(password: string, parameters: KdfParameters): ScramCredentials {
  const salted = saltPassword(password, parameters)
  const storedKey = encodeBase64(sha256(keyed(salted, 'Client Key')))
  return { ...parameters, storedKey, serverKey: encodeBase64(keyed(salted, 'Server Key')) }
}

/** AuthMessage, without channel binding: browsers cannot see their TLS connection. */
export function authMessage({ authid, clientNonce, nonce, salt, iterations }: ScramExchange): string {
  const name = authid.replaceAll('=', '=3D').replaceAll(',', '=2C')
  // `biws` is base64 of `n,,`: no channel binding.
  return `n=${name},r=${clientNonce},r=${nonce},s=${salt},i=${iterations},c=biws,r=${nonce}`
}

/** ClientProof, which is AUTHENTICATE.Signature, and the ServerSignature that WELCOME must bring; both in base64. */
export function proveClient(salted: Uint8Array, message: string): { proof: string; verifier: string } {
  const clientKey = keyed(salted, 'Client Key')
  const proof = exclusiveOr(clientKey, keyed(sha256(clientKey), message))
  return { proof: encodeBase64(proof), verifier: encodeBase64(keyed(keyed(salted, 'Server Key'), message)) }
}

/** Whether `proof` was made with the password of these credentials; false for nonsense too. */
export function isProof(proof: string, message: string, { storedKey }: ScramCredentials): boolean {
  const stored = decodeBase64(storedKey)
  const proven = decodeBase64(proof)
  if (stored === undefined || proven?.length !== LENGTH) return false
  return sameBytes(sha256(exclusiveOr(proven, keyed(stored, message))), stored)
}

/** ServerSignature in base64: WELCOME.authextra.verifier. */
export function serverSignature(message: string, { serverKey }: ScramCredentials): string {
  return encodeBase64(keyed(decodeBase64(serverKey) ?? new Uint8Array(), message))
}

/**
 * A salt of `length` bytes for a name that is not known: the same whenever it is asked for, and by nobody without `key` to
 * be told from a true one.
 */
export function mockSalt(key: Uint8Array, authid: string, length = 16): string {
  return encodeBase64(expand(sha256, sha256(key), new TextEncoder().encode(authid), length))
}

function argonOptions(iterations: number, memory: number | null | undefined) {
  if (memory === undefined || memory === null) throw refused('argon2id13 needs `memory`')
  return { t: iterations, m: memory, p: 1, version: 0x13, dkLen: LENGTH }
}

function saltBytes(salt: string): Uint8Array {
  const bytes = decodeBase64(salt)
  if (bytes === undefined || bytes.length < 8) throw refused('the salt must be base64 of at least 8 bytes')
  return bytes
}

const refused = (sentence: string) => refusal('wamp.error.authentication_failed', `wamp-scram: ${sentence}`)
const keyed = (key: Uint8Array, text: string) => hmac(sha256, key, new TextEncoder().encode(text))
const exclusiveOr = (one: Uint8Array, other: Uint8Array) => one.map((byte, index) => byte ^ (other[index] ?? 0))
