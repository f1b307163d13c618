// What goes wrong: routers that lie, leave, answer late or twice or not at all, and applications that change their mind.

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { both, type Connection, oursAlone, outcome, type Session, type Stage, withWebSocket } from './both.ts'
import { type ScriptedPeer, ScriptedServer } from './scripted-server.ts'

withWebSocket()
let server: ScriptedServer
beforeEach(async () => {
  vi.spyOn(console, 'error').mockImplementation(() => {})
  server = await ScriptedServer.start()
})
afterEach(async () => {
  vi.restoreAllMocks()
  await server.stop()
})

interface Opened {
  readonly made: Connection
  readonly session: Session
  readonly peer: ScriptedPeer
  /** Resolves to what `onclose` was told. */
  readonly closed: Promise<unknown>
}

async function opened({ connection }: Stage, options: Parameters<Stage['connection']>[0] = {}): Promise<Opened> {
  const made = connection({ url: server.url, ...options })
  const closed = new Promise<unknown>(resolve => {
    made.onclose = (reason, details) => {
      resolve([reason, details.reason, details.will_retry])
      return true
    }
  })
  const session = await new Promise<Session>((resolve, reject) => {
    made.onopen = resolve
    made.open()
    server.next().then(peer => peer.welcomes().then(welcomed => Object.assign(made, { peer: welcomed })), reject)
  })
  return { made, session, peer: Reflect.get(made, 'peer'), closed }
}

const ERROR = (rejected: { error: string }) => ({ rejected: { Error: expect.objectContaining(rejected) } })

describe('a router that ends what it granted', () => {
  test('a subscription is told so, with the reason', async () => {
    const came = await both(async stage => {
      const { session, peer } = await opened(stage)
      const subscribing = session.subscribe('com.app.t', () => {})
      const [, request] = await peer.gets(32)
      peer.sends([33, request, 5])
      const subscription = await subscribing
      peer.sends([35, 0, { subscription: 5, reason: 'com.app.error.moved' }])
      const reason = await subscription.on_unsubscribe
      return [reason, subscription.active, session.subscriptions]
    })
    expect(came).toEqual(['com.app.error.moved', false, []])
  })

  test('a registration is told so, with the reason', async () => {
    const came = await both(async stage => {
      const { session, peer } = await opened(stage)
      const registering = session.register('com.app.p', () => {})
      const [, request] = await peer.gets(64)
      peer.sends([65, request, 5])
      const registration = await registering
      peer.sends([67, 0, { registration: 5, reason: 'com.app.error.moved' }])
      const reason = await registration.on_unregister
      return [reason, registration.active, session.registrations, await outcome(() => registration.unregister())]
    })
    expect(came).toEqual(['com.app.error.moved', false, [], { thrown: 'registration not active' }])
  })
})

describe('a router that refuses', () => {
  test('refuses with an autobahn.Error, whatever was asked', async () => {
    await both(async stage => {
      const { session, peer } = await opened(stage)
      const asked: [number, () => unknown][] = [
        [32, () => session.subscribe('com.app.t', () => {})],
        [64, () => session.register('com.app.p', () => {})],
        [48, () => session.call('com.app.p')],
        [16, () => session.publish('com.app.t', [], {}, { acknowledge: true })],
      ]
      const outcomes = []
      for (const [type, ask] of asked) {
        const asking = outcome(ask)
        const [, request] = await peer.gets(type)
        peer.sends([8, type, request, {}, 'com.app.error.no', ['why'], { a: 1 }])
        outcomes.push(await asking)
      }
      return outcomes
    })
  })
})

describe('a router that ends the session', () => {
  test.each([
    ['GOODBYE', [6, { message: 'enough' }, 'com.app.enough']],
    ['GOODBYE without words', [6, {}, 'com.app.enough']],
    ['ABORT instead of WELCOME', [3, { message: 'not you' }, 'com.app.no']],
    ['ABORT instead of WELCOME, without words', [3, {}, 'com.app.no']],
  ])('by %s is quoted, in its own words', async (_, farewell) => {
    await both(async ({ connection }) => {
      const made = connection({ url: server.url })
      const closed = new Promise(resolve => {
        made.onclose = (reason, details) => {
          resolve([reason, details.reason, details.message])
          return true
        }
      })
      made.open()
      const peer = await server.next()
      if (farewell[0] === 6) await peer.welcomes()
      else await peer.gets(1)
      peer.sends(farewell)
      return closed
    })
  })
})

describe('a router that lies', () => {
  test.each([
    ['a message that is none', [99]],
    ['WELCOME again', [2, 8, { roles: { broker: {} } }]],
    ['an answer of another kind', [33, 1, 5]],
  ])('by %s is left, and whoever waited is told', async (_, lie) => {
    const came = await oursAlone(async stage => {
      const { session, peer, closed } = await opened(stage, { max_retries: -1 })
      const calling = outcome(() => session.call('com.app.p'))
      await peer.gets(48)
      peer.sends(lie)
      return [await calling, await closed, await peer.gets(3)]
    })
    expect(came).toEqual([
      ERROR({ error: 'wamp.error.network_failure' }),
      ['closed', 'wamp.error.protocol_violation', false],
      [3, expect.anything(), 'wamp.error.protocol_violation'],
    ])
  })

  test('with answers twice, late, or for nobody is not believed, and stays', async () => {
    const came = await oursAlone(async stage => {
      const { session, peer } = await opened(stage)
      const first = session.call('com.app.p')
      const [, request] = await peer.gets(48)
      peer.sends([50, request, {}, ['once']], [50, request, {}, ['twice']], [8, 48, request, {}, 'com.app.error.late'])
      const call = session.call('com.app.p')
      const second = outcome(() => call)
      call.cancel()
      const [, other] = await peer.gets(48)
      peer.sends(
        [50, other, { progress: true }, ['late']],
        [50, other, {}, ['late']],
        [36, 99, 1, {}],
        [35, 77],
        [67, 78],
      )
      const third = outcome(() => session.call('com.app.p'))
      const [, last] = await peer.gets(48)
      peer.sends([50, last, {}, ['still there']])
      return [await first, await second, await third]
    })
    expect(came).toEqual(['once', ERROR({ error: 'Cancelled' }), { value: 'still there' }])
  })

  test('by a call for what is not registered hears that it is not', async () => {
    const came = await oursAlone(async stage => {
      const { peer } = await opened(stage)
      peer.sends([68, 1, 99, {}])
      return peer.gets(8)
    })
    expect(came).toMatchObject([8, 68, 1, {}, 'wamp.error.no_such_registration', ['registration 99 has ended']])
  })
})

describe('a connection that is lost', () => {
  test('rejects all that waits', async () => {
    const came = await oursAlone(async stage => {
      const { session, peer, closed } = await opened(stage)
      const waiting = Promise.all(
        [
          () => session.call('com.app.p'),
          () => session.register('com.app.p', () => {}),
          () => session.subscribe('com.app.t', () => {}),
          () => session.publish('com.app.t', [], {}, { acknowledge: true }),
        ].map(outcome),
      )
      await peer.gets(16)
      peer.cut()
      return [await waiting, await closed]
    })
    const lost = ERROR({ error: 'wamp.error.network_failure' })
    expect(came).toEqual([
      [lost, lost, lost, lost],
      ['lost', null, false],
    ])
  })

  test('troubles nobody who does not wait; other rejections are reported', async () => {
    const reported: unknown[] = []
    const listeners = process.rawListeners('unhandledRejection') as NodeJS.UnhandledRejectionListener[]
    process.removeAllListeners('unhandledRejection').on('unhandledRejection', reason => reported.push(reason))
    await oursAlone(async stage => {
      const { session, peer, closed } = await opened(stage)
      session.call('com.app.refused').then(() => {})
      session.call('com.app.handled').then(
        () => {},
        () => {},
      )
      session.call('com.app.waiting').then(() => {})
      session.subscribe('com.app.t', () => {})
      await peer.gets(32)
      for (const request of [1, 2]) peer.sends([8, 48, request, {}, 'com.app.error.no'])
      peer.cut()
      await closed
      await new Promise(resolve => setTimeout(resolve, 10))
    })
    process.removeAllListeners('unhandledRejection')
    for (const listener of listeners) process.on('unhandledRejection', listener)
    expect(reported).toEqual([expect.objectContaining({ error: 'com.app.error.no' })])
  })

  test('right after WELCOME and GOODBYE was never open', async () => {
    const came = await oursAlone(async ({ connection }) => {
      const made = connection({ url: server.url })
      const told: unknown[] = []
      await new Promise<void>(resolve => {
        made.onopen = () => void told.push('open')
        made.onclose = (...closed) => resolve(void told.push(closed[0], closed[1].reason))
        made.open()
        void server.next().then(async peer => {
          await peer.gets(1)
          peer.sends([2, 7, { roles: { broker: {} } }], [6, {}, 'com.app.error.full'])
        })
      })
      return told.slice(-2)
    })
    expect(came).toEqual(['closed', 'com.app.error.full'])
  })
})

describe('an application that changes its mind', () => {
  test('closes before anything was answered', async () => {
    const came = await oursAlone(async ({ connection }) => {
      const made = connection({ url: server.url, max_retries: -1 })
      const close = (when: () => Promise<unknown>) =>
        new Promise<unknown>(resolve => {
          made.onclose = (reason, { will_retry }) => resolve([reason, will_retry, made.isConnected])
          made.open()
          void when().then(() => made.close())
        })
      return [
        await close(async () => {}),
        await close(async () => (await server.next()).gets(1)),
        await outcome(() => made.close()),
      ]
    })
    const over = { thrown: 'connection already closed' }
    expect(came).toEqual([['unreachable', false, false], ['closed', false, false], over])
  })

  test('closes while it waits to try again: it does not', async () => {
    const came = await oursAlone(async ({ connection }) => {
      const made = connection({ url: 'ws://127.0.0.1:9/', max_retries: -1, initial_retry_delay: 0.02 })
      let closed = 0
      await new Promise<void>(resolve => {
        made.onclose = () => {
          closed++
          setTimeout(resolve)
        }
        made.open()
      })
      const before = made.isRetrying
      made.close()
      await new Promise(resolve => setTimeout(resolve, 60))
      return [before, made.isRetrying, closed, await outcome(() => made.close())]
    })
    expect(came).toEqual([true, false, 1, { thrown: 'connection already closed' }])
  })

  test('opens again when it is told of the end: once', async () => {
    const came = await oursAlone(async stage => {
      const { made, peer } = await opened(stage, { max_retries: -1, initial_retry_delay: 0.001 })
      made.onclose = () => made.open()
      const again = new Promise(resolve => {
        made.onopen = session => resolve(session.isOpen)
      })
      peer.cut()
      await (await server.next()).welcomes()
      return [await again, server.untaken]
    })
    expect(came).toEqual([true, 0])
  })

  test('sends what cannot be sent: it is told at once, and nothing is lost of the rest', async () => {
    const came = await oursAlone(async stage => {
      const { session, peer } = await opened(stage)
      const unsendable = [() => {}]
      const tries = [
        () => session.call('com.app.p', unsendable),
        () => session.publish('com.app.t', unsendable),
        () => session.publish('com.app.t', unsendable, {}, { acknowledge: true }),
        () => session.subscribe('com.app.t', () => {}, { x: () => {} }),
        () => session.register('com.app.p', () => {}, { x: () => {} }),
      ]
      const outcomes = await Promise.all(tries.map(outcome))
      void session.call('com.app.p').catch(() => {})
      return [outcomes, (await peer.gets(48))[1]]
    })
    const refused = ERROR({ error: 'wamp.error.invalid_argument' })
    expect(came).toEqual([[refused, { thrown: expect.stringContaining('function') }, refused, refused, refused], 1])
  })
})
