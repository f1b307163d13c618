// The contexts by which elements inside a <wamp-session> get its session, or the element itself.

import { ContextRoot, createContext } from '@lit/context'
import type { Session } from '../client/session.ts'
import type { SessionElement } from './session-element.ts'

/** A context of the Context Community Protocol; its key is shared by every copy of this library on a page. */
export const sessionContext = createContext<Session | undefined>(Symbol.for('wamp:session'))
/** The `<wamp-session>` itself, given anew whenever its state changes: for what shows or changes the connection. */
export const sessionElementContext = createContext<SessionElement | undefined>(Symbol.for('wamp:session-element'))

let root: ContextRoot | undefined

/** From here on, who asks before there is a session is answered when one is upgraded. */
export function answerLateSessions(): void {
  if (root) return
  root = new ContextRoot()
  root.attach(document.documentElement)
}
