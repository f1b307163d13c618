// Where a room is found: its invites, its plain WAMP URL, and the addresses of its machine.

import type { Identity } from './identity.ts'
import { formatInvite, plainUrl, signalingUrl } from './invite.ts'

export interface RoomPlace {
  readonly identity: Pick<Identity, 'room' | 'secret'>
  readonly ticket: string
  readonly realm: string
  /** The page that invites open. */
  readonly page: string
  /** The signaling server's base URL. */
  readonly signaling: string
}

/** The invite, by `page` instead of the room's own: the same page at another address of this machine, say. */
export function roomInvite(place: RoomPlace, page = place.page): string {
  const { room, secret } = place.identity
  const via = signalingFor(place, page)
  return formatInvite({ page, room, secret, realm: place.realm, ...(via !== undefined && { via }) })
}

/** Where plain WAMP clients join, on the signaling server that the invite by `page` leads to. */
export function roomPlainUrl(place: RoomPlace, page = place.page): string {
  const via = signalingFor(place, page)
  const signaling = signalingUrl({ page, ...(via !== undefined && { via }) })
  return plainUrl({ signaling, room: place.identity.room, ticket: place.ticket })
}

/** What a signaling server on this machine knows of the machine's own addresses: base URLs, none where it is silent. */
export async function serverAddresses(signaling: string): Promise<string[]> {
  try {
    const base = signaling.replace(/^ws/, 'http').replace(/\/$/, '')
    const addresses: unknown = await (await fetch(`${base}/addresses`)).json()
    return Array.isArray(addresses) ? addresses.filter(address => typeof address === 'string') : []
  } catch {
    return []
  }
}

/** The signaling server as the guests of `page` reach it; `undefined` where it is that page's own origin. */
function signalingFor(place: RoomPlace, page: string): string | undefined {
  const server = new URL(place.signaling.replace(/^ws/, 'http'))
  const own = new URL(place.page)
  if (server.origin === own.origin) return undefined
  const there = new URL(page)
  // Invites by another address of this machine find the server there too; `localhost` would be the guest's own.
  const moved = isLoopback(own.hostname) && !isLoopback(there.hostname)
  if (moved && isLoopback(server.hostname)) server.hostname = there.hostname
  return server.href
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname.endsWith('.localhost') || /^(127\.|\[::1\])/.test(hostname)
}
