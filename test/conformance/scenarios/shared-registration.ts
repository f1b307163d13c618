// Shared registrations [wamp:shared-registrations].

import type { FeatureScenarios, PeerSetup, Scenario, Step } from '../scenario.ts'
import { registers } from './steps.ts'

const ADD = 'com.example.add'
const SHARING: PeerSetup = { features: ['shared_registration'] }
const EXISTS = 'wamp.error.procedure_already_exists'

const shared = (invoke: string, peers = ['a', 'b', 'c']): Step[] =>
  peers.flatMap(peer => registers(peer, ADD, { options: { invoke }, as: `of ${peer}` }))
let calls = 0
/** A call by d, and who gets it. */
const goesTo = (peer: string): Step[] => {
  const name = `invocation${++calls}`
  return [
    ['d', 'sends', ['CALL', '$request', {}, ADD, [2, 3]]],
    [peer, 'gets', ['INVOCATION', `$id:${name}`, `$of ${peer}`, {}, [2, 3]]],
    [peer, 'sends', ['YIELD', `$${name}`, {}, [5]]],
    ['d', 'gets', ['RESULT', '$request', {}, [5]]],
  ]
}
const unregisters = (peer: string): Step[] => [
  [peer, 'sends', ['UNREGISTER', '$request', `$of ${peer}`]],
  [peer, 'gets', ['UNREGISTERED', '$request']],
]
const FOUR = { a: SHARING, b: SHARING, c: SHARING, d: {} }

const differs = (first: string, second: string): Scenario => ({
  rules: [first === 'single' || second === 'single' ? 'R-SH-1' : 'R-SH-2'],
  name: `what is registered as ${first} cannot be registered as ${second}`,
  peers: { a: SHARING, b: SHARING },
  steps: [
    ...registers('a', ADD, { options: { invoke: first } }),
    ['b', 'sends', ['REGISTER', '$request', { invoke: second }, ADD]],
    ['b', 'gets', ['ERROR', 'REGISTER', '$request', {}, { $oneOf: [EXISTS, '$uri'] }, '$rest']],
  ],
})

export const sharedRegistration: FeatureScenarios = {
  feature: 'shared_registration',
  announced: true,
  scenarios: [
    {
      rules: ['A9'],
      name: 'roundrobin: each in turn, in the order of registration',
      peers: FOUR,
      steps: [...shared('roundrobin'), ...['a', 'b', 'c', 'a', 'b', 'c'].flatMap(goesTo)],
    },
    {
      rules: ['A9'],
      name: 'first: always the one that registered first of those that are there',
      peers: FOUR,
      steps: [...shared('first'), ...['a', 'a'].flatMap(goesTo), ...unregisters('a'), ...['b', 'b'].flatMap(goesTo)],
    },
    {
      rules: ['A9'],
      name: 'last: always the one that registered last of those that are there',
      peers: FOUR,
      steps: [
        ...shared('last', ['a', 'b']),
        ...['b', 'b'].flatMap(goesTo),
        ...shared('last', ['c']),
        ...goesTo('c'),
        ['c', 'drops its link'],
        ['b', 'gets nothing'],
        ...goesTo('b'),
      ],
    },
    {
      rules: ['A9'],
      name: 'random: one of them',
      peers: { a: SHARING, d: {} },
      steps: [...shared('random', ['a']), ...['a', 'a', 'a'].flatMap(goesTo)],
    },
    {
      rules: ['A9'],
      name: 'roundrobin goes on where a callee has left',
      peers: FOUR,
      steps: [
        ...shared('roundrobin'),
        ...goesTo('a'),
        ...unregisters('b'),
        ...goesTo('c'),
        ...['a', 'c'].flatMap(goesTo),
        ...unregisters('a'),
        ...unregisters('c'),
        ['d', 'sends', ['CALL', '$request', {}, ADD]],
        ['d', 'gets', ['ERROR', 'CALL', '$request', {}, 'wamp.error.no_such_procedure', '$rest']],
      ],
    },
    differs('single', 'single'),
    differs('single', 'roundrobin'),
    differs('roundrobin', 'single'),
    differs('roundrobin', 'first'),
    differs('first', 'last'),
    differs('last', 'random'),
    {
      rules: ['R-SH-2', 'R-REG-2'],
      name: 'a policy that differs, or is not allowed to be shared, is procedure_already_exists',
      level: 'choice',
      peers: { a: SHARING, b: SHARING },
      steps: [
        ...registers('a', ADD, { options: { invoke: 'first' } }),
        ['b', 'sends', ['REGISTER', '$request', { invoke: 'last' }, ADD]],
        ['b', 'gets', ['ERROR', 'REGISTER', '$request', {}, EXISTS, '$rest']],
        ['b', 'sends', ['REGISTER', '$request', {}, ADD]],
        ['b', 'gets', ['ERROR', 'REGISTER', '$request', {}, EXISTS, '$rest']],
      ],
    },
    {
      rules: ['R-SH-1'],
      name: 'when the last callee has left any policy may be registered',
      peers: { a: SHARING, b: SHARING },
      steps: [
        ...shared('roundrobin', ['a']),
        ...unregisters('a'),
        ...registers('b', ADD, { options: { invoke: 'single' } }),
      ],
    },
    {
      rules: ['R-LV-2'],
      name: 'a call whose callee is gone ends, though others are there',
      peers: FOUR,
      steps: [
        ...shared('first', ['a', 'b']),
        ['d', 'sends', ['CALL', '$request', {}, ADD]],
        ['a', 'gets', ['INVOCATION', '$id', '$of a', {}]],
        ['a', 'drops its link'],
        [
          'd',
          'gets',
          ['ERROR', 'CALL', '$request', {}, { $oneOf: ['wamp.error.canceled', 'wamp.error.cancelled'] }, '$rest'],
        ],
      ],
    },
  ],
}
