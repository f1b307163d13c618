// Signatures: how the fixture's users prove who they are, by Node's cryptography [wamp:authentication].

import { createHash, createHmac, createPrivateKey, pbkdf2Sync, sign } from 'node:crypto'
import type { Peer } from './peer.ts'

type Signer = (operand: unknown, peer: Peer) => string

/** What an AUTHENTICATE holds, by the word that stands for it; all read the peer's last CHALLENGE. */
export const SIGNATURES: Record<string, Signer> = {
  /** Operand: the secret. */
  $wampcra: (secret, peer) => {
    const { challenge, salt, iterations, keylen } = challengeOf(peer)
    const key =
      typeof salt === 'string'
        ? pbkdf2Sync(String(secret), salt, Number(iterations), Number(keylen), 'sha256').toString('base64')
        : String(secret)
    return createHmac('sha256', key).update(String(challenge)).digest('base64')
  },
  /** Operand: the private key's seed, in hexadecimal digits. */
  $cryptosign: (seed, peer) => {
    const challenge = Buffer.from(String(challengeOf(peer).challenge), 'hex')
    return Buffer.concat([sign(null, challenge, privateKey(String(seed))), challenge]).toString('hex')
  },
  /** Operand: the password. */
  $scram: (password, peer) => {
    const clientKey = hmac(salted(String(password), peer), 'Client Key')
    const signature = hmac(createHash('sha256').update(clientKey).digest(), authMessage(peer))
    return Buffer.from(clientKey.map((byte, index) => byte ^ (signature[index] ?? 0))).toString('base64')
  },
}

/** What a router that knows the password says in WELCOME.Details.authextra.verifier. */
export function scramVerifier(password: string, peer: Peer): string {
  return hmac(hmac(salted(password, peer), 'Server Key'), authMessage(peer)).toString('base64')
}

function challengeOf(peer: Peer): Record<string, unknown> {
  const [, , extra] = peer.last.CHALLENGE ?? []
  if (extra === undefined) throw new Error(`${peer.name} was not challenged`)
  return extra as Record<string, unknown>
}

function salted(password: string, peer: Peer): Buffer {
  const { salt, iterations, kdf } = challengeOf(peer)
  if (kdf !== 'pbkdf2') throw new Error(`this runner knows the kdf pbkdf2, not ${String(kdf)}`)
  return pbkdf2Sync(password, Buffer.from(String(salt), 'base64'), Number(iterations), 32, 'sha256')
}

function authMessage(peer: Peer): string {
  const { nonce, salt, iterations } = challengeOf(peer)
  const { authid, authextra } = (peer.last.HELLO?.[2] ?? {}) as { authid?: string; authextra?: { nonce?: string } }
  const name = authid?.replaceAll('=', '=3D').replaceAll(',', '=2C')
  return `n=${name},r=${authextra?.nonce},r=${nonce},s=${salt},i=${iterations},c=biws,r=${nonce}`
}

function hmac(key: Uint8Array, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}

/** An Ed25519 key in the form that Node reads: its seed behind the header of RFC 8410. */
function privateKey(seed: string) {
  const der = Buffer.from(`302e020100300506032b657004220420${seed}`, 'hex')
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
}
