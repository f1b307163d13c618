// Our client at somebody else's router, for what that router has.

import { afterEach, beforeEach, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { type ConnectOptions, connect, Result, type Session, WampError } from '../../src/entry/index.ts'
import type { WebSocketConstructor } from '../../src/transport/open-websocket.ts'
import { Inbox } from './inbox.ts'
import { OtherRouter } from './other-router.ts'

// Its types only spell the events out one by one.
const Socket = WebSocket as unknown as WebSocketConstructor
let router: OtherRouter
let sessions: Session[]

beforeEach(async () => {
  router = await OtherRouter.start()
  sessions = []
})
afterEach(async () => {
  await Promise.all(sessions.map(session => session.close()))
  await router.kill()
})

async function join(options: ConnectOptions = {}): Promise<Session> {
  const session = await connect(router.url, { WebSocket: Socket, ...options })
  sessions.push(session)
  return session
}

test('it joins any realm, knows what the router announced, and leaves', async () => {
  const session = await join({ realm: 'somewhere_else' })
  expect(session.id).toBeGreaterThan(0)
  expect(session.details).toMatchObject({
    realm: 'somewhere_else',
    authmethod: 'anonymous',
    roles: { dealer: { features: { progressive_call_results: true } } },
  })
  await session.close()
  expect(session.state).toBe('closed')
})

test('it calls and is called', async () => {
  const [caller, callee] = [await join(), await join()]
  await callee.register('com.example.add', ([a, b]) => Number(a) + Number(b))
  const registration = await callee.register('com.example.both', (args, kwargs) => new Result(args, kwargs))
  expect(await caller.call('com.example.add', [2, 3])).toBe(5)
  expect(await caller.call('com.example.both', ['👋', 2 ** 53 - 1], { key: [null] })).toEqual(
    new Result(['👋', 2 ** 53 - 1], { key: [null] }),
  )
  const bytes = Uint8Array.of(0, 127, 255)
  expect(await caller.call('com.example.both', [bytes])).toEqual(bytes)
  await registration.unregister()
  await expect(caller.call('com.example.both')).rejects.toMatchObject({ error: 'wamp.error.no_such_procedure' })
})

test('it hears of errors, under the one URI that the router has for them', async () => {
  const [caller, callee] = [await join(), await join()]
  await callee.register('com.example.refuse', () => {
    throw new WampError('com.example.error.why', ['unheard'])
  })
  const refused = caller.call('com.example.refuse')
  await expect(refused).rejects.toBeInstanceOf(WampError)
  await expect(refused).rejects.toMatchObject({
    error: 'wamp.error.callee_failure',
    args: ['com.example.error.why'],
  })
})

test('it has progressive results', async () => {
  const [caller, callee] = [await join(), await join()]
  await callee.register('com.example.count', async function* ([most]) {
    for (let number = 1; number < Number(most); number++) yield number
    return most
  })
  const parts: unknown[] = []
  const options = { onprogress: ([part]: unknown[]) => void parts.push(part) }
  expect(await caller.call('com.example.count', [3], {}, options)).toBe(3)
  expect(parts).toEqual([1, 2])
})

test('it publishes and hears, its own events if it wants to', async () => {
  const [publisher, subscriber] = [await join(), await join()]
  const [own, others] = [new Inbox<unknown>(), new Inbox<unknown>()]
  await publisher.subscribe('com.example.topic', args => own.put(args))
  const subscription = await subscriber.subscribe('com.example.topic', (args, kwargs, { topic, publisher: who }) =>
    others.put({ args, kwargs, topic, who }),
  )
  const about = { topic: 'com.example.topic', who: publisher.id }
  await publisher.publish('com.example.topic', ['for others'], { of: 1 })
  expect(await others.next()).toEqual({ args: ['for others'], kwargs: { of: 1 }, ...about })
  const publication = await publisher.publish(
    'com.example.topic',
    ['for all'],
    {},
    {
      acknowledge: true,
      exclude_me: false,
    },
  )
  expect(publication?.id).toBeDefined()
  expect(await others.next()).toEqual({ args: ['for all'], kwargs: {}, ...about })
  expect(await own.next()).toEqual(['for all'])
  expect(await subscription.unsubscribe()).toBe(true)
  await publisher.publish('com.example.topic', [], {}, { acknowledge: true, exclude_me: false })
  await own.next()
  expect(others.size).toBe(0)
})

test('what the router does not announce is not asked of it', async () => {
  const [caller, callee] = [await join(), await join()]
  const held = new Inbox<true>()
  await callee.register('com.example.hold', () => {
    held.put(true)
    return new Promise(() => {})
  })
  const giveUp = new AbortController()
  const given = caller.call('com.example.hold', [], {}, { signal: giveUp.signal })
  await held.next()
  giveUp.abort(new Error('enough'))
  await expect(given).rejects.toThrow('enough')
  await expect(caller.call('com.example.hold', [], {}, { timeout: 50 })).rejects.toMatchObject({
    error: 'wamp.error.timeout',
  })
  const packed = caller.call('com.example.hold', [Uint8Array.of(1)], {}, { ppt_scheme: 'x_test' })
  await expect(packed).rejects.toMatchObject({ error: 'wamp.error.feature_not_supported' })
  expect(caller.state).toBe('open')
})

test('it comes back when the router does, with what it had', async () => {
  const heard = new Inbox<unknown>()
  const lost = new Inbox<true>()
  const session = await join({
    onstate: state => {
      if (state === 'reconnecting') lost.put(true)
    },
  })
  await session.register('com.example.echo', ([value]) => value)
  await session.subscribe('com.example.topic', args => heard.put(args))
  const { port } = router
  await router.kill()
  await lost.next()
  router = await OtherRouter.start(port)
  const other = await join({ reconnect: 'always' })
  await expect.poll(() => session.state, { timeout: 20_000 }).toBe('open')
  await expect
    .poll(() => other.call('com.example.echo', ['again']).catch(({ error }) => error), { timeout: 20_000 })
    .toBe('again')
  await other.publish('com.example.topic', ['again'])
  expect(await heard.next()).toEqual(['again'])
})
