// Call timeouts [wamp:call-timeouts].

import type { FeatureScenarios, PeerSetup, Step } from '../scenario.ts'
import { registers } from './steps.ts'

const SLOW = 'com.example.slow'
const TIMEOUT = 'wamp.error.timeout'
const CANCELING: PeerSetup = { features: ['call_canceling', 'progressive_call_results'] }
const TIMING: PeerSetup = { features: ['call_timeout', 'call_canceling'] }

const called = (options: { timeout: number; receive_progress?: true }, asked: { timeout: string }): Step[] => [
  ...registers('a', SLOW),
  ['b', 'sends', ['CALL', '$request', options, SLOW]],
  ['a', 'gets', ['INVOCATION', '$id:invocation', '$reg', asked]],
]
const refused: Step = ['b', 'gets', ['ERROR', 'CALL', '$request', {}, TIMEOUT, '$rest']]

export const callTimeout: FeatureScenarios = {
  feature: 'call_timeout',
  announced: true,
  scenarios: [
    {
      rules: ['R-TO-1', 'R-TO-2'],
      name: 'a callee that can be interrupted is, when the time is over, and its answer discarded',
      needs: ['call_canceling'],
      peers: { a: CANCELING, b: {} },
      steps: [
        ...called({ timeout: 150 }, { timeout: '$absent' }),
        ['time', 'passes', 200],
        ['a', 'gets', ['INTERRUPT', '$invocation', { mode: 'killnowait' }]],
        refused,
        ['a', 'sends', ['YIELD', '$invocation', {}, ['late']]],
        ['b', 'gets nothing'],
      ],
    },
    {
      rules: ['R-TO-1', 'R-TO-2', 'R-CC-2'],
      name: 'a callee that cannot be interrupted is not, and its answer is discarded',
      peers: { a: {}, b: {} },
      steps: [
        ...called({ timeout: 150 }, { timeout: '$absent' }),
        ['time', 'passes', 200],
        refused,
        ['a', 'sends', ['YIELD', '$invocation', {}, ['late']]],
        ['b', 'gets nothing'],
      ],
    },
    {
      rules: ['R-TO-1'],
      name: 'an answer in time is the result, and nothing follows',
      peers: { a: CANCELING, b: {} },
      steps: [
        ...called({ timeout: 150 }, { timeout: '$absent' }),
        ['a', 'sends', ['YIELD', '$invocation', {}, ['in time']]],
        ['b', 'gets', ['RESULT', '$request', {}, ['in time']]],
        ['time', 'passes', 200],
        ['b', 'gets nothing'],
      ],
    },
    {
      rules: ['A3'],
      name: 'a timeout of 0 is none',
      peers: { a: {}, b: {} },
      steps: [
        ...called({ timeout: 0 }, { timeout: '$any' }).slice(0, 3),
        ['a', 'gets', ['INVOCATION', '$id:invocation', '$reg', {}]],
        ['time', 'passes', 200],
        ['b', 'gets nothing'],
        ['a', 'sends', ['YIELD', '$invocation', {}, ['late']]],
        ['b', 'gets', ['RESULT', 1, {}, ['late']]],
      ],
    },
    {
      rules: ['A3'],
      name: 'with progress the time is that between two results',
      needs: ['progressive_call_results'],
      level: 'choice',
      peers: { a: CANCELING, b: CANCELING },
      steps: [
        ...called({ timeout: 400, receive_progress: true }, { timeout: '$absent' }),
        ['time', 'passes', 250],
        ['a', 'sends', ['YIELD', '$invocation', { progress: true }, [1]]],
        ['b', 'gets', ['RESULT', '$request', { progress: true }, [1]]],
        ['time', 'passes', 250],
        ['a', 'sends', ['YIELD', '$invocation', { progress: true }, [2]]],
        ['b', 'gets', ['RESULT', '$request', { progress: true }, [2]]],
        ['time', 'passes', 450],
        ['a', 'gets', ['INTERRUPT', '$invocation', { mode: 'killnowait' }]],
        refused,
      ],
    },
    {
      rules: ['R-TO-3'],
      name: 'a callee that asks for it is told the time, and answers for it',
      peers: { a: TIMING, b: {} },
      steps: [
        ...registers('a', SLOW, { options: { forward_timeout: true } }),
        ['b', 'sends', ['CALL', '$request', { timeout: 150 }, SLOW]],
        ['a', 'gets', ['INVOCATION', '$id:invocation', '$reg', { timeout: 150 }]],
        ['a', 'sends', ['ERROR', 'INVOCATION', '$invocation', {}, TIMEOUT]],
        refused,
      ],
    },
    {
      rules: ['R-TO-3', 'R-TO-1'],
      name: 'a callee with the feature that does not ask is not told, and the router keeps the time',
      peers: { a: TIMING, b: {} },
      steps: [
        ...called({ timeout: 150 }, { timeout: '$absent' }),
        ['time', 'passes', 200],
        ['a', 'gets', ['INTERRUPT', '$invocation', { mode: 'killnowait' }]],
        refused,
      ],
    },
    {
      rules: ['R-TO-3', 'R-TO-1'],
      name: 'a callee without the feature is not told, though it asks',
      peers: { a: {}, b: {} },
      steps: [
        ...registers('a', SLOW, { options: { forward_timeout: true } }),
        ['b', 'sends', ['CALL', '$request', { timeout: 150 }, SLOW]],
        ['a', 'gets', ['INVOCATION', '$id:invocation', '$reg', { timeout: '$absent' }]],
        ['time', 'passes', 200],
        refused,
      ],
    },
  ],
}
