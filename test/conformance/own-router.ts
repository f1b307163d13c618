// This package's router as README.md asks for a router to be tested: an open realm, and one for the fixture's users.

import { scramCredentials } from '../../src/protocol/auth/scram.ts'
import { deriveKey } from '../../src/protocol/auth/wampcra.ts'
import { cryptosignAuthenticator } from '../../src/router/auth/cryptosign.ts'
import { ticketAuthenticator } from '../../src/router/auth/ticket.ts'
import { wampScramAuthenticator } from '../../src/router/auth/wamp-scram.ts'
import { wampcraAuthenticator } from '../../src/router/auth/wampcra.ts'
import type { RealmSettings } from '../../src/router/realm-settings.ts'
import { AUTHROLE, USERS } from './fixture-users.ts'
import { memoryTarget } from './memory-target.ts'
import type { SerializerId } from './scenario.ts'
import type { Target } from './target.ts'

const authrole = AUTHROLE

function authenticated(): RealmSettings {
  const { ticket, wampcra, saltedWampcra, scram, cryptosign } = USERS
  const { secret, salt, iterations, keylen } = saltedWampcra
  const credentials = scramCredentials(scram.password, { ...scram, salt: 'c2FsdCBvZiBzY3JhbQ==' })
  return {
    authenticators: [
      ticketAuthenticator({ users: { [ticket.authid]: { ...ticket, authrole } } }),
      wampcraAuthenticator({
        users: {
          [wampcra.authid]: { ...wampcra, authrole },
          [saltedWampcra.authid]: { ...saltedWampcra, secret: deriveKey(secret, salt, iterations, keylen), authrole },
        },
      }),
      wampScramAuthenticator({ users: { [scram.authid]: { ...credentials, authrole } } }),
      cryptosignAuthenticator({ users: { [cryptosign.authid]: { publicKeys: [cryptosign.pubkey], authrole } } }),
    ],
  }
}

// Made once, for keys from passwords take their time.
const realms: Record<string, RealmSettings> = { realm1: { trustLevel: () => 2 }, users: authenticated() }

/** A new one, at the other end of memory links. */
export function ownRouter(serializer: SerializerId): Target {
  return memoryTarget({
    serializer,
    realm: 'realm1',
    authRealm: 'users',
    fixtures: ['users', 'trustlevels'],
    router: { realms },
  })
}
