// Room links: what a guest follows to another page about the same room takes the invite along.

import type { SessionElement } from '../connection.ts'

/** Keeps the links that have `data-room` up to date. A host's other pages find its room by themselves. */
export function leadToRoom(element: SessionElement): void {
  const follow = () => {
    const { role, invite } = element
    for (const link of document.querySelectorAll<HTMLAnchorElement>('a[data-room]')) {
      link.hash = role === 'guest' && invite ? new URL(invite).hash : ''
    }
  }
  element.addEventListener('wamp-state', follow)
  follow()
}
