// Transports that applications register, and promises of other libraries.

import { createRequire } from 'node:module'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { ForeignTransport, TransportFactory } from '../../src/autobahn/transports.ts'
import { both, ours, outcome, real, withWebSocket } from './both.ts'

withWebSocket()
beforeEach(() => void vi.spyOn(console, 'error').mockImplementation(() => {}))
afterEach(() => void vi.restoreAllMocks())

/** What a registered transport is over, here a WebSocket of its own; and what it was asked. */
function pigeons(asked: unknown[] = []): TransportFactory {
  return class {
    readonly #url: string

    constructor({ url = '' }: { url?: string | undefined }) {
      this.#url = url
    }

    create(): ForeignTransport {
      const socket = new WebSocket(this.#url, ['wamp.2.json'])
      const transport: ForeignTransport = {
        info: { type: 'pigeon', url: this.#url, protocol: 'wamp.2.json' },
        send: message => socket.send(JSON.stringify(message)),
        close: (...given) => {
          asked.push(['close', given.length])
          socket.close()
        },
      }
      socket.onopen = () => transport.onopen?.()
      socket.onmessage = ({ data }) => transport.onmessage?.(JSON.parse(data))
      socket.onclose = ({ wasClean, reason }) => transport.onclose?.({ wasClean, reason })
      return transport
    }
  }
}

describe('a transport of the application', () => {
  test('is registered under a name, and found by it', () => {
    for (const { transports } of [real, ours]) {
      expect(transports.isRegistered('websocket')).toBe(true)
      expect(transports.isRegistered('pigeon')).toBe(false)
      expect(() => transports.get('pigeon')).toThrow('no such transport: pigeon')
      transports.register('pigeon', pigeons())
      expect(transports.isRegistered('pigeon')).toBe(true)
      expect(transports.list()).toContain('pigeon')
    }
  })

  test('carries sessions, to both ends of them', async () => {
    const came = await both(async ({ autobahn, connection, url }) => {
      const asked: unknown[] = []
      autobahn.transports.register('pigeon', pigeons(asked))
      const made = connection({ transports: [{ type: 'pigeon', url }] })
      const result = await new Promise(resolve => {
        made.onopen = async (session, { transport }) => {
          await session.register('com.app.add', ([a, b]) => Number(a) + Number(b))
          resolve([(transport as { type: string }).type, await outcome(() => session.call('com.app.add', [2, 3]))])
        }
        made.open()
      })
      const closed = new Promise(resolve => {
        made.onclose = (reason, details) => resolve([reason, details.reason, details.will_retry])
      })
      made.close()
      return [result, await closed, asked.length]
    })
    expect(came).toEqual([['pigeon', { value: 5 }], ['closed', 'wamp.close.goodbye_and_out', false], 1])
  })

  test('that does not open is unreachable', async () => {
    const came = await both(async ({ autobahn, connection }) => {
      autobahn.transports.register('pigeon', pigeons())
      const made = connection({ transports: [{ type: 'pigeon', url: 'ws://127.0.0.1:9/' }] })
      return new Promise(resolve => {
        made.onclose = reason => resolve([reason, made.isConnected])
        made.open()
      })
    })
    expect(came).toEqual(['unreachable', false])
  })
})

describe('the option use_deferred', () => {
  const when = createRequire(import.meta.url)('when')
  /** jQuery's: the deferred itself is a promise, and makes others by a method. */
  const jQueryLike = () => {
    const { promise, ...deferred } = when.defer()
    return Object.assign(Object.create(promise), deferred, { promise: () => promise })
  }

  test.each([
    ['when.defer', when.defer],
    ['a deferred that is a promise', jQueryLike],
  ])('takes %s for all that a session promises', async (_, use_deferred) => {
    const came = await both(async ({ session }) => {
      const open = await session({ use_deferred })
      const registration = await open.register('com.app.p', () => 1)
      const subscription = await open.subscribe('com.app.t', () => {})
      return [
        open.defer === use_deferred,
        await outcome(() => open.call('com.app.p')),
        await outcome(() => open.call('com.app.nobody')).then(refusal => Object.keys(refusal as object)),
        Object.keys((await open.publish('com.app.t', [], {}, { acknowledge: true })) ?? {}),
        await subscription.unsubscribe(),
        typeof registration.unregister().then,
      ]
    })
    expect(came).toEqual([true, { value: 1 }, ['rejected'], ['id'], true, 'function'])
  })
})

test('session.log prints under the session’s name', async () => {
  const lines: unknown[] = []
  vi.spyOn(console, 'group').mockImplementation(header => void lines.push(String(header).replace(/[\d.]+/g, 'n')))
  vi.spyOn(console, 'log').mockImplementation((...items) => void lines.push(items))
  await both(async ({ session }) => {
    lines.length = 0
    ;(await session()).log('hello', { a: 1 })
    return [...lines]
  })
  expect(lines).toEqual([expect.stringContaining("on 'realmn' at n ms"), ['hello'], [{ a: 1 }]])
})
