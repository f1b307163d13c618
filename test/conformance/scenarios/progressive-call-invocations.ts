// Progressive call invocations [wamp:progressive-call-invocations].

import type { FeatureScenarios, PeerSetup, Step } from '../scenario.ts'
import { registers } from './steps.ts'

const SUM = 'com.example.sum'
const STREAMING: PeerSetup = {
  features: ['progressive_call_invocations', 'progressive_call_results', 'call_canceling', 'shared_registration'],
}
const CANCELED = { $oneOf: ['wamp.error.canceled', 'wamp.error.cancelled'] }
const NO_MORE = { $oneOf: ['$absent', false] }
/** b has begun a call of which more is to come, and a has been invoked. */
const begun: Step[] = [
  ...registers('a', SUM),
  ['b', 'sends', ['CALL', '$request:call', { progress: true }, SUM, [1]]],
  ['a', 'gets', ['INVOCATION', '$id:invocation', '$reg', { progress: true }, [1]]],
]
const finished: Step[] = [
  ['b', 'sends', ['CALL', '$call', {}, SUM, [3]]],
  ['a', 'gets', ['INVOCATION', '$invocation', '$reg', { progress: NO_MORE }, [3]]],
  ['a', 'sends', ['YIELD', '$invocation', {}, [6]]],
  ['b', 'gets', ['RESULT', '$call', {}, [6]]],
]

export const progressiveCallInvocations: FeatureScenarios = {
  feature: 'progressive_call_invocations',
  announced: true,
  scenarios: [
    {
      rules: ['A2', 'R-PCI-5'],
      name: 'what the caller sends with one id reaches the callee with one id, in order',
      peers: { a: STREAMING, b: STREAMING },
      steps: [
        ...begun,
        ['b', 'sends', ['CALL', '$call', { progress: true }, SUM, [2], { key: 1 }]],
        ['a', 'gets', ['INVOCATION', '$invocation', '$reg', { progress: true }, [2], { key: 1 }]],
        ...finished,
      ],
    },
    {
      rules: ['R-PCI-5', 'R-ID-3'],
      name: 'other requests may come between the parts of a call',
      peers: { a: STREAMING, b: STREAMING },
      steps: [
        ...begun,
        ['b', 'sends', ['CALL', '$request:other', {}, 'com.example.nobody']],
        ['b', 'gets', ['ERROR', 'CALL', '$other', {}, 'wamp.error.no_such_procedure', '$rest']],
        ...finished,
      ],
    },
    {
      rules: ['R-PCI-1'],
      name: 'who did not announce the feature may not send such calls',
      peers: { a: STREAMING, b: {} },
      steps: [
        ...registers('a', SUM),
        ['b', 'sends', ['CALL', '$request', { progress: true }, SUM, [1]]],
        ['b', 'is aborted', 'wamp.error.protocol_violation'],
      ],
    },
    ...[[], ['progressive_call_invocations']].map(features => ({
      rules: ['R-PCI-2'],
      name: `a callee ${features.length > 0 ? 'without call_canceling' : 'without the feature'} gets no such calls`,
      peers: { a: { features }, b: STREAMING },
      steps: [
        ...registers('a', SUM),
        ['b', 'sends', ['CALL', '$request', { progress: true }, SUM, [1]]],
        ['b', 'gets', ['ERROR', 'CALL', '$request', {}, 'wamp.error.feature_not_supported', '$rest']],
      ] satisfies Step[],
    })),
    {
      rules: ['R-PCI-3'],
      name: 'all parts of a call go to the callee that got the first',
      needs: ['shared_registration'],
      peers: { a: STREAMING, c: STREAMING, b: STREAMING },
      steps: [
        ...registers('a', SUM, { options: { invoke: 'roundrobin' } }),
        ...registers('c', SUM, { options: { invoke: 'roundrobin' }, as: 'of c' }),
        ['b', 'sends', ['CALL', '$request:call', { progress: true }, SUM, [1]]],
        ['a', 'gets', ['INVOCATION', '$id:invocation', '$reg', { progress: true }, [1]]],
        ['b', 'sends', ['CALL', '$request:other', {}, SUM, ['other']]],
        ['c', 'gets', ['INVOCATION', '$id:elsewhere', '$of c', {}, ['other']]],
        ['b', 'sends', ['CALL', '$call', { progress: true }, SUM, [2]]],
        ['a', 'gets', ['INVOCATION', '$invocation', '$reg', { progress: true }, [2]]],
        ...finished,
        ['c', 'sends', ['YIELD', '$elsewhere', {}]],
        ['b', 'gets', ['RESULT', '$other', {}]],
      ],
    },
    {
      rules: ['R-PCI-4'],
      name: 'options other than progress count in the first part only',
      peers: { a: STREAMING, b: STREAMING },
      steps: [
        ...begun,
        ['b', 'sends', ['CALL', '$call', { progress: true, receive_progress: true, _unknown: 1 }, SUM, [2]]],
        [
          'a',
          'gets',
          [
            'INVOCATION',
            '$invocation',
            '$reg',
            { progress: true, receive_progress: NO_MORE, _unknown: '$absent' },
            [2],
          ],
        ],
        ['a', 'sends', ['YIELD', '$invocation', { progress: true }, [0]]],
        ['b', 'gets nothing'],
        ...finished,
      ],
    },
    {
      rules: ['R-PCI-5'],
      name: 'an id that was skipped breaks the protocol',
      peers: { a: STREAMING, b: STREAMING },
      steps: [
        ...begun,
        ['a', 'gets nothing'],
        ['b', 'sends', ['CALL', 987_654, { progress: true }, SUM, [2]]],
        ['b', 'is aborted', 'wamp.error.protocol_violation'],
        ['a', 'gets', ['INTERRUPT', '$invocation', { mode: 'killnowait' }]],
      ],
    },
    {
      rules: ['R-PCI-5'],
      name: 'more of a call that was complete breaks the protocol while the call runs',
      peers: { a: STREAMING, b: STREAMING },
      steps: [
        ...registers('a', SUM),
        ['b', 'sends', ['CALL', '$request:call', {}, SUM, [1]]],
        ['a', 'gets', ['INVOCATION', '$id:invocation', '$reg', { progress: NO_MORE }, [1]]],
        ['b', 'sends', ['CALL', '$call', {}, SUM, [2]]],
        ['b', 'is aborted', 'wamp.error.protocol_violation'],
        ['a', 'gets', ['INTERRUPT', '$invocation', { mode: 'killnowait' }]],
      ],
    },
    {
      rules: ['R-PCI-6'],
      name: 'more of a call that has ended is ignored',
      peers: { a: STREAMING, b: STREAMING },
      steps: [
        ...begun,
        ['a', 'sends', ['YIELD', '$invocation', {}, ['enough']]],
        ['b', 'gets', ['RESULT', '$call', {}, ['enough']]],
        ['b', 'sends', ['CALL', '$call', { progress: true }, SUM, [2]], ['CALL', '$call', {}, SUM, [3]]],
        ['a', 'gets nothing'],
        ['b', 'gets nothing'],
      ],
    },
    {
      rules: ['R-PCI-6'],
      name: 'more of a call that was canceled with killnowait is ignored',
      peers: { a: STREAMING, b: STREAMING },
      steps: [
        ...begun,
        ['b', 'sends', ['CANCEL', '$call', { mode: 'killnowait' }]],
        ['b', 'gets', ['ERROR', 'CALL', '$call', {}, CANCELED, '$rest']],
        ['a', 'gets', ['INTERRUPT', '$invocation', { mode: 'killnowait' }]],
        ['b', 'sends', ['CALL', '$call', {}, SUM, [2]]],
        ['a', 'gets nothing'],
        ['b', 'gets nothing'],
      ],
    },
    {
      rules: ['R-PCI-6', 'A4'],
      name: 'more of a call that is being killed is not passed on',
      level: 'choice',
      peers: { a: STREAMING, b: STREAMING },
      steps: [
        ...begun,
        ['b', 'sends', ['CANCEL', '$call', { mode: 'kill' }]],
        ['a', 'gets', ['INTERRUPT', '$invocation', { mode: 'kill' }]],
        ['b', 'sends', ['CALL', '$call', { progress: true }, SUM, [2]]],
        ['a', 'gets nothing'],
        ['a', 'sends', ['ERROR', 'INVOCATION', '$invocation', {}, 'wamp.error.canceled']],
        ['b', 'gets', ['ERROR', 'CALL', '$call', {}, 'wamp.error.canceled', '$rest']],
      ],
    },
    {
      rules: ['A2', 'A1'],
      name: 'results may come while the caller still sends',
      needs: ['progressive_call_results'],
      peers: { a: STREAMING, b: STREAMING },
      steps: [
        ...registers('a', SUM),
        ['b', 'sends', ['CALL', '$request:call', { progress: true, receive_progress: true }, SUM, [1]]],
        ['a', 'gets', ['INVOCATION', '$id:invocation', '$reg', { progress: true, receive_progress: true }, [1]]],
        ['a', 'sends', ['YIELD', '$invocation', { progress: true }, [1]]],
        ['b', 'gets', ['RESULT', '$call', { progress: true }, [1]]],
        ...finished,
      ],
    },
    {
      rules: ['R-LV-1'],
      name: 'a callee whose caller is gone in between is interrupted',
      needs: ['call_canceling'],
      peers: { a: STREAMING, b: STREAMING },
      steps: [...begun, ['b', 'drops its link'], ['a', 'gets', ['INTERRUPT', '$invocation', { mode: 'killnowait' }]]],
    },
  ],
}
