// The router as a whole: closing it, counting links, and sessions of its own process.

import { describe, expect, test } from 'vitest'
import { createRouter, ticketAuthenticator } from '../../src/entry/router.ts'
import { json } from '../../src/protocol/serializer/json.ts'
import { memoryPair } from '../../src/transport/memory.ts'
import { Peer, settled, trace } from '../trace.ts'

describe('close', () => {
  test('says GOODBYE to every session, and closes what has none', async () => {
    const { attaches, joins, router, clock } = trace()
    const [a, b, silent] = [await joins(), await joins(), attaches()]
    router.close()
    for (const peer of [a, b]) {
      expect(await peer.got()).toEqual([[6, {}, 'wamp.close.system_shutdown']])
      peer.sends([6, {}, 'wamp.close.goodbye_and_out'])
      expect(await peer.got()).toEqual([])
      expect(peer.closed).toEqual(expect.any(String))
    }
    expect(silent.closed).toEqual(expect.any(String))
    expect(router.size).toBe(0)
    expect(clock.timers).toBe(0)
  })

  test('tells nobody that others leave, and cancels no call of who is gone', async () => {
    const { joins, router } = trace()
    const [callee, caller] = [await joins(), await joins()]
    callee.sends([64, 1, {}, 'com.app.p'], [32, 2, {}, 'wamp.session.on_leave'])
    await callee.got()
    caller.sends([48, 1, {}, 'com.app.p'], [32, 2, {}, 'wamp.session.on_leave'])
    await callee.got()
    await caller.got()
    router.close()
    for (const peer of [callee, caller]) expect((await peer.got()).at(-1)?.[0]).toBe(6)
  })

  test('crosses a GOODBYE of the peer without an answer to it [R-GB-3]', async () => {
    const { joins, router } = trace()
    const peer = await joins()
    peer.sends([6, {}, 'wamp.close.normal'])
    router.close()
    expect(await peer.got()).toEqual([[6, {}, 'wamp.close.system_shutdown']])
    expect(peer.closed).toEqual(expect.any(String))
  })

  test('is for good: links that come later are closed', async () => {
    const { attaches, router, clock } = trace()
    router.close()
    const peer = attaches()
    await settled()
    expect(peer.closed).toEqual(expect.any(String))
    expect(router.size).toBe(0)
    expect(clock.timers).toBe(0)
  })

  test('may be said twice', async () => {
    const { joins, router } = trace()
    const peer = await joins()
    router.close()
    router.close()
    await settled()
    expect((await peer.got()).filter(([type]) => type === 6)).toHaveLength(1)
  })
})

describe('createRouter', () => {
  test('serves sessions of its own process and links alike', async () => {
    const router = createRouter()
    const session = await router.connect()
    const [near, far] = memoryPair(json)
    router.attach(far)
    const peer = await new Peer(near).join()
    await session.register('com.app.add', ([a, b]) => Number(a) + Number(b))
    peer.sends([48, 1, {}, 'com.app.add', [2, 3]])
    expect(await peer.got()).toEqual([[50, 1, {}, [5]]])
    await session.close()
    router.close()
  })

  test('rejects a session in a realm that does not exist', async () => {
    const router = createRouter({ realms: ['realm1'] })
    await expect(router.connect('realm2')).rejects.toMatchObject({ error: 'wamp.error.no_such_realm' })
    const session = await router.connect('realm1')
    expect(session.realm).toBe('realm1')
    await session.close()
  })

  test('rejects a session once it is closed', async () => {
    const router = createRouter()
    router.close()
    await expect(router.connect()).rejects.toMatchObject({ error: 'wamp.error.network_failure' })
  })

  test('does not ask its own process who it is, whatever it asks others; rules know it as local', async () => {
    const errors: unknown[] = []
    const router = createRouter({
      settings: {
        authenticators: [ticketAuthenticator({ users: {} })],
        permissions: [
          { role: 'local', uri: 'com.app.', match: 'prefix', allow: ['publish'] },
          () => {
            throw new Error('lost')
          },
        ],
      },
      onerror: error => errors.push(error),
    })
    const session = await router.connect()
    expect(session.details).toMatchObject({ authrole: 'local', authmethod: 'internal' })
    await session.publish('com.app.t', [], {}, { acknowledge: true })
    await expect(session.publish('com.x', [], {}, { acknowledge: true })).rejects.toMatchObject({
      error: 'wamp.error.authorization_failed',
    })
    expect(errors).toEqual([expect.objectContaining({ message: 'lost' })])
    await session.close()
  })

  test('says who it is by the name it is given', async () => {
    const session = await createRouter({ agent: 'my room' }).connect()
    expect(session.details.agent).toBe('my room')
    await session.close()
  })
})

test('a realm lasts as long as somebody is in it', async () => {
  const { joins, router } = trace()
  const [one, other] = [await joins(), await joins()]
  expect(router.realms).toEqual(['realm1'])
  one.sends([6, {}, 'wamp.close.normal'])
  await one.got()
  expect(router.realms).toEqual(['realm1'])
  other.link.close('gone')
  await settled()
  expect(router.realms).toEqual([])
  await joins()
  expect(router.realms).toEqual(['realm1'])
})

test('whoever runs the router can revoke a registration and a subscription', async () => {
  const router = createRouter()
  const [near, far] = memoryPair(json)
  router.attach(far)
  const peer = await new Peer(near).join()
  peer.sends([64, 1, {}, 'com.app.p'], [32, 2, {}, 'com.app.t'])
  const [[, , registration = 0] = [], [, , subscription = 0] = []] = (await peer.got()) as number[][]
  const realm = router.realm('realm1')
  const [session] = realm?.sessions ?? []
  if (realm === undefined || session === undefined) throw new Error('realm1 is not open')
  const { authid, authrole, authmethod, authprovider } = peer.details
  expect(session).toEqual({ session: peer.id, authid, authrole, authmethod, authprovider })
  expect(realm.counts).toEqual({ sessions: 1, subscriptions: 1, registrations: 1 })
  expect(() => realm.revokeRegistration(registration, 1)).toThrow('no session 1 is in realm1')
  realm.revokeRegistration(registration, session.session)
  realm.revokeSubscription(subscription, session.session)
  expect(realm.counts).toEqual({ sessions: 1, subscriptions: 0, registrations: 0 })
  expect(() => realm.revokeSubscription(subscription, session.session)).toThrow(
    expect.objectContaining({ error: 'wamp.error.no_such_subscription' }),
  )
  peer.sends([66, 3, registration], [34, 4, subscription])
  expect((await peer.got()).map(message => message[4])).toEqual([
    'wamp.error.no_such_registration',
    'wamp.error.no_such_subscription',
  ])
  expect(router.realm('nowhere')).toBeUndefined()
  router.close()
})
