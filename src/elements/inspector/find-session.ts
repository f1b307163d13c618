// Finding the <wamp-session> that an element belongs to.

import type { WampSessionElement } from '../wamp-session.ts'

/** The one with that id, in the same tree or in the document; without an id, the one around the element. */
export function findSession(element: Element, id: string | null): WampSessionElement | undefined {
  const root = element.getRootNode()
  const found =
    id === null
      ? around(element)
      : ((root instanceof ShadowRoot ? root.getElementById(id) : null) ?? document.getElementById(id))
  // Not upgraded yet, it has no `trace`.
  return found && 'trace' in found ? (found as WampSessionElement) : undefined
}

function around(element: Element): Element | null {
  for (let node: Element | null = element; node; node = hostOf(node)) {
    const found: Element | null = node.closest('wamp-session')
    if (found) return found
  }
  return null
}

function hostOf(node: Element): Element | null {
  const root = node.getRootNode()
  return root instanceof ShadowRoot ? root.host : null
}
