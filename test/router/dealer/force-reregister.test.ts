// force_reregister: a procedure is taken back from a session of one's own, and from others where everybody may do everything.

import { expect, test } from 'vitest'
import { OPEN_LIMITS } from '../../../src/router/limits.ts'
import { type Peer, trace } from '../../trace.ts'
import { callError, ID, joinsWith, registered, SENTENCE } from './calling.ts'

const ANN = { options: { origin: { authid: 'ann', authrole: 'guest' } } }
const TAKEN = [8, 64, 1, {}, 'wamp.error.procedure_already_exists', SENTENCE]
const FORCE = { force_reregister: true }
const REASON = 'wamp_mesh.close.reregistered'

async function staleAndFresh(features: readonly string[] = ['registration_revocation']) {
  const context = trace({ settings: { forceReregister: 'own' } })
  const [stale, fresh] = [await joinsWith(context, features, ANN), await joinsWith(context, features, ANN)]
  return { ...context, stale, fresh, caller: await context.joins() }
}

async function isCalled(caller: Peer, request: number, callee: Peer, registration: unknown) {
  caller.sends([48, request, {}, 'com.app.p'])
  expect(await callee.got()).toEqual([[68, ID, registration, {}]])
}

test('the session left behind loses the procedure, is told, and is called no more', async () => {
  const { stale, fresh, caller } = await staleAndFresh()
  const old = await registered(stale, 1)
  const id = await registered(fresh, 1, 'com.app.p', FORCE)
  expect(id).not.toBe(old)
  expect(await stale.got()).toEqual([[67, 0, { registration: old, reason: REASON }]])
  await isCalled(caller, 1, fresh, id)
  expect(await stale.got()).toEqual([])
})

test('R-REV-1: one that did not announce revocation is not told', async () => {
  const { stale, fresh } = await staleAndFresh([])
  await registered(stale, 1)
  await registered(fresh, 1, 'com.app.p', FORCE)
  expect(await stale.got()).toEqual([])
})

test('its invocations run to their end', async () => {
  const { stale, fresh, caller } = await staleAndFresh([])
  await registered(stale, 1)
  caller.sends([48, 1, {}, 'com.app.p'])
  await stale.got()
  await registered(fresh, 1, 'com.app.p', FORCE)
  stale.sends([70, 1, {}, ['y']])
  expect(await caller.got()).toEqual([[50, 1, {}, ['y']]])
})

test.each([
  ['another authid', { authid: 'ben', authrole: 'guest' }],
  ['another authrole', { authid: 'ann', authrole: 'host' }],
  ['nobody in particular', {}],
])('who comes as %s is refused, and nothing changes', async (_, origin) => {
  const { joins, stale, caller } = await staleAndFresh()
  const id = await registered(stale, 1)
  const stranger = await joins(undefined, { origin })
  stranger.sends([64, 1, FORCE, 'com.app.p'])
  expect(await stranger.got()).toEqual([TAKEN])
  await isCalled(caller, 1, stale, id)
})

test.each([{}, { force_reregister: false }, { force_reregister: null }])(
  'without it nobody is replaced: %j',
  async options => {
    const { stale, fresh } = await staleAndFresh()
    await registered(stale, 1)
    fresh.sends([64, 1, options, 'com.app.p'])
    expect(await fresh.got()).toEqual([TAKEN])
    expect(await stale.got()).toEqual([])
  },
)

test('where there is nobody to replace it changes nothing', async () => {
  const { fresh, caller } = await staleAndFresh()
  await isCalled(caller, 1, fresh, await registered(fresh, 1, 'com.app.p', FORCE))
})

test('a session may replace its own registration', async () => {
  const { fresh, caller } = await staleAndFresh()
  const old = await registered(fresh, 1)
  fresh.sends([64, 2, FORCE, 'com.app.p'])
  const got = await fresh.got()
  expect(got).toEqual([
    [67, 0, { registration: old, reason: REASON }],
    [65, 2, ID],
  ])
  await isCalled(caller, 1, fresh, got[1]?.[2])
})

test('in a shared registration the others stay, and their policy holds', async () => {
  const { joins, stale, fresh, caller } = await staleAndFresh()
  const other = await joins()
  const id = await registered(stale, 1, 'com.app.p', { invoke: 'roundrobin' })
  expect(await registered(other, 1, 'com.app.p', { invoke: 'roundrobin' })).toBe(id)
  fresh.sends([64, 1, { ...FORCE, invoke: 'first' }, 'com.app.p'])
  expect(await fresh.got()).toEqual([TAKEN])
  expect(await stale.got()).toEqual([])
  expect(await registered(fresh, 2, 'com.app.p', { ...FORCE, invoke: 'roundrobin' })).toBe(id)
  expect(await stale.got()).toEqual([[67, 0, { registration: id, reason: REASON }]])
  await isCalled(caller, 1, other, id)
  await isCalled(caller, 2, fresh, id)
  await isCalled(caller, 3, other, id)
})

test('a shared registration that was all one’s own may get another policy', async () => {
  const { joins, stale, fresh } = await staleAndFresh()
  await registered(stale, 1, 'com.app.p', { invoke: 'roundrobin' })
  await registered(fresh, 1, 'com.app.p', { ...FORCE, invoke: 'single' })
  const other = await joins()
  other.sends([64, 1, { invoke: 'roundrobin' }, 'com.app.p'])
  expect(await other.got()).toEqual([TAKEN])
})

test('who may register no more replaces nobody', async () => {
  const { attaches, stale, caller } = await staleAndFresh()
  const id = await registered(stale, 1)
  const limits = { ...OPEN_LIMITS, registrations: 0 }
  const fresh = await attaches(undefined, { ...ANN.options, limits }).join()
  fresh.sends([64, 1, FORCE, 'com.app.p'])
  expect(await fresh.got()).toEqual([[8, 64, 1, {}, 'wamp_mesh.error.limit_reached', SENTENCE]])
  await isCalled(caller, 1, stale, id)
})

test('the replaced session that leaves then takes nothing with it', async () => {
  const { stale, fresh, caller } = await staleAndFresh()
  await registered(stale, 1)
  const id = await registered(fresh, 1, 'com.app.p', FORCE)
  stale.link.close()
  await stale.got()
  await isCalled(caller, 1, fresh, id)
  fresh.link.close()
  await fresh.got()
  caller.sends([48, 2, {}, 'com.app.p'])
  expect((await caller.got()).at(-1)).toEqual(callError(2, 'wamp.error.no_such_procedure'))
})

const ALL = { uri: '', match: 'prefix', allow: ['call', 'register', 'subscribe', 'publish'] } as const

test('where there are no permissions, anybody takes the place of whoever was there', async () => {
  const { joins } = trace()
  const [stale, fresh] = [await joins(), await joins()]
  await registered(stale, 1)
  await isCalled(await joins(), 1, fresh, await registered(fresh, 1, 'com.app.p', FORCE))
  expect(await stale.got()).toEqual([])
})

test('where there are some, nobody takes it from another', async () => {
  const { joins } = trace({ settings: { permissions: [ALL] } })
  const [stale, fresh] = [await joins(), await joins()]
  await registered(stale, 1)
  fresh.sends([64, 1, FORCE, 'com.app.p'])
  expect(await fresh.got()).toEqual([TAKEN])
})

test('who shares a registration stays, whoever comes', async () => {
  const { joins } = trace()
  const [one, two] = [await joins(), await joins()]
  const id = await registered(one, 1, 'com.app.p', { invoke: 'first' })
  expect(await registered(two, 1, 'com.app.p', { ...FORCE, invoke: 'first' })).toBe(id)
  await isCalled(await joins(), 1, one, id)
})
