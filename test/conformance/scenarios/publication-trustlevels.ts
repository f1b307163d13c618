// Publication trust levels [wamp:publication-trustlevels].

import type { FeatureScenarios } from '../scenario.ts'
import { subscribes } from './steps.ts'

export const publicationTrustlevels: FeatureScenarios = {
  feature: 'publication_trustlevels',
  announced: true,
  scenarios: [
    {
      rules: ['A17'],
      name: 'subscribers are told how far the publisher is trusted',
      fixture: 'trustlevels',
      peers: { a: { features: ['publication_trustlevels'] }, b: {} },
      steps: [
        ...subscribes('a', 'com.example.news'),
        ['b', 'sends', ['PUBLISH', '$request', {}, 'com.example.news']],
        ['a', 'gets', ['EVENT', '$sub', '$id', { trustlevel: '$count' }]],
      ],
    },
  ],
}
