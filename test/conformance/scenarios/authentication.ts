// Authentication, whatever the method [wamp:authentication]. The users are those of README.md.

import type { FeatureScenarios, PeerSetup } from '../scenario.ts'

const ROLES = { caller: {}, callee: {}, publisher: {}, subscriber: {} }
const LATER: PeerSetup = { joins: 'later' }
const TICKET = { roles: ROLES, authmethods: ['ticket'], authid: 'ticket-user' }
const VIOLATION = 'wamp.error.protocol_violation'

export const authentication: FeatureScenarios = {
  feature: 'authentication',
  announced: false,
  scenarios: [
    {
      rules: ['A29'],
      name: 'who names no method joins as anonymous where that is allowed, and is told who it is',
      level: 'should',
      peers: { a: LATER },
      steps: [
        ['a', 'sends', ['HELLO', '$realm', { roles: ROLES }]],
        ['a', 'gets', ['WELCOME', '$id', { authid: '$string', authrole: '$string', authmethod: 'anonymous' }]],
      ],
    },
    {
      rules: ['A29'],
      name: 'who names anonymous joins as that',
      peers: { a: LATER },
      steps: [
        ['a', 'sends', ['HELLO', '$realm', { roles: ROLES, authmethods: ['anonymous'] }]],
        ['a', 'gets', ['WELCOME', '$id', { authmethod: 'anonymous' }]],
      ],
    },
    {
      rules: ['A28'],
      name: 'a method that the router does not know is refused',
      peers: { a: LATER },
      steps: [
        ['a', 'sends', ['HELLO', '$realm', { roles: ROLES, authmethods: ['x-magic'], authid: 'merlin' }]],
        [
          'a',
          'is aborted',
          { $oneOf: ['wamp.error.no_matching_auth_method', 'wamp.error.no_auth_method', 'wamp.error.not_authorized'] },
        ],
      ],
    },
    {
      rules: ['A28'],
      name: 'anonymous is refused where users are asked who they are',
      fixture: 'users',
      peers: { a: LATER },
      steps: [
        ['a', 'sends', ['HELLO', '$realm', { roles: ROLES }]],
        [
          'a',
          'is aborted',
          {
            $oneOf: [
              'wamp.error.authentication_required',
              'wamp.error.no_matching_auth_method',
              'wamp.error.not_authorized',
            ],
          },
        ],
      ],
    },
    ...(
      [
        ['x-magic', 'a method that the router does not know', 'must'],
        ['wampcra', 'a method that the user does not have', 'choice'],
      ] as const
    ).map(([method, what, level]) => ({
      rules: ['A28'],
      name: `${what} is passed over for one that fits`,
      level,
      fixture: 'users' as const,
      peers: { a: LATER },
      steps: [
        ['a', 'sends', ['HELLO', '$realm', { ...TICKET, authmethods: [method, 'ticket'] }]],
        ['a', 'gets', ['CHALLENGE', 'ticket', '$dict']],
        ['a', 'sends', ['AUTHENTICATE', 'ticket-pass', {}]],
        ['a', 'gets', ['WELCOME', '$id', { authid: 'ticket-user', authmethod: 'ticket' }]],
      ] as const,
    })),
    {
      rules: ['A28', 'R-SES-1'],
      name: 'who is challenged may send nothing else',
      fixture: 'users',
      peers: { a: LATER },
      steps: [
        ['a', 'sends', ['HELLO', '$realm', TICKET]],
        ['a', 'gets', ['CHALLENGE', 'ticket', '$dict']],
        ['a', 'sends', ['SUBSCRIBE', 1, {}, 'com.example.news']],
        ['a', 'is aborted', VIOLATION],
      ],
    },
    ...(
      [
        ['HELLO', '$realm', TICKET],
        ['GOODBYE', {}, 'wamp.close.normal'],
      ] as const
    ).map(message => ({
      rules: [message[0] === 'GOODBYE' ? 'R-PE-4' : 'A28'],
      name: `${message[0]} in place of an answer to a challenge breaks the protocol`,
      fixture: 'users' as const,
      peers: { a: LATER },
      steps: [
        ['a', 'sends', ['HELLO', '$realm', TICKET]],
        ['a', 'gets', ['CHALLENGE', 'ticket', '$dict']],
        ['a', 'sends', message],
        ['a', 'is aborted', VIOLATION],
      ] as const,
    })),
    {
      rules: ['A28', 'R-AB-1'],
      name: 'who is challenged may abort',
      fixture: 'users',
      peers: { a: LATER },
      steps: [
        ['a', 'sends', ['HELLO', '$realm', TICKET]],
        ['a', 'gets', ['CHALLENGE', 'ticket', '$dict']],
        ['a', 'sends', ['ABORT', {}, 'wamp.error.cannot_authenticate']],
        ['a', 'gets nothing'],
      ],
    },
    {
      rules: ['A28'],
      name: 'a challenge is answered once',
      fixture: 'users',
      peers: { a: LATER },
      steps: [
        ['a', 'sends', ['HELLO', '$realm', TICKET]],
        ['a', 'gets', ['CHALLENGE', 'ticket', '$dict']],
        ['a', 'sends', ['AUTHENTICATE', 'ticket-pass', {}]],
        ['a', 'gets', ['WELCOME', '$id', {}]],
        ['a', 'sends', ['AUTHENTICATE', 'ticket-pass', {}]],
        ['a', 'is aborted', VIOLATION],
      ],
    },
  ],
}
