// Call re-routing [wamp:call-rerouting].

import type { FeatureScenarios, PeerSetup, Step } from '../scenario.ts'
import { registers } from './steps.ts'

const ADD = 'com.example.add'
const NOBODY = 'wamp.error.no_available_callee'
const REROUTED: PeerSetup = { features: ['call_reroute', 'shared_registration'] }
const ALL = { a: REROUTED, b: REROUTED, c: REROUTED, d: REROUTED }

const shared = (invoke: string): Step[] =>
  ['a', 'b', 'c'].flatMap(peer => registers(peer, ADD, { options: { invoke }, as: `of ${peer}` }))
/** The call reaches `peer`, which has no time for it. */
const isUnavailable = (peer: string): Step[] => [
  [peer, 'gets', ['INVOCATION', `$id:at ${peer}`, `$of ${peer}`, {}, [2, 3]]],
  [peer, 'sends', ['ERROR', 'INVOCATION', `$at ${peer}`, {}, 'wamp.error.unavailable']],
]
const answers = (peer: string): Step[] => [
  [peer, 'gets', ['INVOCATION', `$id:at ${peer}`, `$of ${peer}`, {}, [2, 3]]],
  [peer, 'sends', ['YIELD', `$at ${peer}`, {}, [5]]],
  ['d', 'gets', ['RESULT', '$request', {}, [5]]],
]
const calls: Step = ['d', 'sends', ['CALL', '$request', {}, ADD, [2, 3]]]

export const callReroute: FeatureScenarios = {
  feature: 'call_reroute',
  announced: true,
  scenarios: [
    {
      rules: ['A5'],
      name: 'single: there is nobody else',
      peers: { a: REROUTED, d: REROUTED },
      steps: [
        ...registers('a', ADD, { as: 'of a' }),
        calls,
        ...isUnavailable('a'),
        ['d', 'gets', ['ERROR', 'CALL', '$request', {}, NOBODY, '$rest']],
      ],
    },
    {
      rules: ['A5'],
      name: 'first: the next in the order of registration',
      needs: ['shared_registration'],
      peers: ALL,
      steps: [...shared('first'), calls, ...isUnavailable('a'), ...isUnavailable('b'), ...answers('c')],
    },
    {
      rules: ['A5'],
      name: 'roundrobin: the next one',
      needs: ['shared_registration'],
      peers: ALL,
      steps: [...shared('roundrobin'), calls, ...isUnavailable('a'), ...answers('b')],
    },
    {
      rules: ['A5'],
      name: 'last: the one that registered before',
      needs: ['shared_registration'],
      peers: ALL,
      steps: [...shared('last'), calls, ...isUnavailable('c'), ...isUnavailable('b'), ...answers('a')],
    },
    {
      rules: ['A5'],
      name: 'when all are unavailable the caller is told',
      needs: ['shared_registration'],
      peers: ALL,
      steps: [
        ...shared('first'),
        calls,
        ...isUnavailable('a'),
        ...isUnavailable('b'),
        ...isUnavailable('c'),
        ['d', 'gets', ['ERROR', 'CALL', '$request', {}, NOBODY, '$rest']],
      ],
    },
  ],
}
