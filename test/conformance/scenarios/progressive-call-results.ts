// Progressive call results [wamp:progressive-call-results].

import type { FeatureScenarios, PeerSetup, Step } from '../scenario.ts'
import { registers } from './steps.ts'

const COUNT = 'com.example.count'
const PROGRESSIVE: PeerSetup = { features: ['progressive_call_results', 'call_canceling'] }
const CANCELED = { $oneOf: ['wamp.error.canceled', 'wamp.error.cancelled'] }
/** b has called and asked for progress, and a has been told so. */
const called: Step[] = [
  ...registers('a', COUNT),
  ['b', 'sends', ['CALL', '$request', { receive_progress: true }, COUNT, [3]]],
  ['a', 'gets', ['INVOCATION', '$id:invocation', '$reg', { receive_progress: true }, [3]]],
]
const oneResult: Step[] = [
  ['a', 'sends', ['YIELD', '$invocation', { progress: true }, [1]]],
  ['b', 'gets', ['RESULT', '$request', { progress: true }, [1]]],
]

export const progressiveCallResults: FeatureScenarios = {
  feature: 'progressive_call_results',
  announced: true,
  scenarios: [
    {
      rules: ['A1', 'R-PCR-2'],
      name: 'each YIELD with progress is passed on at once, and one without ends the call',
      peers: { a: PROGRESSIVE, b: PROGRESSIVE },
      steps: [
        ...called,
        ...oneResult,
        ['a', 'sends', ['YIELD', '$invocation', { progress: true }, [2], { more: true }]],
        ['b', 'gets', ['RESULT', '$request', { progress: true }, [2], { more: true }]],
        ['a', 'sends', ['YIELD', '$invocation', {}, [3]]],
        ['b', 'gets', ['RESULT', '$request', { progress: { $oneOf: ['$absent', false] } }, [3]]],
      ],
    },
    {
      rules: ['R-PCR-2'],
      name: 'the last result may be empty',
      peers: { a: PROGRESSIVE, b: PROGRESSIVE },
      steps: [
        ...called,
        ...oneResult,
        ['a', 'sends', ['YIELD', '$invocation', {}]],
        ['b', 'gets', ['RESULT', '$request', { progress: { $oneOf: ['$absent', false] } }]],
      ],
    },
    {
      rules: ['A1'],
      name: 'a callee is free to have no progress',
      peers: { a: PROGRESSIVE, b: PROGRESSIVE },
      steps: [
        ...called,
        ['a', 'sends', ['YIELD', '$invocation', {}, [3]]],
        ['b', 'gets', ['RESULT', '$request', { progress: { $oneOf: ['$absent', false] } }, [3]]],
      ],
    },
    {
      rules: ['R-PCR-2'],
      name: 'after progress a call may end in ERROR',
      peers: { a: PROGRESSIVE, b: PROGRESSIVE },
      steps: [
        ...called,
        ...oneResult,
        ['a', 'sends', ['ERROR', 'INVOCATION', '$invocation', {}, 'com.example.error', ['why']]],
        ['b', 'gets', ['ERROR', 'CALL', '$request', {}, 'com.example.error', ['why']]],
      ],
    },
    {
      rules: ['A1'],
      name: 'a callee without the feature is not asked for progress',
      peers: { a: {}, b: PROGRESSIVE },
      steps: [
        ...registers('a', COUNT),
        ['b', 'sends', ['CALL', '$request', { receive_progress: true }, COUNT]],
        ['a', 'gets', ['INVOCATION', '$id:invocation', '$reg', { receive_progress: { $oneOf: ['$absent', false] } }]],
        ['a', 'sends', ['YIELD', '$invocation', {}, [3]]],
        ['b', 'gets', ['RESULT', '$request', {}, [3]]],
      ],
    },
    {
      rules: ['A1'],
      name: 'a callee is not asked for progress that the caller does not want',
      peers: { a: PROGRESSIVE, b: PROGRESSIVE },
      steps: [
        ...registers('a', COUNT),
        ['b', 'sends', ['CALL', '$request', {}, COUNT]],
        ['a', 'gets', ['INVOCATION', '$id:invocation', '$reg', { receive_progress: { $oneOf: ['$absent', false] } }]],
        ['a', 'sends', ['YIELD', '$invocation', {}, [3]]],
        ['b', 'gets', ['RESULT', '$request', {}, [3]]],
      ],
    },
    {
      rules: ['R-PCR-3'],
      name: 'progress that nobody asked for is not passed on',
      level: 'choice',
      peers: { a: PROGRESSIVE, b: PROGRESSIVE },
      steps: [
        ...registers('a', COUNT),
        ['b', 'sends', ['CALL', '$request', {}, COUNT]],
        ['a', 'gets', ['INVOCATION', '$id:invocation', '$reg', {}]],
        ['a', 'sends', ['YIELD', '$invocation', { progress: true }, [1]], ['YIELD', '$invocation', {}, [3]]],
        ['b', 'gets', ['RESULT', '$request', { progress: { $oneOf: ['$absent', false] } }, [3]]],
      ],
    },
    {
      rules: ['R-PCR-3', 'R-LV-1'],
      name: 'a callee whose caller is gone is interrupted, and its progress discarded',
      needs: ['call_canceling'],
      peers: { a: PROGRESSIVE, b: PROGRESSIVE },
      steps: [
        ...called,
        ...oneResult,
        ['b', 'drops its link'],
        ['a', 'gets', ['INTERRUPT', '$invocation', { mode: 'killnowait' }]],
        ['a', 'sends', ['YIELD', '$invocation', { progress: true }, [2]], ['YIELD', '$invocation', {}]],
        ['a', 'gets nothing'],
      ],
    },
    {
      rules: ['R-PCR-3', 'R-LV-2'],
      name: 'a caller whose callee is gone gets ERROR after its progress',
      peers: { a: PROGRESSIVE, b: PROGRESSIVE },
      steps: [
        ...called,
        ...oneResult,
        ['a', 'drops its link'],
        ['b', 'gets', ['ERROR', 'CALL', '$request', {}, CANCELED, '$rest']],
      ],
    },
  ],
}
