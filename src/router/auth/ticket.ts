// ticket: a shared secret, received as it is [wamp:ticketauth].

import { sameText } from '../../protocol/auth/constant-time.ts'
import type { Authenticator } from './authenticator.ts'
import { denied, secretOf, type User, type Users, withUser } from './users.ts'

export interface TicketUser extends User {
  readonly ticket: string
}

/** Only for links that nobody listens to: the ticket itself is what clients send. */
export function ticketAuthenticator({ users }: { users: Users<TicketUser> }): Authenticator {
  return {
    authmethod: 'ticket',
    begin: request =>
      withUser(users, request, (user, principal) => {
        const ticket = secretOf('ticket', user.ticket)
        return {
          challenge: {},
          answer: signature => {
            if (!sameText(signature, ticket)) throw denied()
            return { principal }
          },
        }
      }),
  }
}
