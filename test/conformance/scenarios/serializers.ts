// Serializers, and routing between them [wamp:serializers].

import type { FeatureScenarios, Json, Scenario, SerializerId } from '../scenario.ts'
import { registers, subscribes } from './steps.ts'

const ALL: SerializerId[] = ['json', 'msgpack', 'cbor']

/** What every serializer can write and read back as the same. */
const VALUES: Json[] = [
  null,
  true,
  false,
  0,
  -1,
  127,
  128,
  255,
  256,
  65_535,
  65_536,
  -32_769,
  2_147_483_648,
  4_294_967_296,
  1_763_800_000_000,
  Number.MAX_SAFE_INTEGER,
  Number.MIN_SAFE_INTEGER,
  0.5,
  -1.25e-7,
  1e300,
  '',
  'text',
  'Grüße, 日本, 🎲',
  ' \u0001"\\\n',
  [],
  {},
  [[[[['deep']]]]],
  { a: { b: { c: [{ d: null }] } }, 'key with spaces': 1, ключ: 'value' },
]

const passesOn = (from: SerializerId, to: SerializerId): Scenario => ({
  rules: ['R-SER-1'],
  name: `what a peer says in ${from} another reads in ${to}`,
  level: 'should',
  peers: { a: { serializer: to }, b: { serializer: from } },
  steps: [
    ...registers('a', 'com.example.echo'),
    ['b', 'sends', ['CALL', '$request', {}, 'com.example.echo', VALUES, { values: VALUES }]],
    ['a', 'gets', ['INVOCATION', '$id:invocation', '$reg', {}, VALUES, { values: VALUES }]],
    ['a', 'sends', ['YIELD', '$invocation', {}, VALUES]],
    ['b', 'gets', ['RESULT', '$request', {}, VALUES]],
  ],
})

export const serializers: FeatureScenarios = {
  feature: 'serializers',
  announced: false,
  scenarios: [
    {
      rules: ['R-MSG-4', 'R-ID-1'],
      name: 'values of every kind arrive as they were sent',
      peers: { a: {}, b: {} },
      steps: [
        ...subscribes('a', 'com.example.values'),
        ['b', 'sends', ['PUBLISH', '$request', {}, 'com.example.values', VALUES, { values: VALUES }]],
        ['a', 'gets', ['EVENT', '$sub', '$id', {}, VALUES, { values: VALUES }]],
      ],
    },
    {
      rules: ['R-SER-2', 'R-SER-4'],
      name: 'bytes arrive as bytes, and text as text',
      peers: { a: {}, b: {} },
      steps: [
        ...subscribes('a', 'com.example.bytes'),
        ['b', 'sends', ['PUBLISH', '$request', {}, 'com.example.bytes', [{ $bytes: '00ff10617a' }, 'az']]],
        ['a', 'gets', ['EVENT', '$sub', '$id', {}, [{ $bytes: '00ff10617a' }, 'az']]],
      ],
    },
    ...ALL.flatMap(from => ALL.filter(to => to !== from).map(to => passesOn(from, to))),
    ...ALL.filter(id => id !== 'json').map(
      (id): Scenario => ({
        rules: ['R-SER-4'],
        name: `bytes pass from ${id} to json and back`,
        level: 'should',
        peers: { a: { serializer: 'json' }, b: { serializer: id } },
        steps: [
          ...registers('a', 'com.example.echo'),
          ['b', 'sends', ['CALL', '$request', {}, 'com.example.echo', [{ $bytes: '00ff10' }]]],
          ['a', 'gets', ['INVOCATION', '$id:invocation', '$reg', {}, [{ $bytes: '00ff10' }]]],
          ['a', 'sends', ['YIELD', '$invocation', {}, [{ $bytes: '00ff10' }]]],
          ['b', 'gets', ['RESULT', '$request', {}, [{ $bytes: '00ff10' }]]],
        ],
      }),
    ),
  ],
}
