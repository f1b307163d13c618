// Ticket authentication [wamp:ticketauth].

import { USERS } from '../fixture-users.ts'
import type { FeatureScenarios } from '../scenario.ts'
import { DENIED, hello, isChallenged, isUnknown, isWelcome, scenario } from './authenticating.ts'

const { authid, ticket: right } = USERS.ticket

export const ticket: FeatureScenarios = {
  feature: 'ticket',
  announced: false,
  scenarios: [
    scenario(['A30', 'A28'], 'who knows the ticket is welcome, with the role of that user', [
      ['a', 'sends', hello('ticket', authid)],
      ...isChallenged('ticket', {}, right),
      isWelcome('ticket', authid),
    ]),
    ...['wrong', '', 'ticket-pass '].map(wrong =>
      scenario(['A30', 'A28'], `the ticket ${JSON.stringify(wrong)} is refused`, [
        ['a', 'sends', hello('ticket', authid)],
        ...isChallenged('ticket', {}, wrong),
        ['a', 'is aborted', DENIED],
      ]),
    ),
    isUnknown('A30', hello('ticket', 'nobody')),
  ],
}
