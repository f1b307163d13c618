// The context by which elements inside a <wamp-session> get its session.

import { createContext } from '@lit/context'
import type { Session } from '../client/session.ts'

/** A context of the Context Community Protocol; its key is shared by every copy of this library on a page. */
export const sessionContext = createContext<Session | undefined>(Symbol.for('wamp:session'))
