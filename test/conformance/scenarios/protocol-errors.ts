// What breaks the protocol, and how the router answers [wamp:protocol-errors].

import type { FeatureScenarios, Json, Message, Scenario, Step } from '../scenario.ts'
import { registers, subscribes } from './steps.ts'

const VIOLATION = 'wamp.error.protocol_violation'
const ROLES = { caller: {}, callee: {}, publisher: {}, subscriber: {} }

/** A message that ends the session of whoever sends it. */
const breaks = (rule: string, name: string, message: Message): Scenario => ({
  rules: [rule],
  name,
  peers: { a: {} },
  steps: [
    ['a', 'sends', message],
    ['a', 'is aborted', VIOLATION],
  ],
})

/** A message that may not come first. */
const isTooEarly = (rules: string[], message: Message): Scenario => ({
  rules,
  name: `${message[0]} before HELLO breaks the protocol`,
  peers: { a: { joins: 'later' } },
  steps: [
    ['a', 'sends', message],
    ['a', 'is aborted', VIOLATION],
  ],
})

/** Wrong in more ways than a router has to tell apart: known options with values that they cannot have. */
const WRONG_OPTIONS: [type: string, options: Json][] = [
  ['PUBLISH', { acknowledge: 1 }],
  ['PUBLISH', { acknowledge: 'yes' }],
  ['PUBLISH', { exclude_me: 'no' }],
  ['PUBLISH', { exclude: 'everybody' }],
  ['PUBLISH', { exclude: ['somebody'] }],
  ['PUBLISH', { exclude_authid: [123] }],
  ['PUBLISH', { eligible: 'everybody' }],
  ['PUBLISH', { eligible_authrole: [123] }],
  ['PUBLISH', { retain: 'yes' }],
  ['SUBSCRIBE', { match: 'invalid' }],
  ['SUBSCRIBE', { match: 123 }],
  ['SUBSCRIBE', { get_retained: 'yes' }],
]

const established: Step[] = [
  ...registers('a', 'com.example.mine'),
  ...subscribes('a', 'com.example.news'),
  ['a', 'sends', ['YIELD', 99, {}]],
  ['a', 'is aborted', VIOLATION],
]

export const protocolErrors: FeatureScenarios = {
  feature: 'protocol errors',
  announced: false,
  scenarios: [
    isTooEarly(['R-SES-1'], ['SUBSCRIBE', 1, {}, 'com.example.news']),
    isTooEarly(['R-SES-1'], ['CALL', 1, {}, 'com.example.add']),
    isTooEarly(['R-SES-1'], ['AUTHENTICATE', 'secret', {}]),
    isTooEarly(['R-PE-4'], ['GOODBYE', {}, 'wamp.close.normal']),
    isTooEarly(['R-PE-5'], ['ERROR', 'INVOCATION', 1, {}, 'com.example.error']),
    breaks('R-PE-2', 'HELLO in an open session breaks the protocol', ['HELLO', '$realm', { roles: ROLES }]),
    breaks('R-PE-2', 'AUTHENTICATE in an open session breaks the protocol', ['AUTHENTICATE', 'secret', {}]),
    ...['CALL', 'SUBSCRIBE', 'YIELD', 0].map(type =>
      breaks('R-PE-6', `ERROR for ${type} is not for a router`, ['ERROR', type, 1, {}, 'com.example.error']),
    ),
    breaks('R-PE-8', 'YIELD for what was never asked breaks the protocol', ['YIELD', 1, {}]),
    breaks('R-PE-8', 'ERROR for what was never asked breaks the protocol', [
      'ERROR',
      'INVOCATION',
      1,
      {},
      'com.example.error',
    ]),
    ...(
      [
        ['SUBSCRIBE', 2, {}, 'com.example.news'],
        ['UNSUBSCRIBE', 2, 1],
        ['PUBLISH', 2, {}, 'com.example.news'],
        ['REGISTER', 2, {}, 'com.example.add'],
        ['UNREGISTER', 2, 1],
        ['CALL', 2, {}, 'com.example.add'],
      ] satisfies Message[]
    ).map(message => breaks('R-PE-9', `${message[0]} with 2 as the first request id breaks the protocol`, message)),
    {
      rules: ['R-PE-9'],
      name: 'a request id that was used breaks the protocol',
      peers: { a: {} },
      steps: [
        ...subscribes('a', 'com.example.news'),
        ['a', 'sends', ['SUBSCRIBE', '$request', {}, 'com.example.weather'], ['SUBSCRIBE', 1, {}, 'com.example.sport']],
        ['a', 'gets', ['SUBSCRIBED', '$request', '$id']],
        ['a', 'is aborted', VIOLATION],
      ],
    },
    breaks('R-ID-4', '0 is no request id', ['SUBSCRIBE', 0, {}, 'com.example.news']),
    breaks('R-PE-10', 'an empty list is no message', []),
    breaks('R-PE-10', 'a message of an unknown type breaks the protocol', [99, 1, {}]),
    breaks('R-MSG-6', 'an extension message that the router does not know breaks the protocol', [1000, 1, {}]),
    breaks('R-MSG-1', 'a type that is no integer breaks the protocol', ['subscribe', 1, {}, 'com.example.news']),
    ...(
      [
        ['SUBSCRIBE', 1, {}],
        ['SUBSCRIBE', 1, {}, 'com.example.news', []],
        ['PUBLISH', 1, {}],
        ['PUBLISH', 1, {}, 'com.example.news', [], {}, 1],
        ['REGISTER', 1, {}],
        ['CALL', 1, {}],
        ['CALL', 1, {}, 'com.example.add', [], {}, 1],
        ['CANCEL', 1],
        ['GOODBYE', {}],
      ] satisfies Message[]
    ).map(message => breaks('R-MSG-4', `${message[0]} of ${message.length} elements breaks the protocol`, message)),
    ...(
      [
        ['SUBSCRIBE', '1', {}, 'com.example.news'],
        ['SUBSCRIBE', 1.5, {}, 'com.example.news'],
        ['SUBSCRIBE', -1, {}, 'com.example.news'],
        ['SUBSCRIBE', 1, [], 'com.example.news'],
        ['SUBSCRIBE', 1, {}, 7],
        ['CALL', 1, 'options', 'com.example.add'],
        ['CALL', 1, {}, 'com.example.add', { a: 1 }],
        ['CALL', 1, {}, 'com.example.add', [], [1]],
        ['PUBLISH', 1, {}, 'com.example.news', 7],
      ] satisfies Message[]
    ).map(message =>
      breaks('R-PE-10', `an element of a wrong type breaks the protocol: ${JSON.stringify(message)}`, message),
    ),
    ...WRONG_OPTIONS.map(([type, options]) =>
      breaks('R-MSG-2', `${type} with ${JSON.stringify(options)} breaks the protocol`, [
        type,
        1,
        options,
        'com.example.news',
      ]),
    ),
    ...(
      [
        ['WELCOME', 1, {}],
        ['CHALLENGE', 'ticket', {}],
        ['SUBSCRIBED', 1, 1],
        ['EVENT', 1, 1, {}],
        ['RESULT', 1, {}],
        ['INVOCATION', 1, 1, {}],
        ['INTERRUPT', 1, {}],
      ] satisfies Message[]
    ).map(message => breaks('R-PE-10', `${message[0]} is not for a router`, message)),
    {
      rules: ['R-PE-11'],
      name: 'a frame that cannot be decoded breaks the protocol',
      peers: { a: {} },
      steps: [
        ['a', 'sends frame', { json: 'text:[32,1,{', msgpack: 'hex:932001', cbor: 'hex:841820' }],
        ['a', 'is aborted', VIOLATION],
      ],
    },
    {
      rules: ['R-PE-11', 'R-MSG-1'],
      name: 'what is no list is no message',
      peers: { a: {} },
      steps: [
        ['a', 'sends frame', { json: 'text:{}', msgpack: 'hex:80', cbor: 'hex:a0' }],
        ['a', 'is aborted', VIOLATION],
      ],
    },
    {
      rules: ['R-SER-3'],
      name: 'a frame of the other kind ends the link',
      level: 'should',
      peers: { a: {} },
      steps: [
        ['a', 'sends frame', { json: 'hex:5b33322c312c7b7d2c22612e62225d', msgpack: 'text:[]', cbor: 'text:[]' }],
        ['a', 'loses its link'],
      ],
    },
    {
      rules: ['R-PE-8', 'R-PE-10'],
      name: 'who breaks the protocol loses registrations and subscriptions at once',
      peers: { a: {}, b: {} },
      steps: [
        ...established,
        ...registers('b', 'com.example.mine', { as: 'other' }),
        ['b', 'sends', ['PUBLISH', '$request', { acknowledge: true }, 'com.example.news']],
        ['b', 'gets', ['PUBLISHED', '$request', '$id']],
        ['a', 'gets nothing'],
      ],
    },
    {
      rules: ['R-PE-9', 'R-PE-10'],
      name: 'what follows the offence is not processed',
      peers: { a: {}, b: {} },
      steps: [
        ...subscribes('b', 'com.example.news'),
        ['a', 'sends', ['YIELD', 99, {}], ['PUBLISH', '$request', {}, 'com.example.news']],
        ['a', 'is aborted', VIOLATION],
        ['b', 'gets nothing'],
      ],
    },
    {
      rules: ['R-PE-10'],
      name: 'the link of who breaks the protocol is dropped',
      level: 'should',
      peers: { a: {} },
      steps: [
        ['a', 'sends', ['YIELD', 99, {}]],
        ['a', 'is aborted', VIOLATION],
        ['a', 'loses its link'],
      ],
    },
  ],
}
