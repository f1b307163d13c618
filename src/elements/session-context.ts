// The contexts by which elements inside a <wamp-session> get its session, or the element itself.

import { createContext } from '@lit/context'
import type { Session } from '../client/session.ts'
import type { SessionElement } from './session-element.ts'

/** A context of the Context Community Protocol; its key is shared by every copy of this library on a page. */
export const sessionContext = createContext<Session | undefined>(Symbol.for('wamp:session'))
/** The `<wamp-session>` itself, given anew whenever its state changes: for what shows or changes the connection. */
export const sessionElementContext = createContext<SessionElement | undefined>(Symbol.for('wamp:session-element'))
