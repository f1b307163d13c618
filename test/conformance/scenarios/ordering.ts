// What keeps its order [wamp:ordering-guarantees].

import type { FeatureScenarios, Message } from '../scenario.ts'
import { registers, subscribes } from './steps.ts'

const numbers = Array.from({ length: 60 }, (_, index) => index)
const odd = (index: number) => index % 2 === 1

export const ordering: FeatureScenarios = {
  feature: 'ordering',
  announced: false,
  scenarios: [
    {
      rules: ['R-ORD-1'],
      name: "one publisher's events keep their order, over all topics",
      peers: { a: {}, b: {} },
      steps: [
        ...subscribes('a', 'com.example.odd', { as: 'odd' }),
        ...subscribes('a', 'com.example.even', { as: 'even' }),
        [
          'b',
          'sends',
          ...numbers.map(
            (index): Message => ['PUBLISH', '$request', {}, `com.example.${odd(index) ? 'odd' : 'even'}`, [index]],
          ),
        ],
        ['a', 'gets', ...numbers.map((index): Message => ['EVENT', odd(index) ? '$odd' : '$even', '$id', {}, [index]])],
      ],
    },
    {
      rules: ['R-ORD-2'],
      name: "one caller's invocations keep their order, over all procedures of a callee",
      peers: { a: {}, b: {} },
      steps: [
        ...registers('a', 'com.example.odd', { as: 'odd' }),
        ...registers('a', 'com.example.even', { as: 'even' }),
        [
          'b',
          'sends',
          ...numbers.map(
            (index): Message => [
              'CALL',
              `$request:call${index}`,
              {},
              `com.example.${odd(index) ? 'odd' : 'even'}`,
              [index],
            ],
          ),
        ],
        [
          'a',
          'gets',
          ...numbers.map(
            (index): Message => ['INVOCATION', `$id:invocation${index}`, odd(index) ? '$odd' : '$even', {}, [index]],
          ),
        ],
        ['a', 'sends', ...numbers.map((index): Message => ['YIELD', `$invocation${index}`, {}, [index]])],
        ['b', 'gets in any order', ...numbers.map((index): Message => ['RESULT', `$call${index}`, {}, [index]])],
      ],
    },
    {
      rules: ['R-ORD-3'],
      name: 'SUBSCRIBED comes before the first EVENT',
      needs: ['publisher_exclusion'],
      peers: { a: { features: ['publisher_exclusion'] } },
      steps: [
        [
          'a',
          'sends',
          ['SUBSCRIBE', '$request:subscribe', {}, 'com.example.news'],
          ['PUBLISH', '$request', { exclude_me: false }, 'com.example.news', [1]],
        ],
        ['a', 'gets', ['SUBSCRIBED', '$subscribe', '$id:sub'], ['EVENT', '$sub', '$id', {}, [1]]],
      ],
    },
  ],
}
