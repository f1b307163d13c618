// Caller identification [wamp:caller-identification].

import type { FeatureScenarios, PeerSetup } from '../scenario.ts'
import { registers } from './steps.ts'

const WHO = 'com.example.who'
const KNOWING: PeerSetup = { features: ['caller_identification'] }

export const callerIdentification: FeatureScenarios = {
  feature: 'caller_identification',
  announced: true,
  scenarios: [
    {
      rules: ['A6'],
      name: 'disclose_me: the callee is told the session of the caller',
      peers: { a: KNOWING, b: KNOWING },
      steps: [
        ...registers('a', WHO),
        ['b', 'sends', ['CALL', '$request', { disclose_me: true }, WHO]],
        ['a', 'gets', ['INVOCATION', '$id:invocation', '$reg', { caller: '$session:b' }]],
        ['a', 'sends', ['YIELD', '$invocation', {}]],
        ['b', 'gets', ['RESULT', '$request', {}]],
      ],
    },
    {
      rules: ['A6'],
      name: 'what is told of authid and authrole is true',
      peers: { a: KNOWING, b: KNOWING },
      steps: [
        ...registers('a', WHO),
        ['b', 'sends', ['CALL', '$request', { disclose_me: true }, WHO]],
        [
          'a',
          'gets',
          [
            'INVOCATION',
            '$id:invocation',
            '$reg',
            {
              caller: '$session:b',
              caller_authid: { $oneOf: ['$absent', '$authid:b'] },
              caller_authrole: { $oneOf: ['$absent', '$authrole:b'] },
            },
          ],
        ],
        ['a', 'sends', ['YIELD', '$invocation', {}]],
        ['b', 'gets', ['RESULT', '$request', {}]],
      ],
    },
    {
      rules: ['A6'],
      name: 'disclose_caller: the callee is told, also of callers that did not ask',
      level: 'should',
      peers: { a: KNOWING, b: KNOWING },
      steps: [
        ...registers('a', WHO, { options: { disclose_caller: true } }),
        ['b', 'sends', ['CALL', '$request', {}, WHO]],
        ['a', 'gets', ['INVOCATION', '$id:invocation', '$reg', { caller: '$session:b' }]],
        ['a', 'sends', ['YIELD', '$invocation', {}]],
        ['b', 'gets', ['RESULT', '$request', {}]],
      ],
    },
    ...[{}, { disclose_me: false }].map(options => ({
      rules: ['A6'],
      name: `with ${JSON.stringify(options)} the callee is told nothing`,
      level: 'choice' as const,
      peers: { a: KNOWING, b: KNOWING },
      steps: [
        ...registers('a', WHO),
        ['b', 'sends', ['CALL', '$request', options, WHO]],
        [
          'a',
          'gets',
          [
            'INVOCATION',
            '$id:invocation',
            '$reg',
            { caller: '$absent', caller_authid: '$absent', caller_authrole: '$absent' },
          ],
        ],
        ['a', 'sends', ['YIELD', '$invocation', {}]],
        ['b', 'gets', ['RESULT', '$request', {}]],
      ] as const,
    })),
  ],
}
