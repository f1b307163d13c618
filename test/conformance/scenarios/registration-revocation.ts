// Registration revocation [wamp:registration-revocation].
// What makes a router revoke is not specified: here somebody comes a second time, and takes a procedure from the session
// left behind by `force_reregister`.

import { clientRoles } from '../features.ts'
import { USERS } from '../fixture-users.ts'
import type { FeatureScenarios, Scenario, Step } from '../scenario.ts'
import { hello, isChallenged } from './authenticating.ts'
import { registers } from './steps.ts'

const ADD = 'com.example.add'
const { authid, ticket } = USERS.ticket

const comes = (peer: string, features: readonly string[] = []): Step[] => [
  [peer, 'sends', hello('ticket', authid, { roles: clientRoles(features) })],
  ...isChallenged('ticket', {}, ticket, { peer }),
  [peer, 'gets', ['WELCOME', '$id', {}]],
]
const takesOver: Step[] = registers('b', ADD, { options: { force_reregister: true }, as: 'new' })

const scenario = (rules: readonly string[], name: string, steps: readonly Step[]): Scenario => ({
  rules,
  name,
  level: 'choice',
  fixture: 'users',
  peers: { a: { joins: 'later' }, b: { joins: 'later' } },
  steps,
})

export const registrationRevocation: FeatureScenarios = {
  feature: 'registration_revocation',
  announced: true,
  scenarios: [
    scenario(['A11', 'R-ID-4'], 'the callee is told, with request 0, which registration it has no more', [
      ...comes('a', ['registration_revocation']),
      ...comes('b'),
      ...registers('a', ADD, { as: 'old' }),
      ...takesOver,
      ['a', 'gets', ['UNREGISTERED', 0, { registration: '$old', reason: { $oneOf: ['$absent', '$uri'] } }]],
      ['a', 'sends', ['CALL', '$request', {}, ADD]],
      ['b', 'gets', ['INVOCATION', '$id:invocation', '$new', {}]],
      ['b', 'sends', ['YIELD', '$invocation', {}]],
      ['a', 'gets', ['RESULT', '$request', {}]],
    ]),
    scenario(['R-REV-1'], 'a callee without the feature is not told', [
      ...comes('a'),
      ...comes('b'),
      ...registers('a', ADD, { as: 'old' }),
      ...takesOver,
      ['a', 'gets nothing'],
    ]),
    scenario(['A11', 'R-REG-3'], 'what was revoked cannot be unregistered', [
      ...comes('a'),
      ...comes('b'),
      ...registers('a', ADD, { as: 'old' }),
      ...takesOver,
      ['a', 'sends', ['UNREGISTER', '$request', '$old']],
      ['a', 'gets', ['ERROR', 'UNREGISTER', '$request', {}, 'wamp.error.no_such_registration', '$rest']],
    ]),
  ],
}
