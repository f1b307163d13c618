// Subscriptions and events of the Basic Profile [wamp:publish-and-subscribe].

import type { FeatureScenarios } from '../scenario.ts'
import { registers, subscribes } from './steps.ts'

const NEWS = 'com.example.news'

export const publishSubscribe: FeatureScenarios = {
  feature: 'publish and subscribe',
  announced: false,
  scenarios: [
    {
      rules: ['R-SUB-1', 'R-SUB-4', 'R-ORD-3', 'R-ID-5'],
      name: 'SUBSCRIBE is answered with SUBSCRIBED, and then events come',
      peers: { a: {}, b: {} },
      steps: [
        ...subscribes('a', NEWS),
        ['b', 'sends', ['PUBLISH', '$request', {}, NEWS, ['hello', 1], { key: true }]],
        ['a', 'gets', ['EVENT', '$sub', '$id', {}, ['hello', 1], { key: true }]],
      ],
    },
    {
      rules: ['R-SUB-2'],
      name: 'a second SUBSCRIBE to the same topic gives the same id, and one event',
      peers: { a: {}, b: {} },
      steps: [
        ...subscribes('a', NEWS),
        ['a', 'sends', ['SUBSCRIBE', '$request', {}, NEWS]],
        ['a', 'gets', ['SUBSCRIBED', '$request', '$sub']],
        ['b', 'sends', ['PUBLISH', '$request', {}, NEWS, [1]]],
        ['a', 'gets', ['EVENT', '$sub', '$id', {}, [1]]],
      ],
    },
    {
      rules: ['R-SUB-3'],
      name: 'a subscription lasts until UNSUBSCRIBE',
      peers: { a: {}, b: {} },
      steps: [
        ...subscribes('a', NEWS),
        ['b', 'sends', ['PUBLISH', '$request', {}, NEWS, [1]], ['PUBLISH', '$request', {}, NEWS, [2]]],
        ['a', 'gets', ['EVENT', '$sub', '$id', {}, [1]], ['EVENT', '$sub', '$id', {}, [2]]],
        ['a', 'sends', ['UNSUBSCRIBE', '$request', '$sub']],
        ['a', 'gets', ['UNSUBSCRIBED', '$request']],
        ['b', 'sends', ['PUBLISH', '$request', {}, NEWS, [3]]],
        ['a', 'gets nothing'],
      ],
    },
    {
      rules: ['R-SUB-3'],
      name: "one session's UNSUBSCRIBE leaves the other sessions' subscriptions",
      peers: { a: {}, b: {}, c: {} },
      steps: [
        ...subscribes('a', NEWS, { as: 'of a' }),
        ...subscribes('b', NEWS, { as: 'of b' }),
        ['a', 'sends', ['UNSUBSCRIBE', '$request', '$of a']],
        ['a', 'gets', ['UNSUBSCRIBED', '$request']],
        ['c', 'sends', ['PUBLISH', '$request', {}, NEWS, [1]]],
        ['b', 'gets', ['EVENT', '$of b', '$id', {}, [1]]],
      ],
    },
    {
      rules: ['R-SUB-5'],
      name: 'UNSUBSCRIBE of what was never subscribed is refused',
      peers: { a: {} },
      steps: [
        ['a', 'sends', ['UNSUBSCRIBE', '$request', 987_654_321]],
        ['a', 'gets', ['ERROR', 'UNSUBSCRIBE', '$request', {}, 'wamp.error.no_such_subscription', '$rest']],
      ],
    },
    {
      rules: ['R-SUB-5'],
      name: 'UNSUBSCRIBE a second time is refused',
      peers: { a: {} },
      steps: [
        ...subscribes('a', NEWS),
        ['a', 'sends', ['UNSUBSCRIBE', '$request', '$sub']],
        ['a', 'gets', ['UNSUBSCRIBED', '$request']],
        ['a', 'sends', ['UNSUBSCRIBE', '$request', '$sub']],
        ['a', 'gets', ['ERROR', 'UNSUBSCRIBE', '$request', {}, 'wamp.error.no_such_subscription', '$rest']],
      ],
    },
    {
      rules: ['R-SUB-5'],
      name: "UNSUBSCRIBE of another session's subscription is refused, and ends nothing",
      peers: { a: {}, b: {} },
      steps: [
        ...subscribes('a', NEWS),
        ['b', 'sends', ['UNSUBSCRIBE', '$request', '$sub']],
        ['b', 'gets', ['ERROR', 'UNSUBSCRIBE', '$request', {}, 'wamp.error.no_such_subscription', '$rest']],
        ['b', 'sends', ['PUBLISH', '$request', {}, NEWS, [1]]],
        ['a', 'gets', ['EVENT', '$sub', '$id', {}, [1]]],
      ],
    },
    {
      rules: ['R-PUB-1'],
      name: 'PUBLISHED comes when it is asked for, also where nobody is subscribed',
      peers: { a: {} },
      steps: [
        ['a', 'sends', ['PUBLISH', '$request', { acknowledge: true }, NEWS]],
        ['a', 'gets', ['PUBLISHED', '$request', '$id']],
      ],
    },
    {
      rules: ['R-PUB-1', 'R-ID-5', 'R-ID-1'],
      name: 'PUBLISHED and EVENT name the same publication, and each publication is another',
      peers: { a: {}, b: {} },
      steps: [
        ...subscribes('a', NEWS),
        ['b', 'sends', ['PUBLISH', '$request', { acknowledge: true }, NEWS]],
        ['b', 'gets', ['PUBLISHED', '$request', '$id:first']],
        ['a', 'gets', ['EVENT', '$sub', '$first', {}]],
        ['b', 'sends', ['PUBLISH', '$request', { acknowledge: true }, NEWS]],
        ['b', 'gets', ['PUBLISHED', '$request', { $drawnAfter: '$first' }]],
        ['a', 'gets', ['EVENT', '$sub', { $drawnAfter: '$first' }, {}]],
      ],
    },
    ...[{}, { acknowledge: false }].map(options => ({
      rules: ['R-PUB-1'],
      name: `PUBLISH with ${JSON.stringify(options)} is not answered`,
      peers: { a: {} },
      steps: [
        ['a', 'sends', ['PUBLISH', '$request', options, NEWS]],
        ['a', 'gets nothing'],
      ] as const,
    })),
    {
      rules: ['R-PUB-2', 'R-URI-5'],
      name: 'a PUBLISH that fails is answered with ERROR when it is to be acknowledged, else with nothing',
      peers: { a: {} },
      steps: [
        ['a', 'sends', ['PUBLISH', '$request', {}, 'com.example.no news']],
        ['a', 'gets nothing'],
        ['a', 'sends', ['PUBLISH', '$request', { acknowledge: true }, 'com.example.no news']],
        ['a', 'gets', ['ERROR', 'PUBLISH', '$request', {}, 'wamp.error.invalid_uri', '$rest']],
      ],
    },
    {
      rules: ['R-PUB-3'],
      name: 'the publisher does not receive its own event',
      peers: { a: {}, b: {} },
      steps: [
        ...subscribes('a', NEWS, { as: 'of a' }),
        ...subscribes('b', NEWS, { as: 'of b' }),
        ['a', 'sends', ['PUBLISH', '$request', {}, NEWS, [1]]],
        ['b', 'gets', ['EVENT', '$of b', '$id', {}, [1]]],
      ],
    },
    {
      rules: ['R-PUB-4'],
      name: 'every subscriber receives the event once, with the same publication id',
      peers: { a: {}, b: {}, c: {} },
      steps: [
        ...subscribes('a', NEWS, { as: 'of a' }),
        ...subscribes('b', NEWS, { as: 'of b' }),
        ['c', 'sends', ['PUBLISH', '$request', {}, NEWS, [1]]],
        ['a', 'gets', ['EVENT', '$of a', '$id:publication', {}, [1]]],
        ['b', 'gets', ['EVENT', '$of b', '$publication', {}, [1]]],
      ],
    },
    {
      rules: ['R-MSG-3'],
      name: 'options that nobody predefined are ignored',
      peers: { a: {}, b: {} },
      steps: [
        ...subscribes('a', NEWS, { options: { _unknown: 1, x_more: ['y'], unknown: {} } }),
        ['b', 'sends', ['PUBLISH', '$request', { _unknown: 1, x_more: ['y'], unknown: {} }, NEWS]],
        ['a', 'gets', ['EVENT', '$sub', '$id', {}]],
      ],
    },
    {
      rules: ['R-MSG-5'],
      name: 'keywords without arguments keep their place, behind an empty list',
      peers: { a: {}, b: {} },
      steps: [
        ...subscribes('a', NEWS),
        ['b', 'sends', ['PUBLISH', '$request', {}, NEWS, [], { key: 1 }]],
        ['a', 'gets', ['EVENT', '$sub', '$id', {}, [], { key: 1 }]],
      ],
    },
    {
      rules: ['R-MSG-5'],
      name: 'arguments and keywords that are empty are left out',
      level: 'should',
      peers: { a: {}, b: {} },
      steps: [
        ...subscribes('a', NEWS),
        ['b', 'sends', ['PUBLISH', '$request', {}, NEWS], ['PUBLISH', '$request', {}, NEWS, [1]]],
        ['a', 'gets', ['EVENT', '$sub', '$id', {}, '$end'], ['EVENT', '$sub', '$id', {}, [1], '$end']],
      ],
    },
    {
      rules: ['R-URI-1'],
      name: 'a topic and a procedure of the same URI have nothing to do with each other',
      peers: { a: {}, b: {} },
      steps: [
        ...subscribes('a', NEWS),
        ...registers('a', NEWS),
        ['b', 'sends', ['PUBLISH', '$request', {}, NEWS, [1]]],
        ['a', 'gets', ['EVENT', '$sub', '$id', {}, [1]]],
      ],
    },
  ],
}
