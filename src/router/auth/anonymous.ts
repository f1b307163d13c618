// anonymous: lets anybody in, by a name of the router's choice.

import type { Authenticator } from './authenticator.ts'
import type { User } from './users.ts'

/** By default the authrole is that of the link (in a room, `plain`), else `anonymous`. */
export function anonymousAuthenticator({ authrole }: User = {}): Authenticator {
  return {
    authmethod: 'anonymous',
    begin: ({ origin, newAuthid }) => ({
      principal: {
        authid: origin.authid ?? newAuthid(),
        authrole: authrole ?? origin.authrole ?? 'anonymous',
        authprovider: origin.authprovider ?? 'static',
      },
    }),
  }
}
