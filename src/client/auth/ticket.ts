// ticket: a shared secret, sent as it is [wamp:ticketauth].

import type { AuthMethod } from './auth-method.ts'

/** Only for links that nobody listens to: the ticket itself is what is sent. */
export function ticket({ authid, ticket }: { authid: string; ticket: string }): AuthMethod {
  return { authmethod: 'ticket', authid, begin: () => ({ answer: () => ticket }) }
}
