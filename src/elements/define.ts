// Registers the elements, tolerating that another copy of this library did so before.

import { ContextRoot } from '@lit/context'
import { WampInspectorElement } from './inspector/wamp-inspector.ts'
import { WampSessionElement } from './wamp-session.ts'

/** Registers every element under its own name, and answers for those that are upgraded late. */
export function defineElements(registry: CustomElementRegistry = customElements): void {
  if (registry.get('wamp-session') === undefined) {
    new ContextRoot().attach(document.documentElement)
    registry.define('wamp-session', WampSessionElement)
  }
  if (registry.get('wamp-inspector') === undefined) registry.define('wamp-inspector', WampInspectorElement)
}
