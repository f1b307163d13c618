// HELLO and what follows from it: roles, realms, names, and who somebody is [wamp:session-establishment].

import { describe, expect, test } from 'vitest'
import type { RouterOptions } from '../../src/router/router.ts'
import { SERIALIZERS } from '../raw-codec.ts'
import { ROLES, trace } from '../trace.ts'

/** What a HELLO is answered with. */
async function answer(hello: unknown[], options: Partial<RouterOptions> = {}, serializer = SERIALIZERS[0]) {
  const peer = trace(options).attaches(serializer)
  peer.sends(hello)
  return peer.got()
}
const aborted = (reason: string) => [[3, { message: expect.stringMatching(/\S/) }, reason]]
const welcomed = (details: object = {}) => [[2, expect.any(Number), expect.objectContaining(details)]]

describe.each(SERIALIZERS)('over $id', serializer => {
  test.each([
    ['no roles', {}],
    ['empty roles', { roles: {} }],
    ['roles that are null', { roles: null }],
    ['only roles of routers', { roles: { broker: {}, dealer: {} } }],
    ['a role that is no dict', { roles: { caller: true } }],
    ['features that are no dict', { roles: { caller: { features: [] } } }],
    ['roles that are a list', { roles: ['caller'] }],
    ['an agent that is no text', { roles: ROLES, agent: 1 }],
    ['authmethods that are text', { roles: ROLES, authmethods: 'anonymous' }],
    ['authmethods of numbers', { roles: ROLES, authmethods: [1] }],
    ['an authid that is no text', { roles: ROLES, authid: 1 }],
    ['an authextra that is no dict', { roles: ROLES, authextra: [] }],
  ])('R-SES-2, R-PE-10: %s is a violation', async (_, details) => {
    expect(await answer([1, 'realm1', details], {}, serializer)).toEqual(aborted('wamp.error.protocol_violation'))
  })

  test.each([
    ['one role is enough', { roles: { caller: {} } }],
    ['unknown roles and features are ignored', { roles: { ...ROLES, bystander: 1, caller: { features: { x_y: 7 } } } }],
    ['unknown details are ignored [R-MSG-3]', { roles: ROLES, resumable: 'yes', _custom: { x: 1 } }],
    ['details that are null are absent [T-6]', { roles: ROLES, authid: null, authrole: null, agent: null }],
    ['no method is the anonymous one', { roles: ROLES, authmethods: [] }],
    ['anonymous is offered', { roles: ROLES, authmethods: ['ticket', 'anonymous'] }],
  ])('%s', async (_, details) => {
    expect(await answer([1, 'realm1', details], {}, serializer)).toEqual(welcomed())
  })

  test.each(['', '.', 'a..b', 'a b', 'a#b', 'a.'])('R-URI-5, D12: realm %j is an invalid URI', async realm => {
    expect(await answer([1, realm, { roles: ROLES }], {}, serializer)).toEqual(aborted('wamp.error.invalid_uri'))
  })
})

test('R-SES-6: WELCOME announces features of both roles, each as true', async () => {
  const { details } = await trace().joins()
  const { broker, dealer, ...others } = details.roles as Record<string, { features: Record<string, unknown> }>
  expect(others).toEqual({})
  for (const role of [broker, dealer]) {
    expect(role).toEqual({ features: expect.objectContaining({ session_meta_api: true }) })
    expect(new Set(Object.values(role?.features ?? {}))).toEqual(new Set([true]))
  }
})

test('T-16: nothing in WELCOME is null', async () => {
  const { details } = await trace().joins()
  expect(Object.values(details)).not.toContain(null)
})

test('R-SES-5: any realm is opened by default, when somebody joins first', async () => {
  const { attaches } = trace()
  const peer = await attaches().join('com.app.realm')
  expect(peer.details.realm).toBe('com.app.realm')
})

test('R-SES-5: where realms are named, others do not exist', async () => {
  const options = { realms: ['realm1'] }
  expect(await answer([1, 'realm1', { roles: ROLES }], options)).toEqual(welcomed({ realm: 'realm1' }))
  expect(await answer([1, 'realm2', { roles: ROLES }], options)).toEqual(aborted('wamp.error.no_such_realm'))
})

test.each(['constructor', '__proto__', 'toString'])('realm %s is a name like others', async realm => {
  expect(await answer([1, realm, { roles: ROLES }])).toEqual(welcomed({ realm }))
})

test('a realm that is null is no realm here', async () => {
  expect(await answer([1, null, { roles: ROLES }])).toEqual(aborted('wamp.error.no_such_realm'))
})

test('R-URI-3: strict rules apply to realms', async () => {
  expect(await answer([1, 'Realm', { roles: ROLES }])).toEqual(welcomed())
  expect(await answer([1, 'Realm', { roles: ROLES }], { settings: { uriRule: 'strict' } })).toEqual(
    aborted('wamp.error.invalid_uri'),
  )
})

test('a method that is not offered is refused', async () => {
  const hello = [1, 'realm1', { roles: ROLES, authmethods: ['ticket', 'wampcra'] }]
  expect(await answer(hello)).toEqual(aborted('wamp.error.no_matching_auth_method'))
})

test('however many methods are named, the refusal is short', async () => {
  const authmethods = Array.from({ length: 1_000 }, () => 'x'.repeat(1_000))
  const [abort] = await answer([1, 'realm1', { roles: ROLES, authmethods }])
  expect([abort]).toEqual(aborted('wamp.error.no_matching_auth_method'))
  expect(JSON.stringify(abort).length).toBeLessThan(500)
})

test('a peer does not choose who it is', async () => {
  const hello = [1, 'realm1', { roles: ROLES, authid: 'admin', authrole: 'router', authprovider: 'mine' }]
  const [[, , details] = []] = await answer(hello)
  expect(details).toMatchObject({ authrole: 'anonymous', authmethod: 'anonymous', authprovider: 'static' })
  expect(details).not.toMatchObject({ authid: 'admin' })
})

test('whom its link vouches for is who it is', async () => {
  const origin = { authid: 'ann', authrole: 'guest', authmethod: 'invite', authprovider: 'room' }
  const { joins } = trace()
  const peer = await joins(undefined, { origin })
  expect(peer.details).toMatchObject(origin)
})

test('anonymous peers have names of their own', async () => {
  const { joins } = trace()
  const [a, b] = [await joins(), await joins()]
  expect(a.details.authid).not.toBe(b.details.authid)
})

test('a refused HELLO is no violation, and its link is closed', async () => {
  const { attaches, router } = trace({ realms: [] })
  const peer = attaches()
  peer.sends([1, 'realm1', { roles: ROLES }])
  await peer.got()
  expect(peer.closed).toEqual(expect.any(String))
  expect(router.counters.violations).toBe(0)
  expect(router.size).toBe(0)
})
