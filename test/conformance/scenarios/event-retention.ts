// Event retention [wamp:pubsub-event-retention].

import type { FeatureScenarios, Scenario, Step } from '../scenario.ts'
import { publishes, subscribes } from './steps.ts'

const NOW = 'com.example.{run}.now'
const RETAINED = { acknowledge: true, retain: true }
const subscribing: Step[] = subscribes('a', NOW, { options: { get_retained: true } })
const gets = (argument: number): Step => ['a', 'gets', ['EVENT', '$sub', '$id', { retained: true }, [argument]]]

/** b publishes an event that a could not have got; before it, one that everybody could. */
const isNotFor = (name: string, options: { [key: string]: string[] }): Scenario => ({
  rules: ['R-RET-1'],
  name: `${name}: who would not have received an event does not get it later`,
  needs: ['subscriber_blackwhite_listing'],
  peers: { a: {}, b: {} },
  steps: [
    ...publishes('b', NOW, [2], { ...RETAINED, ...options }),
    ['a', 'sends', ['SUBSCRIBE', '$request', { get_retained: true }, NOW]],
    ['a', 'gets', ['SUBSCRIBED', '$request', '$id']],
    ['a', 'gets nothing'],
  ],
})

export const eventRetention: FeatureScenarios = {
  feature: 'event_retention',
  announced: true,
  scenarios: [
    {
      rules: ['A21', 'R-RET-1', 'R-RET-2', 'R-SUB-4'],
      name: 'who asks for it gets the last retained event, after SUBSCRIBED and marked as retained',
      peers: { a: {}, b: {} },
      steps: [...publishes('b', NOW, [1], RETAINED), ...publishes('b', NOW, [2], RETAINED), ...subscribing, gets(2)],
    },
    {
      rules: ['A21'],
      name: 'it is the event of that publication, with its arguments and keywords',
      peers: { a: {}, b: {} },
      steps: [
        ['b', 'sends', ['PUBLISH', '$request', RETAINED, NOW, ['warm', 21.5], { unit: '°C' }]],
        ['b', 'gets', ['PUBLISHED', '$request', '$id:publication']],
        ...subscribing,
        ['a', 'gets', ['EVENT', '$sub', '$publication', { retained: true }, ['warm', 21.5], { unit: '°C' }]],
      ],
    },
    ...[{}, { get_retained: false }].map(options => ({
      rules: ['A21'],
      name: `who subscribes with ${JSON.stringify(options)} does not get it`,
      peers: { a: {}, b: {} },
      steps: [
        ...publishes('b', NOW, [1], RETAINED),
        ...subscribes('a', NOW, { options }),
        ['a', 'gets nothing'],
      ] satisfies Step[],
    })),
    ...[{}, { retain: false }].map(options => ({
      rules: ['A21'],
      name: `what is published with ${JSON.stringify(options)} is not retained, and replaces nothing`,
      peers: { a: {}, b: {} },
      steps: [
        ...publishes('b', NOW, [1], RETAINED),
        ...publishes('b', NOW, [2], options),
        ...subscribing,
        gets(1),
      ] satisfies Step[],
    })),
    {
      rules: ['A21'],
      name: 'where nothing was retained nothing comes',
      peers: { a: {} },
      steps: [...subscribing, ['a', 'gets nothing']],
    },
    {
      rules: ['A21', 'R-RET-2'],
      name: 'who is subscribed gets the event at once, and not as a retained one',
      peers: { a: {}, b: {} },
      steps: [
        ...subscribing,
        ...publishes('b', NOW, [1], RETAINED),
        ['a', 'gets', ['EVENT', '$sub', '$id', { retained: { $oneOf: ['$absent', false] } }, [1]]],
      ],
    },
    isNotFor('exclude', { exclude: ['$session:a'] }),
    isNotFor('eligible', { eligible: ['$session:b'] }),
    isNotFor('exclude_authid', { exclude_authid: ['$authid:a'] }),
    isNotFor('eligible_authid', { eligible_authid: ['$authid:b'] }),
    isNotFor('exclude_authrole', { exclude_authrole: ['$authrole:a'] }),
    isNotFor('eligible_authrole', { eligible_authrole: ['nobody has this role'] }),
    {
      rules: ['R-RET-1', 'R-PUB-3'],
      name: 'publishers get their own only where they did not exclude themselves',
      needs: ['publisher_exclusion'],
      peers: { a: {}, b: { features: ['publisher_exclusion'] } },
      steps: [
        ...publishes('b', NOW, [1], { ...RETAINED, exclude_me: false }),
        ...subscribes('b', NOW, { options: { get_retained: true } }),
        ['b', 'gets', ['EVENT', '$sub', '$id', { retained: true }, [1]]],
        ...publishes('a', `${NOW}.too`, [1], RETAINED),
        ...subscribes('a', `${NOW}.too`, { options: { get_retained: true }, as: 'own' }),
        ['a', 'gets nothing'],
      ],
    },
    {
      rules: ['A21'],
      name: 'it outlasts who published it while somebody is in the realm',
      peers: { a: {}, b: {} },
      steps: [...publishes('b', NOW, [1], RETAINED), ['b', 'drops its link'], ...subscribing, gets(1)],
    },
    ...(
      [
        ['prefix', `${NOW}.`],
        ['wildcard', `${NOW.replace('.example.', '..')}.`],
      ] as const
    ).map(([match, pattern]) => ({
      rules: ['A21', 'R-PS-2'],
      name: `a ${match} subscription gets that of each topic that matches, and which topic it is of`,
      level: 'choice' as const,
      needs: ['pattern_based_subscription'],
      peers: { a: { features: ['pattern_based_subscription'] }, b: {} },
      steps: [
        ...publishes('b', `${NOW}.here`, [1], RETAINED),
        ...publishes('b', `${NOW}.there`, [2], RETAINED),
        ...publishes('b', NOW, [3], RETAINED),
        ['a', 'sends', ['SUBSCRIBE', '$request', { match, get_retained: true }, pattern]],
        ['a', 'gets', ['SUBSCRIBED', '$request', '$id:sub']],
        [
          'a',
          'gets in any order',
          ['EVENT', '$sub', '$id', { retained: true, topic: `${NOW}.here` }, [1]],
          ['EVENT', '$sub', '$id', { retained: true, topic: `${NOW}.there` }, [2]],
        ],
      ] satisfies Step[],
    })),
  ],
}
