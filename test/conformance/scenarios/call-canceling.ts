// Call canceling [wamp:call-canceling].

import type { FeatureScenarios, PeerSetup, Step } from '../scenario.ts'
import { registers } from './steps.ts'

const SLOW = 'com.example.slow'
const CANCELED = { $oneOf: ['wamp.error.canceled', 'wamp.error.cancelled'] }
const CANCELING: PeerSetup = { features: ['call_canceling'] }
const BOTH = { a: CANCELING, b: CANCELING }
/** b has called, and a has been invoked. */
const called: Step[] = [
  ...registers('a', SLOW),
  ['b', 'sends', ['CALL', '$request:call', {}, SLOW]],
  ['a', 'gets', ['INVOCATION', '$id:invocation', '$reg', {}]],
]
const refused: Step = ['b', 'gets', ['ERROR', 'CALL', '$call', {}, CANCELED, '$rest']]
const interrupted = (mode: string): Step => ['a', 'gets', ['INTERRUPT', '$invocation', { mode }]]
const late: Step[] = [
  ['a', 'sends', ['YIELD', '$invocation', {}, ['late']]],
  ['b', 'gets nothing'],
]

export const callCanceling: FeatureScenarios = {
  feature: 'call_canceling',
  announced: true,
  scenarios: [
    {
      rules: ['A4'],
      name: 'skip: the caller gets ERROR at once, the callee hears nothing, its answer is discarded',
      peers: BOTH,
      steps: [
        ...called,
        ['b', 'sends', ['CANCEL', '$call', { mode: 'skip' }]],
        refused,
        ['a', 'gets nothing'],
        ...late,
      ],
    },
    {
      rules: ['A4'],
      name: 'killnowait: the caller gets ERROR at once, the callee INTERRUPT, its answer is discarded',
      peers: BOTH,
      steps: [
        ...called,
        ['b', 'sends', ['CANCEL', '$call', { mode: 'killnowait' }]],
        refused,
        interrupted('killnowait'),
        ...late,
      ],
    },
    {
      rules: ['A4'],
      name: 'killnowait: an ERROR of the callee is discarded too',
      peers: BOTH,
      steps: [
        ...called,
        ['b', 'sends', ['CANCEL', '$call', { mode: 'killnowait' }]],
        refused,
        interrupted('killnowait'),
        ['a', 'sends', ['ERROR', 'INVOCATION', '$invocation', {}, 'wamp.error.canceled']],
        ['b', 'gets nothing'],
      ],
    },
    {
      rules: ['A4'],
      name: 'kill: the callee gets INTERRUPT, the caller its ERROR, and nothing before',
      peers: BOTH,
      steps: [
        ...called,
        ['b', 'sends', ['CANCEL', '$call', { mode: 'kill' }]],
        interrupted('kill'),
        ['b', 'gets nothing'],
        ['a', 'sends', ['ERROR', 'INVOCATION', '$invocation', {}, 'wamp.error.canceled', ['stopped']]],
        ['b', 'gets', ['ERROR', 'CALL', '$call', {}, 'wamp.error.canceled', ['stopped']]],
      ],
    },
    {
      rules: ['A4'],
      name: 'kill: a callee that finishes all the same gives the RESULT',
      peers: BOTH,
      steps: [
        ...called,
        ['b', 'sends', ['CANCEL', '$call', { mode: 'kill' }]],
        interrupted('kill'),
        ['a', 'sends', ['YIELD', '$invocation', {}, ['done']]],
        ['b', 'gets', ['RESULT', '$call', {}, ['done']]],
      ],
    },
    {
      rules: ['A4', 'R-LV-2', 'R-CALL-3'],
      name: 'kill: a callee that leaves in place of an answer ends the call',
      peers: BOTH,
      steps: [
        ...called,
        ['b', 'sends', ['CANCEL', '$call', { mode: 'kill' }]],
        interrupted('kill'),
        ['a', 'drops its link'],
        refused,
      ],
    },
    ...['kill', 'killnowait', 'skip'].map(mode => ({
      rules: ['R-CC-1', 'R-CC-2'],
      name: `${mode}: where the callee does not have the feature, it is as skip`,
      peers: { a: {}, b: CANCELING },
      steps: [
        ...called,
        ['b', 'sends', ['CANCEL', '$call', { mode }]],
        refused,
        ['a', 'gets nothing'],
        ...late,
      ] as const,
    })),
    {
      rules: ['A4'],
      name: 'without a mode it is as killnowait',
      level: 'choice',
      peers: BOTH,
      steps: [...called, ['b', 'sends', ['CANCEL', '$call', {}]], refused, interrupted('killnowait'), ...late],
    },
    {
      rules: ['A4', 'R-MSG-4'],
      name: 'a mode that there is not breaks the protocol',
      level: 'choice',
      peers: BOTH,
      steps: [
        ...called,
        ['b', 'sends', ['CANCEL', '$call', { mode: 'stop' }]],
        ['b', 'is aborted', 'wamp.error.protocol_violation'],
        interrupted('killnowait'),
      ],
    },
    {
      rules: ['A4'],
      name: 'CANCEL of what has ended, or never was, is ignored',
      level: 'choice',
      peers: BOTH,
      steps: [
        ...called,
        ['a', 'sends', ['YIELD', '$invocation', {}, ['done']]],
        ['b', 'gets', ['RESULT', '$call', {}, ['done']]],
        ['b', 'sends', ['CANCEL', '$call', { mode: 'kill' }], ['CANCEL', 987_654, { mode: 'kill' }]],
        ['b', 'gets nothing'],
        ['a', 'gets nothing'],
      ],
    },
    {
      rules: ['A4'],
      name: 'CANCEL a second time is ignored',
      level: 'choice',
      peers: BOTH,
      steps: [
        ...called,
        ['b', 'sends', ['CANCEL', '$call', { mode: 'kill' }], ['CANCEL', '$call', { mode: 'kill' }]],
        interrupted('kill'),
        ['a', 'sends', ['YIELD', '$invocation', {}, ['done']]],
        ['b', 'gets', ['RESULT', '$call', {}, ['done']]],
      ],
    },
    {
      rules: ['A4'],
      name: 'CANCEL is for a call of the own session, also where another has the same request id',
      peers: { ...BOTH, c: CANCELING },
      steps: [
        ...called,
        ['c', 'sends', ['CALL', '$request:other', {}, SLOW]],
        ['a', 'gets', ['INVOCATION', '$id:second', '$reg', {}]],
        ['c', 'sends', ['CANCEL', '$other', { mode: 'skip' }]],
        ['c', 'gets', ['ERROR', 'CALL', '$other', {}, CANCELED, '$rest']],
        ['a', 'sends', ['YIELD', '$invocation', {}, ['done']]],
        ['b', 'gets', ['RESULT', '$call', {}, ['done']]],
      ],
    },
    {
      rules: ['R-LV-1'],
      name: 'a callee whose caller is gone is interrupted, and its answer discarded',
      peers: BOTH,
      steps: [
        ...called,
        ['b', 'drops its link'],
        interrupted('killnowait'),
        ['a', 'sends', ['YIELD', '$invocation', {}, ['late']]],
        ['a', 'gets nothing'],
      ],
    },
    {
      rules: ['R-LV-1'],
      name: 'a callee whose caller says GOODBYE is interrupted',
      peers: BOTH,
      steps: [
        ...called,
        ['b', 'sends', ['GOODBYE', {}, 'wamp.close.normal']],
        ['b', 'gets', ['GOODBYE', {}, '$uri']],
        interrupted('killnowait'),
      ],
    },
  ],
}
