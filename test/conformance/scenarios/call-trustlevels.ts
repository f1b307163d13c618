// Call trust levels [wamp:call-trustlevels].

import type { FeatureScenarios } from '../scenario.ts'
import { registers } from './steps.ts'

export const callTrustlevels: FeatureScenarios = {
  feature: 'call_trustlevels',
  announced: true,
  scenarios: [
    {
      rules: ['A7'],
      name: 'the callee is told how far the caller is trusted',
      fixture: 'trustlevels',
      peers: { a: { features: ['call_trustlevels'] }, b: {} },
      steps: [
        ...registers('a', 'com.example.add'),
        ['b', 'sends', ['CALL', '$request', {}, 'com.example.add']],
        ['a', 'gets', ['INVOCATION', '$id:invocation', '$reg', { trustlevel: '$count' }]],
        ['a', 'sends', ['YIELD', '$invocation', {}]],
        ['b', 'gets', ['RESULT', '$request', {}]],
      ],
    },
  ],
}
