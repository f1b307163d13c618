// Own room: whether a room's key is kept here.

import type { Crypto } from '../transport/crypto/crypto.ts'
import { loadCrypto } from '../transport/crypto/load.ts'
import type { HostOptions } from './host-options.ts'
import { type IdentityOptions, ownsRoom } from './identity.ts'

/** Whether a room is this browser's own: its invite, opened here, hosts it. */
export async function isOwnRoom(room: string, options: Pick<HostOptions, 'store' | 'name'> = {}): Promise<boolean> {
  return ownsRoom(room, kept(await loadCrypto(), options))
}

/** Where the key of the room with these options is kept. */
export function kept(crypto: Crypto, { store, name }: Pick<HostOptions, 'store' | 'name'>): IdentityOptions {
  return { crypto, ...(store && { store }), ...(name !== undefined && { name }) }
}
