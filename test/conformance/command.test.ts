// The command, against routers on WebSockets: this package's own, and some that are not what they should be.

import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { WebSocketServer } from 'ws'
import { startNodeRouter } from '../../src/host/node.ts'
import { command } from './command.ts'

const closing: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

async function runs(...args: string[]): Promise<{ code: number; said: string }> {
  const said: string[] = []
  const code = await command(args, text => said.push(text))
  return { code, said: said.join('\n') }
}

/** What the table says of a feature: passed, failed, differs, skipped. */
function row(said: string, feature: string): string[] | undefined {
  const line = said.split('\n').find(text => text.startsWith(`${feature}  `))
  return line?.slice(feature.length).trim().split(/\s+/)
}

async function ownServer(): Promise<string> {
  const router = await startNodeRouter({ port: 0 })
  closing.push(() => router.close())
  return router.url
}

/** Answers each message with those that `answer` has for it. */
async function fakeServer(answer: (message: unknown[]) => unknown[][]): Promise<string> {
  const server = new WebSocketServer({ port: 0 })
  server.on('connection', socket => {
    socket.on('message', data => {
      for (const message of answer(JSON.parse(String(data)) as unknown[])) socket.send(JSON.stringify(message))
    })
  })
  await once(server, 'listening')
  closing.push(() => {
    for (const socket of server.clients) socket.terminate()
    server.close()
  })
  return `ws://localhost:${(server.address() as AddressInfo).port}`
}

const WELCOME = [2, 17, { roles: { broker: { features: {} }, dealer: { features: {} } } }]

describe('against a router on a WebSocket', () => {
  test.each(['json', 'msgpack', 'cbor'])('all is well over %s', async serializer => {
    const url = await ownServer()
    const features = ['publish and subscribe', 'remote procedure calls', 'ordering', 'serializers', 'call_canceling']
    const { code, said } = await runs(
      ...['--url', url, '--serializer', serializer],
      ...features.flatMap(feature => ['--feature', feature]),
    )
    expect(said).not.toContain('Failed')
    expect(code).toBe(0)
    for (const feature of features) {
      const [passed, ...rest] = row(said, feature) ?? []
      expect(Number(passed), feature).toBeGreaterThan(2)
      expect(rest, feature).toEqual(['·', '·', '·'])
    }
  })

  test('what needs users is skipped without a realm that has them', async () => {
    const { code, said } = await runs('--url', await ownServer(), '--feature', 'ticket')
    expect(row(said, 'ticket')).toEqual(['·', '·', '·', '5'])
    expect(said).toContain('without --auth-realm (5)')
    expect(code).toBe(0)
  })
})

describe('against a router that', () => {
  test('answers nothing but HELLO: what it owes is named, and the exit code is 1', async () => {
    const url = await fakeServer(([type]) => (type === 1 ? [WELCOME] : []))
    const { code, said } = await runs('--url', url, '--feature', 'ordering', '--timeout', '500')
    expect(row(said, 'ordering')).toEqual(['·', '2', '·', '1'])
    expect(said).toContain('step 2 of 6: a gets')
    expect(said).toContain('expected ["SUBSCRIBED","$request","$id:odd"]')
    expect(said).toContain('got      nothing in time')
    expect(code).toBe(1)
  })

  test('sends an event that nobody is owed: it is found, and named', async () => {
    const url = await fakeServer(([type, request]) => {
      if (type === 1) return [[2, 17, { roles: { broker: { features: { publisher_exclusion: true } } } }]]
      if (type === 16)
        return [
          [36, 1, 2, {}, [1]],
          [17, request, 5],
        ]
      if (type === 32) return [[33, request, 1]]
      if (type === 48) return [[8, 48, request, {}, 'wamp.error.no_such_procedure']]
      return type === 6 ? [[6, {}, 'wamp.close.goodbye_and_out']] : []
    })
    const { code, said } = await runs('--url', url, '--feature', 'publisher_exclusion', '--timeout', '500', '--verbose')
    expect(said).toContain('✗ publisher_exclusion · with {} the publisher does not receive the event')
    expect(said).toContain('step 4 of 4: a gets nothing')
    expect(said).toContain('got      ["EVENT",1,2,{},[1]]')
    expect(code).toBe(1)
  })

  test('lets nobody in: that is said in place of a table', async () => {
    const url = await fakeServer(() => [[3, {}, 'wamp.error.no_such_realm']])
    await expect(runs('--url', url)).rejects.toThrow('cannot join realm realm1')
  })

  test('is not there: that is said in place of a table', async () => {
    await expect(runs('--url', 'ws://localhost:1/ws')).rejects.toThrow('does not open with wamp.2.json')
  })
})

describe('arguments', () => {
  test.each([
    [['--feature', 'sharding'], 'there is no feature sharding'],
    [['--serializer', 'xml'], '--serializer must be one of json, msgpack, cbor'],
    [['--url', 'ws://localhost:1', '--timeout', 'long'], '--timeout must be a number'],
    [['--colour'], '--colour'],
  ])('%j are refused', async (args, message) => {
    await expect(runs(...args)).rejects.toThrow(message)
  })

  test('--list prints the scenarios', async () => {
    const { code, said } = await runs('--list')
    const [first] = JSON.parse(said) as { feature: string }[]
    expect(first?.feature).toBe('sessions')
    expect(code).toBe(0)
  })

  test('without a URL it is this package’s router that is tested', async () => {
    const { code, said } = await runs('--feature', 'wampcra', '--serializer', 'json', '--serializer', 'cbor')
    expect(said.match(/^wampcra .*$/gm)).toEqual([
      expect.stringMatching(/7 +· +· +·/),
      expect.stringMatching(/7 +· +· +·/),
    ])
    expect(code).toBe(0)
  })
})
