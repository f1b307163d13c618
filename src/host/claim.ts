// Claim: how a host proves to the signaling server that a room is its own.

import { encodeBase64url } from '../transport/base64url.ts'
import { utf8 } from '../transport/bytes.ts'
import type { Crypto } from '../transport/crypto/crypto.ts'
import { type Claim, claimText, PLAIN_PROTOCOLS } from '../transport/signaling-messages.ts'
import type { Entrance } from './entrance.ts'

export interface Claimant {
  readonly crypto: Crypto
  readonly entrance: Entrance
  /** Whether plain WAMP clients are let in: the server is told the hash of their ticket only then. */
  readonly plainClients: boolean
}

/** The answer to the server's challenge. */
export async function hostClaim({ crypto, entrance, plainClients }: Claimant, nonce: string): Promise<Claim> {
  const { identity, ticketHash } = entrance
  const signature = await crypto.sign(identity.keys, utf8(claimText(nonce)))
  const proof = { key: encodeBase64url(identity.keys.publicKey), signature: encodeBase64url(signature) }
  if (!plainClients) return { type: 'host', ...proof, protocols: [] }
  return { type: 'host', ...proof, protocols: [...PLAIN_PROTOCOLS], ticketHash }
}
