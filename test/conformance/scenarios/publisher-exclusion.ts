// Publisher exclusion [wamp:publisher-exclusion].

import type { FeatureScenarios, PeerSetup, Step } from '../scenario.ts'
import { subscribes } from './steps.ts'

const NEWS = 'com.example.news'
const EXCLUDING: PeerSetup = { features: ['publisher_exclusion', 'subscriber_blackwhite_listing'] }

export const publisherExclusion: FeatureScenarios = {
  feature: 'publisher_exclusion',
  announced: true,
  scenarios: [
    {
      rules: ['A15'],
      name: 'exclude_me false: the publisher receives the event too',
      peers: { a: EXCLUDING, b: {} },
      steps: [
        ...subscribes('a', NEWS, { as: 'of a' }),
        ...subscribes('b', NEWS, { as: 'of b' }),
        ['a', 'sends', ['PUBLISH', '$request', { acknowledge: true, exclude_me: false }, NEWS, [1]]],
        [
          'a',
          'gets in any order',
          ['PUBLISHED', '$request', '$id:publication'],
          ['EVENT', '$of a', '$id:publication', {}, [1]],
        ],
        ['b', 'gets', ['EVENT', '$of b', '$publication', {}, [1]]],
      ],
    },
    ...[{}, { exclude_me: true }].map(options => ({
      rules: ['A15', 'R-PUB-3'],
      name: `with ${JSON.stringify(options)} the publisher does not receive the event`,
      peers: { a: EXCLUDING },
      steps: [
        ...subscribes('a', NEWS),
        ['a', 'sends', ['PUBLISH', '$request', options, NEWS, [1]]],
        ['a', 'gets nothing'],
      ] satisfies Step[],
    })),
    {
      rules: ['A15'],
      name: 'exclude_me false: a publisher that is not subscribed receives nothing',
      peers: { a: EXCLUDING },
      steps: [['a', 'sends', ['PUBLISH', '$request', { exclude_me: false }, NEWS, [1]]]],
    },
    {
      rules: ['A15', 'R-BW-1'],
      name: 'exclude_me false: a publisher on its own black list receives nothing',
      needs: ['subscriber_blackwhite_listing'],
      peers: { a: EXCLUDING },
      steps: [
        ...subscribes('a', NEWS),
        ['a', 'sends', ['PUBLISH', '$request', { exclude_me: false, exclude: ['$session:a'] }, NEWS, [1]]],
        ['a', 'gets nothing'],
      ],
    },
  ],
}
