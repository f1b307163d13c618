// Testaments [wamp:session-testament].

import type { Dict, FeatureScenarios, Json, Step } from '../scenario.ts'
import { subscribes } from './steps.ts'

const WILL = 'com.example.will'
const PEERS = { a: {}, w: {} }

const adds = (args: Json[], kwargs: Dict = {}, options: Dict = {}): Step[] => [
  ['a', 'sends', ['CALL', '$request', {}, 'wamp.session.add_testament', [WILL, args, kwargs], options]],
  ['a', 'gets', ['RESULT', '$request', {}, '$rest']],
]
const flushes = (options: Dict = {}): Step[] => [
  ['a', 'sends', ['CALL', '$request', {}, 'wamp.session.flush_testaments', [], options]],
  ['a', 'gets', ['RESULT', '$request', {}, '$rest']],
]
const isRead = (args: Json[], kwargs: Dict = {}): Step => ['w', 'gets', ['EVENT', '$sub', '$id', {}, args, kwargs]]
const watched = subscribes('w', WILL)
const leaves: Step = ['a', 'drops its link']

export const testamentMetaApi: FeatureScenarios = {
  feature: 'testament_meta_api',
  announced: true,
  scenarios: [
    {
      rules: ['A23'],
      name: 'when the link is lost the testament is published, and not before',
      peers: PEERS,
      steps: [
        ...watched,
        ...adds(['farewell', 1], { key: 'value' }),
        ['w', 'gets nothing'],
        leaves,
        isRead(['farewell', 1], { key: 'value' }),
      ],
    },
    {
      rules: ['A23'],
      name: 'after GOODBYE too',
      peers: PEERS,
      steps: [
        ...watched,
        ...adds(['farewell']),
        ['a', 'sends', ['GOODBYE', {}, 'wamp.close.normal']],
        ['a', 'gets', ['GOODBYE', {}, '$uri']],
        isRead(['farewell']),
      ],
    },
    {
      rules: ['R-TST-1'],
      name: 'several are published in the order in which they were added',
      peers: PEERS,
      steps: [
        ...watched,
        ...[1, 2, 3].flatMap(index => adds([index])),
        leaves,
        ...[1, 2, 3].map(index => isRead([index])),
      ],
    },
    {
      rules: ['R-TST-2', 'R-TST-1'],
      name: 'those of the scope detached come before those of the scope destroyed',
      peers: PEERS,
      steps: [
        ...watched,
        ...adds(['destroyed'], {}, { scope: 'destroyed' }),
        ...adds(['detached'], {}, { scope: 'detached' }),
        ...adds(['destroyed too']),
        leaves,
        isRead(['detached']),
        isRead(['destroyed']),
        isRead(['destroyed too']),
      ],
    },
    {
      rules: ['R-TST-1'],
      name: 'flush: those of the scope destroyed, where none is named',
      peers: PEERS,
      steps: [
        ...watched,
        ...adds(['detached'], {}, { scope: 'detached' }),
        ...adds(['destroyed']),
        ...flushes(),
        leaves,
        isRead(['detached']),
      ],
    },
    {
      rules: ['R-TST-1'],
      name: 'flush: those of the scope detached',
      peers: PEERS,
      steps: [
        ...watched,
        ...adds(['detached'], {}, { scope: 'detached' }),
        ...adds(['destroyed']),
        ...flushes({ scope: 'detached' }),
        leaves,
        isRead(['destroyed']),
      ],
    },
    {
      rules: ['A23'],
      name: 'flush: what is added afterwards is published',
      peers: PEERS,
      steps: [...watched, ...adds(['old']), ...flushes(), ...adds(['new']), leaves, isRead(['new'])],
    },
    {
      rules: ['A23', 'R-BW-1'],
      name: 'the options of the publication hold',
      level: 'should',
      needs: ['subscriber_blackwhite_listing'],
      peers: { ...PEERS, v: {} },
      steps: [
        ...watched,
        ...subscribes('v', WILL, { as: 'of v' }),
        ...adds(['for v'], {}, { publish_options: { eligible: ['$session:v'] } }),
        leaves,
        ['v', 'gets', ['EVENT', '$of v', '$id', {}, ['for v']]],
        ['w', 'gets nothing'],
      ],
    },
    {
      rules: ['A23'],
      name: 'a scope that there is not is refused',
      level: 'choice',
      peers: PEERS,
      steps: [
        ['a', 'sends', ['CALL', '$request', {}, 'wamp.session.add_testament', [WILL, [], {}], { scope: 'later' }]],
        ['a', 'gets', ['ERROR', 'CALL', '$request', {}, '$uri', '$rest']],
      ],
    },
  ],
}
