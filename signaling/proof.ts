// Proofs: that a host holds the key its room is named after, and that a plain client has the room's ticket.

import { createHash, createPublicKey, type KeyObject, timingSafeEqual, verify } from 'node:crypto'
import { type Claim, claimText } from '../src/transport/signaling-messages.ts'

/** The name of the room that a claim is for: the first 16 bytes of the SHA-256 of the key, base64url. */
export function roomOf({ key }: Claim): string {
  return sha256(Buffer.from(key, 'base64url')).subarray(0, 16).toString('base64url')
}

/** Whether `claim` was signed with its key, for the socket that was given `nonce`. */
export function proves({ key, signature }: Claim, nonce: string): boolean {
  const publicKey = importKey(Buffer.from(key, 'base64url'))
  if (publicKey === undefined) return false
  const text = Buffer.from(claimText(nonce))
  return verify('sha256', text, { key: publicKey, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'))
}

/** Whether `ticket` is the one with this hash (base64url); how far it is right cannot be told from the time taken. */
export function ticketFits(ticket: string, ticketHash: string): boolean {
  const hash = Buffer.from(ticketHash, 'base64url')
  const ours = sha256(Buffer.from(ticket))
  return hash.length === ours.length && timingSafeEqual(hash, ours)
}

function sha256(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest()
}

/** A raw point, `0x04 · x · y`, as a key; `undefined` where it does not lie on the curve. */
function importKey(raw: Buffer): KeyObject | undefined {
  if (raw.length !== 65 || raw[0] !== 4) return undefined
  const x = raw.subarray(1, 33).toString('base64url')
  const y = raw.subarray(33).toString('base64url')
  try {
    return createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' })
  } catch {
    return undefined
  }
}
