// Publisher identification [wamp:publisher-identification].

import type { FeatureScenarios, PeerSetup } from '../scenario.ts'
import { subscribes } from './steps.ts'

const NEWS = 'com.example.news'
const KNOWING: PeerSetup = { features: ['publisher_identification'] }

export const publisherIdentification: FeatureScenarios = {
  feature: 'publisher_identification',
  announced: true,
  scenarios: [
    {
      rules: ['A16'],
      name: 'disclose_me: subscribers are told the session of the publisher',
      peers: { a: KNOWING, b: KNOWING },
      steps: [
        ...subscribes('a', NEWS),
        ['b', 'sends', ['PUBLISH', '$request', { disclose_me: true }, NEWS]],
        ['a', 'gets', ['EVENT', '$sub', '$id', { publisher: '$session:b' }]],
      ],
    },
    {
      rules: ['A16'],
      name: 'what is told of authid and authrole is true',
      peers: { a: KNOWING, b: KNOWING },
      steps: [
        ...subscribes('a', NEWS),
        ['b', 'sends', ['PUBLISH', '$request', { disclose_me: true }, NEWS]],
        [
          'a',
          'gets',
          [
            'EVENT',
            '$sub',
            '$id',
            {
              publisher: '$session:b',
              publisher_authid: { $oneOf: ['$absent', '$authid:b'] },
              publisher_authrole: { $oneOf: ['$absent', '$authrole:b'] },
            },
          ],
        ],
      ],
    },
    ...[{}, { disclose_me: false }].map(options => ({
      rules: ['A16'],
      name: `with ${JSON.stringify(options)} subscribers are told nothing`,
      level: 'choice' as const,
      peers: { a: KNOWING, b: KNOWING },
      steps: [
        ...subscribes('a', NEWS),
        ['b', 'sends', ['PUBLISH', '$request', options, NEWS]],
        [
          'a',
          'gets',
          [
            'EVENT',
            '$sub',
            '$id',
            { publisher: '$absent', publisher_authid: '$absent', publisher_authrole: '$absent' },
          ],
        ],
      ] as const,
    })),
  ],
}
