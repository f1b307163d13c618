// Registration meta API [wamp:registration-meta-api].

import type { FeatureScenarios, PeerSetup, Step } from '../scenario.ts'
import { asks, isRefused, registers, subscribes } from './steps.ts'

const ADD = 'com.example.add'
const CALLEE: PeerSetup = { features: ['pattern_based_registration', 'shared_registration'] }
const NO_SUCH = 'wamp.error.no_such_registration'

/** w watches all that happens to registrations. */
const watches: Step[] = ['on_create', 'on_register', 'on_unregister', 'on_delete'].flatMap(event =>
  subscribes('w', `wamp.registration.${event}`, { as: event }),
)
const created = ['EVENT', '$on_create', '$id', {}, ['$session:a', { $has: { id: '$reg', uri: ADD } }]] as const

export const registrationMetaApi: FeatureScenarios = {
  feature: 'registration_meta_api',
  announced: true,
  scenarios: [
    {
      rules: ['A12', 'R-MET-1'],
      name: 'on_create, then on_register; on_unregister, then on_delete',
      peers: { a: {}, w: {} },
      steps: [
        ...watches,
        ...registers('a', ADD),
        [
          'w',
          'gets',
          [
            'EVENT',
            '$on_create',
            '$id',
            {},
            ['$session:a', { $has: { id: '$reg', uri: ADD, match: 'exact', invoke: 'single', created: '$time' } }],
          ],
          ['EVENT', '$on_register', '$id', {}, ['$session:a', '$reg']],
        ],
        ['a', 'sends', ['UNREGISTER', '$request', '$reg']],
        ['a', 'gets', ['UNREGISTERED', '$request']],
        [
          'w',
          'gets',
          ['EVENT', '$on_unregister', '$id', {}, ['$session:a', '$reg']],
          ['EVENT', '$on_delete', '$id', {}, ['$session:a', '$reg']],
        ],
      ],
    },
    {
      rules: ['A12', 'R-MET-1'],
      name: 'a callee that leaves is told of as one that unregisters',
      peers: { a: {}, w: {} },
      steps: [
        ...watches,
        ...registers('a', ADD),
        ['w', 'gets', created, ['EVENT', '$on_register', '$id', {}, ['$session:a', '$reg']]],
        ['a', 'drops its link'],
        [
          'w',
          'gets',
          ['EVENT', '$on_unregister', '$id', {}, ['$session:a', '$reg']],
          ['EVENT', '$on_delete', '$id', {}, ['$session:a', '$reg']],
        ],
      ],
    },
    {
      rules: ['A12', 'R-MET-1'],
      name: 'a shared registration is created by its first callee and deleted by its last',
      needs: ['shared_registration'],
      peers: { a: CALLEE, b: CALLEE, w: {} },
      steps: [
        ...watches,
        ...registers('a', ADD, { options: { invoke: 'first' } }),
        ['w', 'gets', created, ['EVENT', '$on_register', '$id', {}, ['$session:a', '$reg']]],
        ...registers('b', ADD, { options: { invoke: 'first' }, as: 'second' }),
        ['w', 'gets', ['EVENT', '$on_register', '$id', {}, ['$session:b', '$reg']]],
        ...asks('w', 'wamp.registration.list_callees', ['$reg'], [{ $set: ['$session:a', '$session:b'] }]),
        ...asks('w', 'wamp.registration.count_callees', ['$reg'], [2]),
        ['a', 'sends', ['UNREGISTER', '$request', '$reg']],
        ['a', 'gets', ['UNREGISTERED', '$request']],
        ['w', 'gets', ['EVENT', '$on_unregister', '$id', {}, ['$session:a', '$reg']]],
        ['b', 'sends', ['UNREGISTER', '$request', '$second']],
        ['b', 'gets', ['UNREGISTERED', '$request']],
        [
          'w',
          'gets',
          ['EVENT', '$on_unregister', '$id', {}, ['$session:b', '$reg']],
          ['EVENT', '$on_delete', '$id', {}, ['$session:b', '$reg']],
        ],
      ],
    },
    {
      rules: ['A12'],
      name: 'list: ids by kind of match',
      needs: ['pattern_based_registration'],
      peers: { a: CALLEE, w: {} },
      steps: [
        ...registers('a', ADD, { as: 'exact' }),
        ...registers('a', 'com.example.files.', { options: { match: 'prefix' }, as: 'prefix' }),
        ...registers('a', 'com..open', { options: { match: 'wildcard' }, as: 'wildcard' }),
        ...asks(
          'w',
          'wamp.registration.list',
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
      rules: ['A12'],
      name: 'lookup: the registration of that URI and that kind of match, or null',
      needs: ['pattern_based_registration'],
      peers: { a: CALLEE, w: {} },
      steps: [
        ...registers('a', ADD, { as: 'exact' }),
        ...registers('a', ADD, { options: { match: 'prefix' }, as: 'prefix' }),
        ...asks('w', 'wamp.registration.lookup', [ADD], ['$exact']),
        ...asks('w', 'wamp.registration.lookup', [ADD, { match: 'prefix' }], ['$prefix']),
        ...asks('w', 'wamp.registration.lookup', [ADD, { match: 'wildcard' }], [null]),
        ...asks('w', 'wamp.registration.lookup', ['com.example.nobody'], [null]),
      ],
    },
    {
      rules: ['A12', 'R-PAT-1'],
      name: 'match: the registration that a call would take, or null',
      needs: ['pattern_based_registration'],
      peers: { a: CALLEE, w: {} },
      steps: [
        ...registers('a', ADD, { as: 'exact' }),
        ...registers('a', 'com.example.', { options: { match: 'prefix' }, as: 'prefix' }),
        ...asks('w', 'wamp.registration.match', [ADD], ['$exact']),
        ...asks('w', 'wamp.registration.match', ['com.example.other'], ['$prefix']),
        ...asks('w', 'wamp.registration.match', ['org.example.add'], [null]),
      ],
    },
    {
      rules: ['A12'],
      name: 'get: what a registration is',
      peers: { a: {}, w: {} },
      steps: [
        ...registers('a', ADD),
        ...asks(
          'w',
          'wamp.registration.get',
          ['$reg'],
          [{ $has: { id: '$reg', created: '$time', uri: ADD, match: 'exact', invoke: 'single' } }],
        ),
        ...asks('w', 'wamp.registration.list_callees', ['$reg'], [['$session:a']]),
        ...asks('w', 'wamp.registration.count_callees', ['$reg'], [1]),
      ],
    },
    {
      rules: ['A12'],
      name: 'an id that there is not is refused',
      peers: { w: {} },
      steps: ['get', 'list_callees', 'count_callees'].flatMap(name =>
        isRefused('w', `wamp.registration.${name}`, [987_654_321], NO_SUCH),
      ),
    },
  ],
}
