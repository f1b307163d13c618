// URIs and ids [wamp:uris] [wamp:ids].

import type { FeatureScenarios, Scenario } from '../scenario.ts'
import { registers, subscribes } from './steps.ts'

const INVALID = 'wamp.error.invalid_uri'

/** Each request that names `uri` is refused for it. */
const isInvalid = (uri: string): Scenario => ({
  rules: ['R-URI-2', 'R-URI-5'],
  name: `${JSON.stringify(uri)} is no URI`,
  peers: { a: {} },
  steps: [
    ['a', 'sends', ['SUBSCRIBE', '$request', {}, uri]],
    ['a', 'gets', ['ERROR', 'SUBSCRIBE', '$request', {}, INVALID, '$rest']],
    ['a', 'sends', ['REGISTER', '$request', {}, uri]],
    ['a', 'gets', ['ERROR', 'REGISTER', '$request', {}, INVALID, '$rest']],
    ['a', 'sends', ['CALL', '$request', {}, uri]],
    ['a', 'gets', ['ERROR', 'CALL', '$request', {}, INVALID, '$rest']],
    ['a', 'sends', ['PUBLISH', '$request', { acknowledge: true }, uri]],
    ['a', 'gets', ['ERROR', 'PUBLISH', '$request', {}, INVALID, '$rest']],
  ],
})

export const identifiers: FeatureScenarios = {
  feature: 'URIs and ids',
  announced: false,
  scenarios: [
    ...['com.example.two words', 'com.example.#1', 'com..example', '.com.example', 'com.example.', ''].map(isInvalid),
    {
      rules: ['R-URI-1', 'R-URI-2'],
      name: 'URIs are Unicode, and components may begin with digits and have any other sign',
      peers: { a: {}, b: {} },
      steps: [
        ...subscribes('a', 'com.example.日本-2.Ü_!'),
        ['b', 'sends', ['PUBLISH', '$request', {}, 'com.example.日本-2.Ü_!', [1]]],
        ['a', 'gets', ['EVENT', '$sub', '$id', {}, [1]]],
      ],
    },
    {
      rules: ['R-URI-4'],
      name: 'nobody but the router registers or publishes in wamp.',
      level: 'choice',
      peers: { a: {} },
      steps: [
        ['a', 'sends', ['REGISTER', '$request', {}, 'wamp.example.add']],
        [
          'a',
          'gets',
          ['ERROR', 'REGISTER', '$request', {}, { $oneOf: [INVALID, 'wamp.error.not_authorized'] }, '$rest'],
        ],
        ['a', 'sends', ['PUBLISH', '$request', { acknowledge: true }, 'wamp.example.news']],
        [
          'a',
          'gets',
          ['ERROR', 'PUBLISH', '$request', {}, { $oneOf: [INVALID, 'wamp.error.not_authorized'] }, '$rest'],
        ],
      ],
    },
    {
      rules: ['R-URI-4'],
      name: 'wampx. is anybody’s',
      peers: { a: {} },
      steps: [...registers('a', 'wampx.example.add')],
    },
    {
      rules: ['R-ID-3'],
      name: 'one sequence of request ids serves all kinds of requests',
      peers: { a: {} },
      steps: [
        ['a', 'sends', ['SUBSCRIBE', 1, {}, 'com.example.news'], ['REGISTER', 2, {}, 'com.example.add']],
        ['a', 'gets in any order', ['SUBSCRIBED', 1, '$id:sub'], ['REGISTERED', 2, '$id:reg']],
        ['a', 'sends', ['PUBLISH', 3, { acknowledge: true }, 'com.example.sport'], ['UNSUBSCRIBE', 4, '$sub']],
        ['a', 'gets in any order', ['PUBLISHED', 3, '$id'], ['UNSUBSCRIBED', 4]],
        ['a', 'sends', ['UNREGISTER', 5, '$reg'], ['CALL', 6, {}, 'com.example.nobody']],
        [
          'a',
          'gets in any order',
          ['UNREGISTERED', 5],
          ['ERROR', 'CALL', 6, {}, 'wamp.error.no_such_procedure', '$rest'],
        ],
      ],
    },
    {
      rules: ['R-ID-3'],
      name: 'each callee sees invocations 1, 2, 3, whoever calls',
      peers: { a: {}, b: {}, c: {}, d: {} },
      steps: [
        ...registers('a', 'com.example.add', { as: 'of a' }),
        ...registers('b', 'com.example.multiply', { as: 'of b' }),
        ['c', 'sends', ['CALL', '$request:c1', {}, 'com.example.add']],
        ['a', 'gets', ['INVOCATION', 1, '$of a', {}]],
        ['d', 'sends', ['CALL', '$request:d1', {}, 'com.example.add']],
        ['a', 'gets', ['INVOCATION', 2, '$of a', {}]],
        ['d', 'sends', ['CALL', '$request:d2', {}, 'com.example.multiply']],
        ['b', 'gets', ['INVOCATION', 1, '$of b', {}]],
        ['a', 'sends', ['YIELD', 1, {}], ['YIELD', 2, {}]],
        ['b', 'sends', ['YIELD', 1, {}]],
        ['c', 'gets', ['RESULT', '$c1', {}]],
        ['d', 'gets in any order', ['RESULT', '$d1', {}], ['RESULT', '$d2', {}]],
        ['c', 'sends', ['CALL', '$request:c2', {}, 'com.example.add']],
        ['a', 'gets', ['INVOCATION', 3, '$of a', {}]],
        ['a', 'sends', ['YIELD', 3, {}]],
        ['c', 'gets', ['RESULT', '$c2', {}]],
      ],
    },
  ],
}
