// Connection: what the demo uses of <wamp-session>, the only element that knows how people are connected.

import type { WampSessionElement } from '../src/entry/elements.ts'

export type SessionElement = WampSessionElement

/** The page's <wamp-session>. */
export function sessionElement(): SessionElement {
  const element = document.querySelector('wamp-session')
  if (element === null) throw new Error('This page has no <wamp-session>.')
  return element
}

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\]|.*\.localhost)$/

/**
 * This page, at each address of this machine that other devices can open; none where its own address will do, or where the
 * signaling server, which knows them, does not serve this page.
 */
export async function reachablePages(element: SessionElement): Promise<string[]> {
  if (!LOOPBACK.test(location.hostname) || !element.room || element.signaling) return []
  const addresses = await element.room.addresses()
  return addresses.filter(base => URL.canParse(base)).map(base => new URL(location.pathname, base).href)
}
