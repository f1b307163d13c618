// Opening and closing sessions [wamp:sessions].

import type { FeatureScenarios } from '../scenario.ts'
import { registers, subscribes } from './steps.ts'

const ROLES = { caller: {}, callee: {}, publisher: {}, subscriber: {} }
const CLOSES = ['GOODBYE', {}, 'wamp.close.normal'] as const

export const sessions: FeatureScenarios = {
  feature: 'sessions',
  announced: false,
  scenarios: [
    {
      rules: ['R-SES-3', 'R-SES-2', 'R-SES-6'],
      name: 'HELLO is answered with WELCOME, which names a role of the router and its features',
      peers: { a: { joins: 'later' } },
      steps: [
        ['a', 'sends', ['HELLO', '$realm', { roles: ROLES }]],
        [
          'a',
          'gets',
          [
            'WELCOME',
            '$id',
            { roles: { $oneOf: [{ broker: { features: '$dict' } }, { dealer: { features: '$dict' } }] } },
          ],
        ],
      ],
    },
    {
      rules: ['R-SES-4', 'R-ID-1'],
      name: 'each session has an id of its own, and not the one after the last',
      peers: { a: { joins: 'later' }, b: { joins: 'later' }, c: { joins: 'later' } },
      steps: [
        ['a', 'sends', ['HELLO', '$realm', { roles: ROLES }]],
        ['a', 'gets', ['WELCOME', '$id:first', '$dict']],
        ['b', 'sends', ['HELLO', '$realm', { roles: ROLES }]],
        ['b', 'gets', ['WELCOME', { $drawnAfter: '$first' }, '$dict']],
        ['c', 'sends', ['HELLO', '$realm', { roles: ROLES }]],
        ['c', 'gets', ['WELCOME', { $drawnAfter: '$session:b' }, '$dict']],
      ],
    },
    {
      rules: ['R-SES-2'],
      name: 'one role is enough',
      peers: { a: { joins: 'later' } },
      steps: [
        ['a', 'sends', ['HELLO', '$realm', { roles: { subscriber: {} } }]],
        ['a', 'gets', ['WELCOME', '$id', '$dict']],
      ],
    },
    ...[{}, { roles: {} }].map(details => ({
      rules: ['R-SES-2'],
      name: `HELLO with ${JSON.stringify(details)} announces no role and is refused`,
      level: 'choice' as const,
      peers: { a: { joins: 'later' as const } },
      steps: [
        ['a', 'sends', ['HELLO', '$realm', details]],
        ['a', 'is aborted', { $oneOf: ['wamp.error.protocol_violation', 'wamp.error.no_such_role'] }],
      ] as const,
    })),
    {
      rules: ['R-SES-5'],
      name: 'a realm that nobody made is opened, or there is none of that name',
      peers: { a: { joins: 'later' } },
      steps: [
        ['a', 'sends', ['HELLO', 'com.example.{run}.realm', { roles: ROLES }]],
        [
          'a',
          'gets',
          {
            $oneOf: [
              ['WELCOME', '$id', '$dict'],
              ['ABORT', {}, 'wamp.error.no_such_realm', '$rest'],
            ],
          },
        ],
      ],
    },
    {
      rules: ['R-URI-5'],
      name: 'a realm whose name is no URI is refused',
      level: 'choice',
      peers: { a: { joins: 'later' } },
      steps: [
        ['a', 'sends', ['HELLO', 'no realm', { roles: ROLES }]],
        ['a', 'is aborted', { $oneOf: ['wamp.error.invalid_uri', 'wamp.error.no_such_realm'] }],
      ],
    },
    {
      rules: ['R-MSG-3'],
      name: 'attributes of HELLO, and features, that nobody predefined are ignored',
      peers: { a: { joins: 'later' } },
      steps: [
        [
          'a',
          'sends',
          [
            'HELLO',
            '$realm',
            {
              roles: { caller: { features: { x_unknown: true }, _more: 1 } },
              agent: 'test',
              _unknown: [1],
              x_more: {},
            },
          ],
        ],
        ['a', 'gets', ['WELCOME', '$id', '$dict']],
      ],
    },
    {
      rules: ['R-GB-1'],
      name: 'GOODBYE is answered with GOODBYE',
      peers: { a: {} },
      steps: [
        ['a', 'sends', CLOSES],
        ['a', 'gets', ['GOODBYE', {}, '$uri']],
      ],
    },
    {
      rules: ['R-GB-2'],
      name: 'after GOODBYE nothing comes that the session was subscribed to',
      peers: { a: {}, b: {} },
      steps: [
        ...subscribes('a', 'com.example.news'),
        ['a', 'sends', CLOSES],
        ['a', 'gets', ['GOODBYE', {}, '$uri']],
        ['b', 'sends', ['PUBLISH', '$request', { acknowledge: true }, 'com.example.news', [1]]],
        ['b', 'gets', ['PUBLISHED', '$request', '$id']],
        ['a', 'gets nothing'],
      ],
    },
    {
      rules: ['R-GB-1', 'R-SUB-3'],
      name: 'after GOODBYE the procedures of the session are free',
      peers: { a: {}, b: {} },
      steps: [
        ...registers('a', 'com.example.free', { as: 'first' }),
        ['a', 'sends', CLOSES],
        ['a', 'gets', ['GOODBYE', {}, '$uri']],
        ...registers('b', 'com.example.free', { as: 'second' }),
      ],
    },
    {
      rules: ['R-TR-3', 'R-ID-3'],
      name: 'on the link of a closed session another one opens, and its request ids begin at 1',
      level: 'should',
      peers: { a: {} },
      steps: [
        ...subscribes('a', 'com.example.first', { as: 'first' }),
        ['a', 'sends', CLOSES],
        ['a', 'gets', ['GOODBYE', {}, '$uri']],
        ['a', 'joins'],
        ['a', 'sends', ['SUBSCRIBE', 1, {}, 'com.example.second']],
        ['a', 'gets', ['SUBSCRIBED', 1, '$id']],
      ],
    },
    {
      rules: ['R-AB-1'],
      name: 'ABORT before HELLO is not answered',
      peers: { a: { joins: 'later' } },
      steps: [
        ['a', 'sends', ['ABORT', {}, 'wamp.error.cannot_authenticate']],
        ['a', 'gets nothing'],
      ],
    },
    {
      rules: ['R-AB-1'],
      name: 'ABORT ends an open session and is not answered',
      peers: { a: {}, b: {} },
      steps: [
        ...registers('a', 'com.example.free', { as: 'first' }),
        ['a', 'sends', ['ABORT', {}, 'wamp.error.protocol_violation']],
        ['a', 'gets nothing'],
        ...registers('b', 'com.example.free', { as: 'second' }),
      ],
    },
    {
      rules: ['R-AB-1'],
      name: 'an ABORT has three elements, for some clients take no more',
      level: 'choice',
      peers: { a: {} },
      steps: [
        ['a', 'sends', ['HELLO', '$realm', { roles: ROLES }]],
        ['a', 'gets', ['ABORT', '$dict', 'wamp.error.protocol_violation']],
      ],
    },
  ],
}
