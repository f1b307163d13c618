// Authentication: each method with each client that has it; right, wrong and unknown.

import type { Ability } from '../abilities.ts'
import { alive, type CrowdScenario, refusal, same } from '../scenario.ts'
import { AUTHROLE, CREDENTIALS } from '../users.ts'

type Name = keyof typeof CREDENTIALS

/** `one` joins once more, as somebody. */
export const AUTHENTICATION: readonly CrowdScenario[] = (Object.keys(CREDENTIALS) as Name[]).map(name => {
  const credentials = CREDENTIALS[name]
  const method: Ability = credentials.method
  return {
    name: `authentication by ${name}`,
    needs: { one: [method] },
    runForAll: async ({ one, join }) => {
      const member = await join(one.client, credentials)
      const { authid, authrole } = member
      same({ authid, authrole }, { authid: credentials.authid, authrole: AUTHROLE }, 'who it is')
      await alive(member)
      await member.leave()
      const secret = credentials.secret.replace(/^./, first => (first === '0' ? '1' : '0'))
      const wrong = await refusal(join(one.client, { ...credentials, secret }), 'a wrong secret')
      const denials = ['wamp.error.authentication_denied', 'wamp.error.no_such_principal']
      same(denials.includes(wrong.error), true, `whether a wrong secret is refused: ${wrong.error}`)
      const unknown = await refusal(join(one.client, { ...credentials, authid: 'nobody' }), 'an unknown name')
      same(denials.includes(unknown.error), true, `whether an unknown name is refused: ${unknown.error}`)
    },
  }
})
