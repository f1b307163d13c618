// Event history [wamp:pubsub-event-history].

import type { Dict, FeatureScenarios, Json, Step } from '../scenario.ts'
import { isRefused, publishes, subscribes } from './steps.ts'

const LOG = 'com.example.{run}.log'
const GET = 'wamp.subscription.get_events'

/** What history tells of the event with this one argument. */
const event = (argument: Json): Dict => ({
  $has: { timestamp: '$time', subscription: '$sub', publication: '$id', details: '$dict', args: [argument] },
})
/** c asks for the history of the subscription; its arguments are the events, or the list of them. */
const tells = (kwargs: Dict, events: readonly Json[]): Step[] => [
  ['c', 'sends', ['CALL', '$request', {}, GET, ['$sub'], kwargs]],
  [
    'c',
    'gets',
    {
      $oneOf: [
        ['RESULT', '$request', {}, events, '$rest'],
        ['RESULT', '$request', {}, [events], '$rest'],
      ],
    },
  ],
]
const publishedTo = (topic: string, argument: Json, name: string, options: Dict = {}): Step[] => [
  ['b', 'sends', ['PUBLISH', '$request', { acknowledge: true, ...options }, topic, [argument]]],
  ['b', 'gets', ['PUBLISHED', '$request', `$id:${name}`]],
  ['a', 'gets', ['EVENT', '$sub', `$${name}`, {}, [argument]]],
]
/** a is subscribed to a topic of which three events were published, at different times. */
const recorded: Step[] = [
  ...subscribes('a', LOG),
  ...publishedTo(LOG, 1, 'first'),
  ['time', 'passes', 20],
  ...publishedTo(LOG, 2, 'second'),
  ['time', 'passes', 20],
  ...publishedTo(LOG, 3, 'third'),
]
const PEERS = { a: {}, b: {}, c: {} }
const ALL = [event(1), event(2), event(3)]

const filter = (name: string, kwargs: Dict, events: readonly Json[]) => ({
  rules: ['A20'],
  name: `${name}: ${JSON.stringify(kwargs)}`,
  peers: PEERS,
  steps: [...recorded, ...tells(kwargs, events)],
})
/** The time of the second event, as history tells it. */
const withTime: Step[] = [
  ...recorded,
  ...tells({ from_publication: '$second', until_publication: '$second' }, [
    { $has: { timestamp: '$time:then', publication: '$second' } },
  ]),
]
const byTime = (name: string, events: readonly Json[]) => ({
  rules: ['A20'],
  name,
  peers: PEERS,
  steps: [...withTime, ...tells({ [name]: '$then' }, events)],
})

export const eventHistory: FeatureScenarios = {
  feature: 'event_history',
  announced: true,
  scenarios: [
    {
      rules: ['A20'],
      name: 'the events of a subscription, in their order, also for who was not subscribed',
      peers: PEERS,
      steps: [...recorded, ...tells({}, ALL)],
    },
    {
      rules: ['A20'],
      name: 'a subscription without events has an empty history',
      peers: { a: {}, c: {} },
      steps: [...subscribes('a', LOG), ...tells({}, [])],
    },
    filter('from the last to the first', { reverse: true }, [event(3), event(2), event(1)]),
    filter('no more than', { limit: 2 }, [event(1), event(2)]),
    filter('the last ones', { limit: 2, reverse: true }, [event(3), event(2)]),
    filter('from a publication on', { from_publication: '$second' }, [event(2), event(3)]),
    filter('after a publication', { after_publication: '$second' }, [event(3)]),
    filter('before a publication', { before_publication: '$second' }, [event(1)]),
    filter('until a publication', { until_publication: '$second' }, [event(1), event(2)]),
    filter('all filters together', { after_publication: '$first', before_publication: '$third', limit: 5 }, [event(2)]),
    byTime('from_time', [event(2), event(3)]),
    byTime('after_time', [event(3)]),
    byTime('before_time', [event(1)]),
    byTime('until_time', [event(1), event(2)]),
    {
      rules: ['A20'],
      name: 'keywords are kept too',
      peers: PEERS,
      steps: [
        ...subscribes('a', LOG),
        ['b', 'sends', ['PUBLISH', '$request', {}, LOG, [1], { key: 'value' }]],
        ['a', 'gets', ['EVENT', '$sub', '$id:publication', {}, [1], { key: 'value' }]],
        ...tells({}, [{ $has: { publication: '$publication', args: [1], kwargs: { key: 'value' } } }]),
      ],
    },
    {
      rules: ['A20'],
      name: 'of a pattern subscription, all topics or one',
      needs: ['pattern_based_subscription'],
      peers: PEERS,
      steps: [
        ...subscribes('a', `${LOG}.`, { options: { match: 'prefix' } }),
        ...publishedTo(`${LOG}.door`, 1, 'first'),
        ...publishedTo(`${LOG}.window`, 2, 'second'),
        ...publishedTo(`${LOG}.door`, 3, 'third'),
        ...tells({}, ALL),
        ...tells({ topic: `${LOG}.door` }, [event(1), event(3)]),
        ...tells({ topic: `${LOG}.roof` }, []),
      ],
    },
    {
      rules: ['A20'],
      name: 'events for authids and authroles are told to nobody else',
      needs: ['subscriber_blackwhite_listing'],
      peers: PEERS,
      steps: [
        ...subscribes('a', LOG),
        ...publishedTo(LOG, 1, 'first', { eligible_authid: ['$authid:a'] }),
        ...publishedTo(LOG, 2, 'second', { exclude_authid: ['$authid:c'] }),
        ['b', 'sends', ['PUBLISH', '$request', { eligible_authrole: ['nobody has this role'] }, LOG, [3]]],
        ...publishedTo(LOG, 4, 'fourth', { eligible_authid: ['$authid:a', '$authid:c'] }),
        ...tells({}, [event(4)]),
      ],
    },
    {
      rules: ['A20'],
      name: 'events for sessions are not kept',
      level: 'should',
      needs: ['subscriber_blackwhite_listing'],
      peers: PEERS,
      steps: [
        ...subscribes('a', LOG),
        ...publishedTo(LOG, 1, 'first', { eligible: ['$session:a', '$session:c'] }),
        ...publishedTo(LOG, 2, 'second', { exclude: ['$session:b'] }),
        ...publishedTo(LOG, 3, 'third'),
        ...tells({}, [event(3)]),
      ],
    },
    {
      rules: ['A20'],
      name: 'a subscription that there is not is refused',
      level: 'choice',
      peers: { c: {} },
      steps: [...isRefused('c', GET, [987_654_321], 'wamp.error.no_such_subscription'), ...publishes('c', LOG, [])],
    },
  ],
}
