// Local addresses: where other devices find this page, when its own address is of this computer only.

import type { Room } from '../host/room.ts'

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\]|.*\.localhost)$/

/** This page at each address of this machine that others can open; none where its own address will do. */
export async function reachablePages(room: Room | undefined): Promise<string[]> {
  if (!room || !LOOPBACK.test(location.hostname)) return []
  const bases = await room.addresses()
  return bases.filter(base => URL.canParse(base)).map(base => new URL(location.pathname + location.search, base).href)
}
