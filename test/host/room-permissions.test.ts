// What hosts, guests and plain clients of a room may do.

import { describe, expect, test } from 'vitest'
import { roomPermissions } from '../../src/host/room-permissions.ts'
import type { Authorizer, Permission } from '../../src/router/permission.ts'
import { type Peer, trace } from '../trace.ts'

const NOT_AUTHORIZED = 'wamp.error.not_authorized'
const ORIGINS = {
  host: { authrole: 'host', authmethod: 'internal', authprovider: 'room' },
  guest: { authrole: 'guest', authmethod: 'invite', authprovider: 'room' },
  plain: { authrole: 'plain', authprovider: 'room' },
}

async function room(own?: readonly (Permission | Authorizer)[]) {
  const { joins } = trace({ settings: { permissions: roomPermissions(own) } })
  const as = (who: keyof typeof ORIGINS) => joins(undefined, { origin: ORIGINS[who] })
  return { host: await as('host'), guest: await as('guest'), plain: await as('plain') }
}
type Wish = [type: number, uri: string, options?: object, args?: unknown[]]
const lastRequest = new WeakMap<Peer, number>()

/** Each request's error, or `true`. */
async function may(peer: Peer, ...wishes: Wish[]) {
  for (const [type, uri, options = {}, args = []] of wishes) {
    const request = (lastRequest.get(peer) ?? 0) + 1
    lastRequest.set(peer, request)
    if (type === 48) peer.sends([type, request, options, uri, args])
    else peer.sends([type, request, type === 16 ? { acknowledge: true } : options, uri])
  }
  const replies = (await peer.got()).filter(([type]) => [8, 17, 33, 50, 65].includes(Number(type)))
  return replies.map(([type, , , , uri]) => (type !== 8 || uri === 'wamp.error.no_such_procedure' ? true : uri))
}

describe.each(['guest', 'plain'] as const)('a %s', who => {
  test('may do everything outside wamp., patterns included', async () => {
    const { [who]: peer } = await room()
    expect(
      await may(
        peer,
        [48, 'com.app.p'],
        [64, 'com.app.p'],
        [32, 'com.app.t'],
        [16, 'com.app.t'],
        [32, '', { match: 'prefix' }],
        [32, '..', { match: 'wildcard' }],
        [64, 'com.app.', { match: 'prefix' }],
      ),
    ).toEqual([true, true, true, true, true, true, true])
  })

  test('may call and subscribe in wamp., and nothing else', async () => {
    const { [who]: peer } = await room()
    expect(
      await may(
        peer,
        [48, 'wamp.session.count'],
        [48, 'wamp.session.get', {}, [peer.id]],
        [32, 'wamp.session.on_join'],
        [32, 'wamp.', { match: 'prefix' }],
        [64, 'wamp.x'],
        [16, 'wamp.session.on_join'],
      ),
    ).toEqual([true, true, true, true, 'wamp.error.invalid_uri', 'wamp.error.invalid_uri'])
  })

  test('kills nobody', async () => {
    const { [who]: peer, host } = await room()
    const kills = ['kill', 'kill_by_authid', 'kill_by_authrole', 'kill_all']
    const wishes = kills.map<Wish>(name => [48, `wamp.session.${name}`, {}, [host.id]])
    expect(await may(peer, ...wishes)).toEqual(kills.map(() => NOT_AUTHORIZED))
    expect(host.closed).toBeUndefined()
  })

  test.each([
    ['', 'prefix'],
    ['wam', 'prefix'],
    ['..', 'wildcard'],
    ['.session.', 'wildcard'],
  ])('does not register %j by %s, which reaches into wamp.', async (uri, match) => {
    const { [who]: peer } = await room()
    expect(await may(peer, [64, uri, { match }])).toEqual([NOT_AUTHORIZED])
  })
})

test('the host may do everything, and kill', async () => {
  const { host, guest } = await room()
  expect(await may(host, [48, 'wamp.session.kill', {}, [guest.id]], [64, '', { match: 'prefix' }])).toEqual([
    true,
    true,
  ])
  expect(await guest.got()).toEqual([[6, {}, 'wamp.close.killed']])
})

describe('with rules of the host', () => {
  const own: (Permission | Authorizer)[] = [
    { role: 'plain', uri: 'com.app.', match: 'prefix', allow: ['subscribe'] },
    { role: 'guest', uri: 'com.app.', match: 'prefix', allow: ['call', 'subscribe', 'publish'] },
    { role: 'guest', uri: 'wamp.session.kill', allow: ['call'] },
    (_session, _action, uri) => (uri === 'com.mine' ? true : undefined),
  ]

  test('guests and plain clients may what those allow, and nothing else', async () => {
    const { guest, plain } = await room(own)
    expect(await may(plain, [32, 'com.app.t'], [16, 'com.app.t'], [32, 'com.other'])).toEqual([
      true,
      NOT_AUTHORIZED,
      NOT_AUTHORIZED,
    ])
    expect(await may(guest, [16, 'com.app.t'], [64, 'com.app.p'])).toEqual([true, NOT_AUTHORIZED])
  })

  test('in wamp. it is as without, but for what those open', async () => {
    const { guest, plain } = await room(own)
    expect(await may(guest, [48, 'wamp.session.count'], [48, 'wamp.session.kill_all'])).toEqual([true, NOT_AUTHORIZED])
    expect(await may(guest, [48, 'wamp.session.kill', {}, [plain.id]])).toEqual([true])
    expect(await plain.got()).toEqual([[6, {}, 'wamp.close.killed']])
  })

  test('a function decides what it likes', async () => {
    const { plain } = await room(own)
    expect(await may(plain, [48, 'com.mine'], [16, 'com.other'])).toEqual([true, NOT_AUTHORIZED])
  })

  const BROAD: [string, Permission | Authorizer][] = [
    ['a rule for everything', { uri: '', match: 'prefix', allow: ['call', 'register', 'subscribe', 'publish'] }],
    ['a rule for what begins with w', { uri: 'w', match: 'prefix', allow: ['call', 'register'] }],
    ['a rule for any three components', { uri: '..', match: 'wildcard', allow: ['call', 'register'] }],
    ['a function that always says yes', () => true],
    ['a function that always says yes, later', () => Promise.resolve(true)],
  ]
  test.each(BROAD)('%s does not let others kill, nor answer calls of that', async (_, broad) => {
    const kills = ['kill', 'kill_by_authid', 'kill_by_authrole', 'kill_all']
    for (const rules of [[broad], [{ uri: 'com.app.', match: 'prefix', allow: [] } as const, broad]]) {
      const { host, guest, plain } = await room(rules)
      for (const peer of [guest, plain]) {
        const wishes = kills.map<Wish>(name => [48, `wamp.session.${name}`, {}, [host.id]])
        expect(await may(peer, ...wishes)).toEqual(kills.map(() => NOT_AUTHORIZED))
        expect(await may(peer, [64, '', { match: 'prefix' }], [48, 'wamp.session.count'])).toEqual([
          NOT_AUTHORIZED,
          true,
        ])
      }
      expect(host.closed).toBeUndefined()
    }
  })

  test('a broad rule that forbids comes before one for killing that stands behind it', async () => {
    const { guest, plain } = await room([
      { role: 'plain', uri: '', match: 'prefix', allow: [] },
      { uri: 'wamp.session.kill', allow: ['call'] },
    ])
    for (const peer of [guest, plain]) {
      expect(await may(peer, [48, 'wamp.session.kill', {}, [1]])).toEqual([NOT_AUTHORIZED])
    }
    expect(await may(plain, [48, 'wamp.session.count'])).toEqual([NOT_AUTHORIZED])
  })

  test('a rule that is none is said to who wrote it', () => {
    // As JavaScript may have it.
    const rules = [own[0], { uri: 'com.app' }] as Permission[]
    expect(() => roomPermissions(rules)).toThrow(/^permissions\[1\]\.allow must be a list of call, /)
  })

  test('the host may do everything still', async () => {
    const { host } = await room([{ uri: '', match: 'prefix', allow: [] }])
    expect(await may(host, [16, 'com.app.t'], [48, 'wamp.session.kill_all'])).toEqual([true, true])
  })

  test.each([undefined, 'host', ['guest', 'host']])(
    'for %j, what those disclose is disclosed of the host',
    async role => {
      const rule = { role, uri: 'com.app.', match: 'prefix', allow: ['register', 'subscribe'] } as const
      const { host, guest } = await room([
        { ...rule, disclose: { caller: true, publisher: true } },
        { uri: '', match: 'prefix', allow: ['register', 'subscribe'] },
      ])
      guest.sends([64, 1, {}, 'com.app.p'], [64, 2, {}, 'com.p'], [32, 3, {}, 'com.app.t'], [32, 4, {}, 'com.t'])
      const ids = (await guest.got()).map(([, , id]) => id)
      host.sends([48, 1, {}, 'com.app.p'], [48, 2, {}, 'com.p'], [16, 3, {}, 'com.app.t'], [16, 4, {}, 'com.t'])
      const details = (await guest.got()).map(message => message[3])
      expect(ids).toHaveLength(4)
      expect(details).toMatchObject([{ caller: host.id }, {}, { publisher: host.id }, {}])
      expect([details[1], details[3]].map(one => Object.keys(one as object))).toEqual([[], []])
    },
  )

  test('none of those keeps the host from telling who it is', async () => {
    const { host } = await room([
      { uri: '', match: 'prefix', allow: [], disclose: { caller: false, publisher: false } },
    ])
    host.sends([16, 1, { acknowledge: true, disclose_me: true }, 'com.app.t'])
    expect(await host.got()).toMatchObject([[17, 1, expect.any(Number)]])
  })

  test('an empty list allows nothing outside wamp.', async () => {
    const { guest } = await room([])
    expect(await may(guest, [16, 'com.app.t'], [48, 'wamp.session.count'])).toEqual([NOT_AUTHORIZED, true])
  })
})
