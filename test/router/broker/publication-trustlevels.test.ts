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
