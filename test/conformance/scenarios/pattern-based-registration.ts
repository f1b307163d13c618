// Pattern-based registrations [wamp:pattern-based-registrations].

import type { FeatureScenarios, PeerSetup, Scenario, Step } from '../scenario.ts'
import { registers } from './steps.ts'

const MATCHING: PeerSetup = { features: ['pattern_based_registration'] }

/** Who of a, which has the pattern, and the router answers a call. */
const reaches = (uri: string, whom: 'a' | 'nobody'): Step[] =>
  whom === 'nobody'
    ? [
        ['b', 'sends', ['CALL', '$request', {}, uri]],
        ['b', 'gets', ['ERROR', 'CALL', '$request', {}, 'wamp.error.no_such_procedure', '$rest']],
      ]
    : [
        ['b', 'sends', ['CALL', '$request', {}, uri, [1]]],
        ['a', 'gets', ['INVOCATION', `$id:for ${uri}`, '$reg', { procedure: uri }, [1]]],
        ['a', 'sends', ['YIELD', `$for ${uri}`, {}, [2]]],
        ['b', 'gets', ['RESULT', '$request', {}, [2]]],
      ]

/**
 * The specification's own example of which registration a call takes, but for the dot that ends the second: without it
 * that is, as text, a prefix of a1.b2.c33 too, which the example overlooks.
 */
const REGISTRATIONS = [
  ['a1.b2.c3.d4.e55', 'exact'],
  ['a1.b2.c3.', 'prefix'],
  ['a1.b2.c3.d4', 'prefix'],
  ['a1.b2..d4.e5', 'wildcard'],
  ['a1.b2.c33..e5', 'wildcard'],
  ['a1.b2..d4.e5..g7', 'wildcard'],
  ['a1.b2..d4..f6.g7', 'wildcard'],
] as const
const CALLS = [
  ['a1.b2.c3.d4.e55', 1],
  ['a1.b2.c3.d98.e74', 2],
  ['a1.b2.c3.d4.e325', 3],
  ['a1.b2.c55.d4.e5', 4],
  ['a1.b2.c33.d4.e5', 5],
  ['a1.b2.c88.d4.e5.f6.g7', 6],
] as const
const precedence: Step[] = [
  ...REGISTRATIONS.flatMap(([uri, match], index) => registers('a', uri, { options: { match }, as: `reg${index + 1}` })),
  ...CALLS.flatMap(([uri, which], index): Step[] => [
    ['b', 'sends', ['CALL', '$request', {}, uri]],
    ['a', 'gets', ['INVOCATION', `$id:inv${index}`, `$reg${which}`, {}]],
    ['a', 'sends', ['YIELD', `$inv${index}`, {}]],
    ['b', 'gets', ['RESULT', '$request', {}]],
  ]),
  ...reaches('a2.b2.c2.d2.e2', 'nobody'),
]

const isRefused = (match: string, uri: string): Scenario => ({
  rules: ['R-URI-2', 'A8'],
  name: `${uri} is no ${match} pattern`,
  peers: { a: MATCHING },
  steps: [
    ['a', 'sends', ['REGISTER', '$request', { match }, uri]],
    ['a', 'gets', ['ERROR', 'REGISTER', '$request', {}, 'wamp.error.invalid_uri', '$rest']],
  ],
})

export const patternBasedRegistration: FeatureScenarios = {
  feature: 'pattern_based_registration',
  announced: true,
  scenarios: [
    {
      rules: ['A8', 'R-PAT-2'],
      name: 'prefix: all that begins so, inside a component too, and the callee is told what was called',
      peers: { a: MATCHING, b: {} },
      steps: [
        ...registers('a', 'com.example.files', { options: { match: 'prefix' } }),
        ...reaches('com.example.files', 'a'),
        ...reaches('com.example.files.open', 'a'),
        ...reaches('com.example.files-old.open', 'a'),
        ...reaches('com.example.file', 'nobody'),
        ...reaches('com.examples.files', 'nobody'),
      ],
    },
    {
      rules: ['A8', 'R-URI-2'],
      name: 'prefix: a pattern may end in a dot',
      peers: { a: MATCHING, b: {} },
      steps: [
        ...registers('a', 'com.example.files.', { options: { match: 'prefix' } }),
        ...reaches('com.example.files.open', 'a'),
        ...reaches('com.example.files-old.open', 'nobody'),
        ...reaches('com.example.files', 'nobody'),
      ],
    },
    {
      rules: ['A8', 'R-PAT-2'],
      name: 'wildcard: any one component, and the callee is told what was called',
      peers: { a: MATCHING, b: {} },
      steps: [
        ...registers('a', 'com.example..open', { options: { match: 'wildcard' } }),
        ...reaches('com.example.files.open', 'a'),
        ...reaches('com.example.doors.open', 'a'),
        ...reaches('com.example.open', 'nobody'),
        ...reaches('com.example.files.old.open', 'nobody'),
        ...reaches('com.example.files.close', 'nobody'),
        ...reaches('com.example.files.open.now', 'nobody'),
      ],
    },
    {
      rules: ['A8'],
      name: 'exact, which is the default, may be said',
      peers: { a: MATCHING, b: {} },
      steps: [
        ...registers('a', 'com.example.files', { options: { match: 'exact' } }),
        ['b', 'sends', ['CALL', '$request', {}, 'com.example.files']],
        ['a', 'gets', ['INVOCATION', '$id:invocation', '$reg', {}]],
        ['a', 'sends', ['YIELD', '$invocation', {}]],
        ['b', 'gets', ['RESULT', '$request', {}]],
        ...reaches('com.example.files.open', 'nobody'),
      ],
    },
    {
      rules: ['R-PAT-1'],
      name: 'exact goes before prefix, the longer prefix before the shorter, and wildcards come last',
      peers: { a: MATCHING, b: {} },
      steps: precedence,
    },
    {
      rules: ['R-PAT-1'],
      name: 'when the better match is gone the next one serves',
      peers: { a: MATCHING, b: {} },
      steps: [
        ...registers('a', 'com.example.', { options: { match: 'prefix' } }),
        ...registers('a', 'com.example.files.', { options: { match: 'prefix' }, as: 'longer' }),
        ['a', 'sends', ['UNREGISTER', '$request', '$longer']],
        ['a', 'gets', ['UNREGISTERED', '$request']],
        ...reaches('com.example.files.open', 'a'),
      ],
    },
    {
      rules: ['A8', 'R-REG-2'],
      name: 'the same URI may be registered once with each kind of match, and no more',
      peers: { a: MATCHING },
      steps: [
        ...registers('a', 'com.example.files', { as: 'exact' }),
        ...registers('a', 'com.example.files', { options: { match: 'prefix' }, as: 'prefix' }),
        ...registers('a', 'com.example.files', { options: { match: 'wildcard' }, as: 'wildcard' }),
        ['a', 'sends', ['REGISTER', '$request', { match: 'prefix' }, 'com.example.files']],
        ['a', 'gets', ['ERROR', 'REGISTER', '$request', {}, 'wamp.error.procedure_already_exists', '$rest']],
      ],
    },
    isRefused('exact', 'com.example..open'),
    isRefused('prefix', 'com..example'),
    isRefused('wildcard', 'com.example. .open'),
    {
      rules: ['R-URI-2', 'A8'],
      name: 'a call names no pattern',
      peers: { a: MATCHING, b: {} },
      steps: [
        ...registers('a', 'com.example..open', { options: { match: 'wildcard' } }),
        ['b', 'sends', ['CALL', '$request', {}, 'com.example..open']],
        ['b', 'gets', ['ERROR', 'CALL', '$request', {}, 'wamp.error.invalid_uri', '$rest']],
      ],
    },
    {
      rules: ['R-URI-4'],
      name: 'a pattern does not take over the router’s own procedures',
      level: 'choice',
      needs: ['session_meta_api'],
      peers: { a: MATCHING },
      steps: [
        ['a', 'sends', ['REGISTER', '$request', { match: 'wildcard' }, '.session.count']],
        [
          'a',
          'gets',
          {
            $oneOf: [
              ['REGISTERED', '$request', '$id'],
              ['ERROR', 'REGISTER', '$request', {}, '$uri', '$rest'],
            ],
          },
        ],
        ['a', 'sends', ['CALL', '$request', {}, 'wamp.session.count']],
        ['a', 'gets', ['RESULT', '$request', {}, ['$count']]],
      ],
    },
  ],
}
