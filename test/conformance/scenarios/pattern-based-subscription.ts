// Pattern-based subscriptions [wamp:pattern-based-subscriptions].

import type { FeatureScenarios, PeerSetup, Scenario, Step } from '../scenario.ts'
import { subscribes } from './steps.ts'

const MATCHING: PeerSetup = { features: ['pattern_based_subscription'] }
const TWO = { a: MATCHING, b: {} }

const publishes = (topic: string): Step => ['b', 'sends', ['PUBLISH', '$request', {}, topic, [topic]]]
/** An event that a pattern subscription gets says which topic it is of [R-PS-2]. */
const arrives = (topic: string): Step[] => [
  publishes(topic),
  ['a', 'gets', ['EVENT', '$sub', '$id', { topic }, [topic]]],
]

const isRefused = (match: string, uri: string): Scenario => ({
  rules: ['R-URI-2', 'A18'],
  name: `${uri} is no ${match} pattern`,
  peers: { a: MATCHING },
  steps: [
    ['a', 'sends', ['SUBSCRIBE', '$request', { match }, uri]],
    ['a', 'gets', ['ERROR', 'SUBSCRIBE', '$request', {}, 'wamp.error.invalid_uri', '$rest']],
  ],
})

export const patternBasedSubscription: FeatureScenarios = {
  feature: 'pattern_based_subscription',
  announced: true,
  scenarios: [
    {
      rules: ['A18', 'R-PS-2'],
      name: 'prefix: all that begins so, inside a component too',
      peers: TWO,
      steps: [
        ...subscribes('a', 'com.example.news', { options: { match: 'prefix' } }),
        ...arrives('com.example.news'),
        ...arrives('com.example.news.sport'),
        ...arrives('com.example.news-old.sport'),
        publishes('com.example.new'),
        publishes('com.examples.news'),
        ['a', 'gets nothing'],
      ],
    },
    {
      rules: ['A18', 'R-URI-2'],
      name: 'prefix: a pattern may end in a dot',
      peers: TWO,
      steps: [
        ...subscribes('a', 'com.example.news.', { options: { match: 'prefix' } }),
        ...arrives('com.example.news.sport.today'),
        publishes('com.example.news'),
        publishes('com.example.news-old.sport'),
        ['a', 'gets nothing'],
      ],
    },
    {
      rules: ['A18', 'R-PS-2'],
      name: 'wildcard: any one component',
      peers: TWO,
      steps: [
        ...subscribes('a', 'com.example..sport', { options: { match: 'wildcard' } }),
        ...arrives('com.example.news.sport'),
        ...arrives('com.example.weather.sport'),
        publishes('com.example.sport'),
        publishes('com.example.news.old.sport'),
        publishes('com.example.news.weather'),
        publishes('com.example.news.sport.today'),
        ['a', 'gets nothing'],
      ],
    },
    {
      rules: ['A18'],
      name: 'wildcard: the first and the last component may be any',
      peers: TWO,
      steps: [
        ...subscribes('a', '.example.news.', { options: { match: 'wildcard' } }),
        ...arrives('com.example.news.sport'),
        ...arrives('org.example.news.weather'),
        publishes('com.example.news'),
        ['a', 'gets nothing'],
      ],
    },
    {
      rules: ['R-PS-1', 'R-PUB-4'],
      name: 'an event goes to every subscription that matches, with one publication id',
      peers: TWO,
      steps: [
        ...subscribes('a', 'com.example.news.sport', { as: 'exact' }),
        ...subscribes('a', 'com.example.', { options: { match: 'prefix' }, as: 'prefix' }),
        ...subscribes('a', 'com.example.news', { options: { match: 'prefix' }, as: 'longer' }),
        ...subscribes('a', 'com..news.sport', { options: { match: 'wildcard' }, as: 'wildcard' }),
        ...subscribes('a', 'com..news.weather', { options: { match: 'wildcard' }, as: 'other' }),
        ['b', 'sends', ['PUBLISH', '$request', { acknowledge: true }, 'com.example.news.sport', [1]]],
        ['b', 'gets', ['PUBLISHED', '$request', '$id:publication']],
        [
          'a',
          'gets in any order',
          ['EVENT', '$exact', '$publication', {}, [1]],
          ['EVENT', '$prefix', '$publication', { topic: 'com.example.news.sport' }, [1]],
          ['EVENT', '$longer', '$publication', { topic: 'com.example.news.sport' }, [1]],
          ['EVENT', '$wildcard', '$publication', { topic: 'com.example.news.sport' }, [1]],
        ],
      ],
    },
    {
      rules: ['R-SUB-2', 'A18'],
      name: 'the same URI with another kind of match is another subscription, with the same kind the same',
      peers: TWO,
      steps: [
        ...subscribes('a', 'com.example.news', { options: { match: 'prefix' } }),
        ['a', 'sends', ['SUBSCRIBE', '$request', { match: 'prefix' }, 'com.example.news']],
        ['a', 'gets', ['SUBSCRIBED', '$request', '$sub']],
        ['a', 'sends', ['SUBSCRIBE', '$request', { match: 'exact' }, 'com.example.news']],
        ['a', 'gets', ['SUBSCRIBED', '$request', { $not: '$sub' }]],
      ],
    },
    {
      rules: ['R-SUB-3', 'A18'],
      name: 'UNSUBSCRIBE ends one subscription, and the others go on',
      peers: TWO,
      steps: [
        ...subscribes('a', 'com.example.news.', { options: { match: 'prefix' } }),
        ...subscribes('a', 'com..news.sport', { options: { match: 'wildcard' }, as: 'wildcard' }),
        ['a', 'sends', ['UNSUBSCRIBE', '$request', '$wildcard']],
        ['a', 'gets', ['UNSUBSCRIBED', '$request']],
        ...arrives('com.example.news.sport'),
      ],
    },
    isRefused('exact', 'com.example..sport'),
    isRefused('prefix', 'com..news'),
    isRefused('wildcard', 'com.example. .sport'),
    {
      rules: ['R-URI-2', 'A18'],
      name: 'nobody publishes to a pattern',
      peers: TWO,
      steps: [
        ...subscribes('a', 'com.example..sport', { options: { match: 'wildcard' } }),
        ['b', 'sends', ['PUBLISH', '$request', { acknowledge: true }, 'com.example..sport']],
        ['b', 'gets', ['ERROR', 'PUBLISH', '$request', {}, 'wamp.error.invalid_uri', '$rest']],
      ],
    },
  ],
}
