// Session meta API [wamp:session-meta-api].

import type { Dict, FeatureScenarios, Step } from '../scenario.ts'
import { asks, isRefused, registers, subscribes } from './steps.ts'

const NO_SUCH = 'wamp.error.no_such_session'

const kills = (kwargs: Dict): Step[] => [
  ['a', 'sends', ['CALL', '$request', {}, 'wamp.session.kill', ['$session:b'], kwargs]],
  ['a', 'gets', ['RESULT', '$request', {}, '$rest']],
]
const lastWordTo = (peer: string, reason: string, details: Dict = {}): Step => [
  peer,
  'gets',
  ['GOODBYE', details, reason],
]

export const sessionMetaApi: FeatureScenarios = {
  feature: 'session_meta_api',
  announced: true,
  scenarios: [
    {
      rules: ['A27'],
      name: 'on_join: who has joined',
      peers: { w: {}, a: { joins: 'later' } },
      steps: [
        ...subscribes('w', 'wamp.session.on_join'),
        ['a', 'joins'],
        [
          'w',
          'gets',
          [
            'EVENT',
            '$sub',
            '$id',
            {},
            [
              {
                $has: {
                  session: '$session:a',
                  authid: '$authid:a',
                  authrole: '$authrole:a',
                  authmethod: '$string',
                  authprovider: '$string',
                },
              },
            ],
          ],
        ],
      ],
    },
    ...(['GOODBYE', 'a lost link', 'ABORT', 'an offence'] as const).map(how => ({
      rules: ['A27'],
      name: `on_leave: who has left, by ${how}`,
      peers: { w: {}, a: {} },
      steps: [
        ...subscribes('w', 'wamp.session.on_leave'),
        ...leaves(how),
        ['w', 'gets', ['EVENT', '$sub', '$id', {}, ['$session:a', '$authid:a', '$authrole:a']]],
      ] satisfies Step[],
    })),
    {
      rules: ['A27'],
      name: 'count and list: who is there, of all authroles or of some',
      peers: { a: {}, b: {} },
      steps: [
        ...asks('a', 'wamp.session.list', [], [{ $includes: ['$session:a', '$session:b'] }]),
        ...asks('a', 'wamp.session.count', [], ['$count']),
        ...asks('a', 'wamp.session.list', [['$authrole:a']], [{ $includes: ['$session:a', '$session:b'] }]),
        ...asks('a', 'wamp.session.list', [['nobody has this role']], [[]]),
        ...asks('a', 'wamp.session.count', [['nobody has this role']], [0]),
      ],
    },
    {
      rules: ['A27'],
      name: 'who has left is in no list',
      peers: { a: {}, b: {} },
      steps: [
        ...subscribes('a', 'wamp.session.on_leave'),
        ['b', 'drops its link'],
        ['a', 'gets', ['EVENT', '$sub', '$id', {}, ['$session:b', '$authid:b', '$authrole:b']]],
        ...asks('a', 'wamp.session.list', [], [{ $not: { $includes: ['$session:b'] } }]),
        ...isRefused('a', 'wamp.session.get', ['$session:b'], NO_SUCH),
      ],
    },
    {
      rules: ['A27'],
      name: 'get: who somebody is',
      peers: { a: {}, b: {} },
      steps: asks(
        'a',
        'wamp.session.get',
        ['$session:b'],
        [
          {
            $has: {
              session: '$session:b',
              authid: '$authid:b',
              authrole: '$authrole:b',
              authmethod: '$string',
              authprovider: '$string',
            },
          },
        ],
      ),
    },
    {
      rules: ['A27'],
      name: 'get: a session that there is not is refused',
      peers: { a: {} },
      steps: isRefused('a', 'wamp.session.get', [987_654_321], NO_SUCH),
    },
    {
      rules: ['R-KILL-2'],
      name: 'kill: the session gets GOODBYE, without a message where none is given',
      peers: { a: {}, b: {} },
      steps: [...kills({}), lastWordTo('b', 'wamp.close.killed', { message: '$absent' })],
    },
    {
      rules: ['R-KILL-2'],
      name: 'kill: the reason and the message are the caller’s',
      peers: { a: {}, b: {} },
      steps: [
        ...kills({ reason: 'com.example.enough', message: 'Enough' }),
        lastWordTo('b', 'com.example.enough', { message: 'Enough' }),
      ],
    },
    {
      rules: ['R-KILL-2', 'A27'],
      name: 'kill: others hear that the session has left, and its procedures are free',
      peers: { a: {}, b: {}, w: {} },
      steps: [
        ...subscribes('w', 'wamp.session.on_leave'),
        ...registers('b', 'com.example.add'),
        ...kills({}),
        lastWordTo('b', 'wamp.close.killed'),
        ['w', 'gets', ['EVENT', '$sub', '$id', {}, ['$session:b', '$authid:b', '$authrole:b']]],
        ...registers('a', 'com.example.add', { as: 'another' }),
      ],
    },
    {
      rules: ['R-GB-3', 'R-GB-2'],
      name: 'kill: the answer to GOODBYE is not answered, and what came before it is ignored',
      peers: { a: {}, b: {}, w: {} },
      steps: [
        ...subscribes('w', 'com.example.news'),
        ...kills({}),
        lastWordTo('b', 'wamp.close.killed'),
        ['b', 'sends', ['PUBLISH', '$request', {}, 'com.example.news'], ['GOODBYE', {}, 'wamp.close.goodbye_and_out']],
        ['b', 'gets nothing'],
        ['w', 'gets nothing'],
      ],
    },
    {
      rules: ['R-KILL-1'],
      name: 'kill: nobody kills the own session',
      peers: { a: {} },
      steps: isRefused('a', 'wamp.session.kill', ['$session:a'], NO_SUCH),
    },
    {
      rules: ['A27'],
      name: 'kill: a session that there is not is refused',
      peers: { a: {} },
      steps: isRefused('a', 'wamp.session.kill', [987_654_321], NO_SUCH),
    },
    ...['no uri', ''].map(reason => ({
      rules: ['R-KILL-3'],
      name: `kill: ${JSON.stringify(reason)} is no reason, and kills nobody`,
      peers: { a: {}, b: {} },
      steps: [
        ['a', 'sends', ['CALL', '$request', {}, 'wamp.session.kill', ['$session:b'], { reason }]],
        ['a', 'gets', ['ERROR', 'CALL', '$request', {}, 'wamp.error.invalid_uri', '$rest']],
        ['b', 'gets nothing'],
      ] satisfies Step[],
    })),
    {
      rules: ['R-KILL-2', 'A27'],
      name: 'kill_by_authid: the sessions of somebody, whose ids are the result',
      peers: { a: {}, b: {}, c: {} },
      steps: [
        ...asks('a', 'wamp.session.kill_by_authid', ['$authid:b'], [['$session:b']]),
        lastWordTo('b', 'wamp.close.killed'),
        ...asks('a', 'wamp.session.kill_by_authid', ['nobody has this id'], [[]]),
      ],
    },
    {
      rules: ['R-KILL-1', 'A27'],
      name: 'kill_by_authid: but not the caller',
      peers: { a: {} },
      steps: asks('a', 'wamp.session.kill_by_authid', ['$authid:a'], [[]]),
    },
    {
      rules: ['R-KILL-1', 'R-KILL-2', 'A27'],
      name: 'kill_by_authrole: all of a role but the caller, whose number is the result',
      peers: { a: {}, b: {}, c: {} },
      steps: [
        ...asks('a', 'wamp.session.kill_by_authrole', ['nobody has this role'], [0]),
        ...asks('a', 'wamp.session.kill_by_authrole', ['$authrole:a'], [2]),
        lastWordTo('b', 'wamp.close.killed'),
        lastWordTo('c', 'wamp.close.killed'),
        ...asks('a', 'wamp.session.list', [], [{ $includes: ['$session:a'] }]),
      ],
    },
    {
      rules: ['R-KILL-1', 'R-KILL-4', 'A27'],
      name: 'kill_all: all but the caller, who hears no on_leave',
      peers: { a: {}, b: {}, c: {} },
      steps: [
        ...subscribes('a', 'wamp.session.on_leave'),
        ...asks('a', 'wamp.session.kill_all', [], [2]),
        lastWordTo('b', 'wamp.close.killed'),
        lastWordTo('c', 'wamp.close.killed'),
        ['a', 'gets nothing'],
      ],
    },
    {
      rules: ['R-KILL-4'],
      name: 'kill_all: testaments are not published',
      needs: ['testament_meta_api'],
      peers: { a: {}, b: {} },
      steps: [
        ...subscribes('a', 'com.example.will'),
        ['b', 'sends', ['CALL', '$request', {}, 'wamp.session.add_testament', ['com.example.will', [], {}]]],
        ['b', 'gets', ['RESULT', '$request', {}, '$rest']],
        ...asks('a', 'wamp.session.kill_all', [], [1]),
        lastWordTo('b', 'wamp.close.killed'),
        ['a', 'gets nothing'],
      ],
    },
    ...(['kill_by_authid', 'kill_by_authrole', 'kill_all'] as const).map(name => ({
      rules: ['R-KILL-3'],
      name: `${name}: a reason that is no URI is refused, and kills nobody`,
      peers: { a: {}, b: {} },
      steps: [
        [
          'a',
          'sends',
          [
            'CALL',
            '$request',
            {},
            `wamp.session.${name}`,
            name === 'kill_all' ? [] : [$who(name)],
            { reason: 'no uri' },
          ],
        ],
        ['a', 'gets', ['ERROR', 'CALL', '$request', {}, 'wamp.error.invalid_uri', '$rest']],
        ['b', 'gets nothing'],
      ] satisfies Step[],
    })),
  ],
}

function $who(name: 'kill_by_authid' | 'kill_by_authrole'): string {
  return name === 'kill_by_authid' ? '$authid:b' : '$authrole:b'
}

function leaves(how: 'GOODBYE' | 'a lost link' | 'ABORT' | 'an offence'): Step[] {
  switch (how) {
    case 'GOODBYE':
      return [
        ['a', 'sends', ['GOODBYE', {}, 'wamp.close.normal']],
        ['a', 'gets', ['GOODBYE', {}, '$uri']],
      ]
    case 'a lost link':
      return [['a', 'drops its link']]
    case 'ABORT':
      return [['a', 'sends', ['ABORT', {}, 'com.example.enough']]]
    case 'an offence':
      return [
        ['a', 'sends', ['YIELD', 99, {}]],
        ['a', 'is aborted', 'wamp.error.protocol_violation'],
      ]
  }
}
