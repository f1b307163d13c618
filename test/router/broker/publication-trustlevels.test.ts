// publication_trustlevels [wamp:publication-trustlevels].

import { expect, test } from 'vitest'
import type { RealmSettings } from '../../../src/router/realm-settings.ts'
import { SERIALIZERS } from '../../raw-codec.ts'
import { trace } from '../../trace.ts'

const trustLevel: RealmSettings['trustLevel'] = ({ authrole }, action, uri) =>
  action === 'publish' && uri.startsWith('com.app') ? { host: 3, guest: 0 }[authrole] : undefined

test.each(SERIALIZERS)('subscribers are told what the settings say, over $id', async serializer => {
  const { joins } = trace({ settings: { trustLevel } })
  const a = await joins(serializer)
  a.sends([32, 1, { match: 'prefix' }, 'com.'])
  await a.got()
  for (const authrole of ['host', 'guest', 'stranger']) {
    const b = await joins(serializer, { origin: { authrole } })
    b.sends([16, 1, {}, 'com.app'], [16, 2, {}, 'com.other'])
  }
  expect((await a.got()).map(([, , , details]) => (details as { trustlevel?: number }).trustlevel)).toEqual([
    3,
    undefined,
    0,
    undefined,
    undefined,
    undefined,
  ])
})

test('without that setting nothing is said, whatever a publisher says', async () => {
  const { joins } = trace()
  const [a, b] = [await joins(), await joins()]
  a.sends([32, 1, {}, 'com.app'])
  await a.got()
  b.sends([16, 1, { trustlevel: 9 }, 'com.app'])
  expect((await a.got())[0]?.[3]).toEqual({})
})

test.each<[string, () => unknown, RegExp]>([
  [
    'throws',
    () => {
      throw new Error('no such user')
    },
    /no such user/,
  ],
  ['gives -1', () => -1, /-1/],
  ['gives 1.5', () => 1.5, /1\.5/],
  ['gives NaN', () => Number.NaN, /NaN/],
  ['gives a text', () => '3', /"3"/],
  ['gives more than an id may have', () => 2 ** 53, /9007199254740992/],
])('a function that %s: nothing is said, and whoever runs the router is told', async (_, trustLevel, message) => {
  const errors: unknown[] = []
  const given = trustLevel as NonNullable<RealmSettings['trustLevel']>
  const { joins, router } = trace({ settings: { trustLevel: given }, onerror: error => errors.push(error) })
  const [a, b] = [await joins(), await joins()]
  const before = errors.length
  a.sends([32, 1, {}, 'com.app'])
  await a.got()
  b.sends([16, 1, { acknowledge: true }, 'com.app'])
  expect((await b.got()).map(([type]) => type)).toEqual([17])
  expect((await a.got()).map(([type, , , details]) => [type, details])).toEqual([[36, {}]])
  expect(errors.slice(before)).toContainEqual(expect.objectContaining({ message: expect.stringMatching(message) }))
  expect(router.counters.failures).toBe(errors.length)
})
