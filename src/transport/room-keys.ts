// What a room's public key and secret lead to: its name, its ticket, and the keys of introductions.

import { decodeBase64url, encodeBase64url } from './base64url.ts'
import { utf8 } from './bytes.ts'
import type { Cipher, Crypto } from './crypto/crypto.ts'

/** What an invite says of a room; both are 16 bytes in base64url, 22 characters. */
export interface RoomAccess {
  readonly room: string
  readonly secret: string
}

/** The name of the room that the holder of `publicKey` (65 bytes) hosts: half of the key's SHA-256, in base64url. */
export async function roomName(crypto: Crypto, publicKey: Uint8Array): Promise<string> {
  return encodeBase64url((await crypto.sha256(publicKey)).subarray(0, 16))
}

/** The ticket that lets plain WAMP clients in. It tells nothing about the secret it comes from. */
export async function deriveTicket(crypto: Crypto, access: RoomAccess): Promise<string> {
  return encodeBase64url(await deriveFromSecret(crypto, access, { use: 'ticket', length: 16 }))
}

/** The cipher of the first two records of every tunnel: whoever has the invite can use it, the server cannot. */
export async function introCipher(crypto: Crypto, access: RoomAccess): Promise<Cipher> {
  return crypto.cipher(await deriveFromSecret(crypto, access, { use: 'intro', length: 32 }))
}

function deriveFromSecret(crypto: Crypto, access: RoomAccess, { use, length }: { use: string; length: number }) {
  const [secret, room] = [decodeBase64url(access.secret), decodeBase64url(access.room)]
  return crypto.hkdf(secret, room, utf8(`wamp-mesh/1 ${use}`), length)
}
