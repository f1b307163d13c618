// Local addresses: where other devices find this page, when its own address is of this computer only.

import type { SessionElement } from './session-element.ts'

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\]|.*\.localhost)$/

/**
 * This page at each address of this machine that others can open; none where its own address will do, or where it does not
 * come from the signaling server, which alone knows.
 */
export async function reachablePages({ room, signaling }: SessionElement): Promise<string[]> {
  const server = new URL(signaling ?? '', location.href)
  if (!room || !LOOPBACK.test(location.hostname) || server.host !== location.host) return []
  const bases = await room.addresses()
  return bases.filter(base => URL.canParse(base)).map(base => new URL(location.pathname + location.search, base).href)
}
