// Subscriber black- and whitelisting [wamp:subscriber-black-and-whitelisting].

import type { Dict, FeatureScenarios, Scenario, Step } from '../scenario.ts'
import { subscribes } from './steps.ts'

const NEWS = 'com.example.news'
const FOUR = { a: {}, b: {}, c: {}, p: { features: ['subscriber_blackwhite_listing'] } }
const subscribed: Step[] = ['a', 'b', 'c'].flatMap(peer => subscribes(peer, NEWS, { as: `of ${peer}` }))

/** Of a, b and c only these get an event of p with such options. */
const reaches = (name: string, options: Dict, receivers: readonly string[]): Scenario => ({
  rules: ['R-BW-1', 'A14'],
  name,
  peers: FOUR,
  steps: [
    ...subscribed,
    ['p', 'sends', ['PUBLISH', '$request', options, NEWS, [1]]],
    ...receivers.map((peer): Step => [peer, 'gets', ['EVENT', `$of ${peer}`, '$id', {}, [1]]]),
  ],
})

export const subscriberBlackwhiteListing: FeatureScenarios = {
  feature: 'subscriber_blackwhite_listing',
  announced: true,
  scenarios: [
    reaches('exclude: all but these sessions', { exclude: ['$session:a', '$session:c'] }, ['b']),
    reaches('exclude_authid: all but these', { exclude_authid: ['$authid:b'] }, ['a', 'c']),
    reaches('exclude_authrole: all but these', { exclude_authrole: ['$authrole:a'] }, []),
    reaches('eligible: only these sessions', { eligible: ['$session:a', '$session:c'] }, ['a', 'c']),
    reaches('eligible_authid: only these', { eligible_authid: ['$authid:b'] }, ['b']),
    reaches('eligible_authrole: only these', { eligible_authrole: ['$authrole:a'] }, ['a', 'b', 'c']),
    reaches('eligible_authrole of nobody: none', { eligible_authrole: ['nobody has this role'] }, []),
    reaches(
      'eligible and exclude: only who fits both',
      { eligible: ['$session:a', '$session:b'], exclude: ['$session:a'] },
      ['b'],
    ),
    reaches(
      'lists of different kinds: only who fits all',
      { eligible: ['$session:a', '$session:b'], eligible_authid: ['$authid:b', '$authid:c'] },
      ['b'],
    ),
    reaches('an empty eligible list: nobody', { eligible: [] }, []),
    reaches('an empty exclude list: everybody', { exclude: [] }, ['a', 'b', 'c']),
    reaches('sessions that are not there do not matter', { exclude: [987_654_321], eligible: ['$session:a', 12_345] }, [
      'a',
    ]),
    {
      rules: ['R-BW-1', 'R-PUB-3'],
      name: 'being eligible does not bring publishers their own events',
      peers: FOUR,
      steps: [
        ...subscribes('p', NEWS, { as: 'of p' }),
        ...subscribes('a', NEWS, { as: 'of a' }),
        ['p', 'sends', ['PUBLISH', '$request', { eligible: ['$session:p', '$session:a'] }, NEWS, [1]]],
        ['a', 'gets', ['EVENT', '$of a', '$id', {}, [1]]],
      ],
    },
  ],
}
