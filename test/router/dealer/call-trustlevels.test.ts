// call_trustlevels [wamp:call-trustlevels].

import { expect, test } from 'vitest'
import type { RealmSettings } from '../../../src/router/realm-settings.ts'
import type { RouterOptions } from '../../../src/router/router.ts'
import { trace } from '../../trace.ts'
import { registered } from './calling.ts'

async function detailsOfInvocation(trustLevel: RealmSettings['trustLevel'], onerror?: RouterOptions['onerror']) {
  const { joins } = trace({ settings: { trustLevel }, onerror })
  const callee = await joins()
  const caller = await joins(undefined, { origin: { authid: 'ann', authrole: 'guest' } })
  await registered(callee, 1)
  caller.sends([48, 1, { trustlevel: 99 }, 'com.app.p'])
  return (await callee.got())[0]?.[3]
}

test('the callee is told what the realm says of caller and procedure, and nothing that the caller says', async () => {
  const asked: unknown[] = []
  const details = await detailsOfInvocation(({ authid, authrole }, action, uri) => {
    if (action === 'call') asked.push([authid, authrole, uri])
    return 2
  })
  expect(details).toEqual({ trustlevel: 2 })
  expect(asked).toEqual([['ann', 'guest', 'com.app.p']])
})

test('0 is a level: the lowest', async () => {
  expect(await detailsOfInvocation(() => 0)).toEqual({ trustlevel: 0 })
})

test('a realm that does not say, says nothing', async () => {
  expect(await detailsOfInvocation(undefined)).toEqual({})
  expect(await detailsOfInvocation(() => undefined)).toEqual({})
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
  ['gives a symbol', () => Symbol('level'), /Symbol/],
  ['gives more than an id may have', () => 2 ** 53, /9007199254740992/],
])('a function that %s: nothing is said, and whoever runs the router is told', async (_, trustLevel, message) => {
  const errors: unknown[] = []
  const given = trustLevel as NonNullable<RealmSettings['trustLevel']>
  expect(await detailsOfInvocation(given, error => errors.push(error))).toEqual({})
  expect(errors).toContainEqual(expect.objectContaining({ message: expect.stringMatching(message) }))
})
