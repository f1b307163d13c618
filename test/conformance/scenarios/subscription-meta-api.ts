// Subscription meta API [wamp:subscription-meta-api].

import type { FeatureScenarios, PeerSetup, Step } from '../scenario.ts'
import { asks, isRefused, subscribes } from './steps.ts'

const NEWS = 'com.example.news'
const MATCHING: PeerSetup = { features: ['pattern_based_subscription'] }

/** w watches all that happens to subscriptions. */
const watches: Step[] = ['on_create', 'on_subscribe', 'on_unsubscribe', 'on_delete'].flatMap(event =>
  subscribes('w', `wamp.subscription.${event}`, { as: event }),
)
const subscribed = (peer: string): Step => [
  'w',
  'gets',
  ['EVENT', '$on_subscribe', '$id', {}, [`$session:${peer}`, '$sub']],
]
const created: Step = [
  'w',
  'gets',
  [
    'EVENT',
    '$on_create',
    '$id',
    {},
    ['$session:a', { $has: { id: '$sub', uri: NEWS, match: 'exact', created: '$time' } }],
  ],
]
const gone = (peer: string, event: string): Step => [
  'w',
  'gets',
  ['EVENT', `$${event}`, '$id', {}, [`$session:${peer}`, '$sub']],
]

export const subscriptionMetaApi: FeatureScenarios = {
  feature: 'subscription_meta_api',
  announced: true,
  scenarios: [
    {
      rules: ['A24', 'R-MET-1'],
      name: 'on_create, then on_subscribe; on_unsubscribe, then on_delete',
      peers: { a: {}, w: {} },
      steps: [
        ...watches,
        ...subscribes('a', NEWS),
        created,
        subscribed('a'),
        ['a', 'sends', ['UNSUBSCRIBE', '$request', '$sub']],
        ['a', 'gets', ['UNSUBSCRIBED', '$request']],
        gone('a', 'on_unsubscribe'),
        gone('a', 'on_delete'),
      ],
    },
    {
      rules: ['A24', 'R-MET-1'],
      name: 'a subscription is created by its first subscriber and deleted by its last, who may leave',
      peers: { a: {}, b: {}, w: {} },
      steps: [
        ...watches,
        ...subscribes('a', NEWS),
        created,
        subscribed('a'),
        ...subscribes('b', NEWS, { as: 'second' }),
        subscribed('b'),
        ...asks('w', 'wamp.subscription.list_subscribers', ['$sub'], [{ $set: ['$session:a', '$session:b'] }]),
        ...asks('w', 'wamp.subscription.count_subscribers', ['$sub'], [2]),
        ['a', 'drops its link'],
        gone('a', 'on_unsubscribe'),
        ['b', 'drops its link'],
        gone('b', 'on_unsubscribe'),
        gone('b', 'on_delete'),
      ],
    },
    {
      rules: ['A24'],
      name: 'list: ids by kind of match',
      needs: ['pattern_based_subscription'],
      peers: { a: MATCHING, w: {} },
      steps: [
        ...subscribes('a', NEWS, { as: 'exact' }),
        ...subscribes('a', 'com.example.', { options: { match: 'prefix' }, as: 'prefix' }),
        ...subscribes('a', 'com..news', { options: { match: 'wildcard' }, as: 'wildcard' }),
        ...asks(
          'w',
          'wamp.subscription.list',
          [],
          [
            {
              $has: {
                exact: { $includes: ['$exact'] },
                prefix: { $includes: ['$prefix'] },
                wildcard: { $includes: ['$wildcard'] },
              },
            },
          ],
        ),
      ],
    },
    {
      rules: ['A24'],
      name: 'lookup: the subscription of that URI and that kind of match, or null',
      needs: ['pattern_based_subscription'],
      peers: { a: MATCHING, w: {} },
      steps: [
        ...subscribes('a', NEWS, { as: 'exact' }),
        ...subscribes('a', NEWS, { options: { match: 'prefix' }, as: 'prefix' }),
        ...asks('w', 'wamp.subscription.lookup', [NEWS], ['$exact']),
        ...asks('w', 'wamp.subscription.lookup', [NEWS, { match: 'prefix' }], ['$prefix']),
        ...asks('w', 'wamp.subscription.lookup', [NEWS, { match: 'wildcard' }], [null]),
        ...asks('w', 'wamp.subscription.lookup', ['com.example.nothing'], [null]),
      ],
    },
    {
      rules: ['A24'],
      name: 'match: all subscriptions that an event would go to, or null',
      needs: ['pattern_based_subscription'],
      peers: { a: MATCHING, w: {} },
      steps: [
        ...subscribes('a', NEWS, { as: 'exact' }),
        ...subscribes('a', 'com.example.', { options: { match: 'prefix' }, as: 'prefix' }),
        ...subscribes('a', 'com..news', { options: { match: 'wildcard' }, as: 'wildcard' }),
        ...asks('w', 'wamp.subscription.match', [NEWS], [{ $set: ['$exact', '$prefix', '$wildcard'] }]),
        ...asks('w', 'wamp.subscription.match', ['com.example.other'], [['$prefix']]),
        ...asks('w', 'wamp.subscription.match', ['org.example.other'], [null]),
      ],
    },
    {
      rules: ['A24'],
      name: 'get: what a subscription is',
      peers: { a: {}, w: {} },
      steps: [
        ...subscribes('a', NEWS),
        ...asks(
          'w',
          'wamp.subscription.get',
          ['$sub'],
          [{ $has: { id: '$sub', created: '$time', uri: NEWS, match: 'exact' } }],
        ),
        ...asks('w', 'wamp.subscription.list_subscribers', ['$sub'], [['$session:a']]),
        ...asks('w', 'wamp.subscription.count_subscribers', ['$sub'], [1]),
      ],
    },
    {
      rules: ['A24'],
      name: 'an id that there is not is refused',
      peers: { w: {} },
      steps: ['get', 'list_subscribers', 'count_subscribers'].flatMap(name =>
        isRefused('w', `wamp.subscription.${name}`, [987_654_321], 'wamp.error.no_such_subscription'),
      ),
    },
  ],
}
