// Registers the elements, tolerating that another copy of this library did so before.

import { WampInspectorElement } from './inspector/wamp-inspector.ts'
import { answerLateSessions } from './session-context.ts'
import { WampCallElement } from './wamp-call.ts'
import { WampInviteElement } from './wamp-invite.ts'
import { WampPresenceElement } from './wamp-presence.ts'
import { WampPublishElement } from './wamp-publish.ts'
import { WampRegisterElement } from './wamp-register.ts'
import { WampSessionElement } from './wamp-session.ts'
import { WampStatusElement } from './wamp-status.ts'
import { WampSubscribeElement } from './wamp-subscribe.ts'

/** Every element by its name. */
export const ELEMENTS = {
  'wamp-session': WampSessionElement,
  'wamp-subscribe': WampSubscribeElement,
  'wamp-publish': WampPublishElement,
  'wamp-call': WampCallElement,
  'wamp-register': WampRegisterElement,
  'wamp-presence': WampPresenceElement,
  'wamp-invite': WampInviteElement,
  'wamp-status': WampStatusElement,
  'wamp-inspector': WampInspectorElement,
}

/** Registers every element under its own name, and answers for those that are upgraded late. Where there is no page, nothing. */
export function defineElements(registry = globalThis.customElements): void {
  // A server renders the page's markup as it is.
  if (globalThis.document === undefined) return
  if (registry.get('wamp-session') === undefined) answerLateSessions()
  for (const [name, element] of Object.entries(ELEMENTS)) {
    if (registry.get(name) === undefined) registry.define(name, element)
  }
}
