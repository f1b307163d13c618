// Authentication: a component that gives names tokens, and tells anybody whose a token is.

import { toName } from '../game/looks.ts'
import type { PageComponent } from '../site/component-card.ts'
import { WampError } from '../wamp.ts'
import { IDENTIFY, LOGIN } from './protocol.ts'

export const authentication: PageComponent = {
  name: { en: 'Authentication', fr: 'Authentification' },
  async start(session) {
    // #region auth
    const names = new Map<string, string>()

    await session.register(
      LOGIN,
      (_args, { name: given }) => {
        const name = toName(given)
        if (!name) throw new WampError('com.app.auth.error.bad_name', ['A name is a text with something to see in it.'])
        const token = newToken()
        names.set(token, name)
        return { name, token }
      },
      shared,
    )

    await session.register(
      IDENTIFY,
      ([token]) => {
        const name = names.get(String(token))
        if (!name) throw new WampError('com.app.auth.error.unknown_token', ['That token is nobody’s.'])
        return name
      },
      shared,
    )
    // #endregion
  },
}

/** Who comes last answers; tokens are its own, so that everybody has to be identified anew. */
const shared = { invoke: 'last' } as const

const newToken = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('')
