// The Node host: the router on a real WebSocket. test/interop has other people's clients at it.

import { once } from 'node:events'
import { connect as connectTcp, type Socket } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { connect, ticket } from '../../src/entry/index.ts'
import { ticketAuthenticator } from '../../src/entry/router.ts'
import { type NodeRouter, startNodeRouter } from '../../src/host/node.ts'
import type { WebSocketConstructor } from '../../src/transport/open-websocket.ts'

// Its types only spell the events out one by one.
const socket = WebSocket as unknown as WebSocketConstructor
let host: NodeRouter

beforeEach(async () => {
  host = await startNodeRouter({ port: 0 })
})
afterEach(() => host.close())

test('of the subprotocols on offer it takes the first that it speaks, and no batched one', async () => {
  const client = new WebSocket(host.url, ['wamp.2.json.batched', 'wamp.2.cbor', 'wamp.2.json'])
  await once(client, 'open')
  expect(client.protocol).toBe('wamp.2.cbor')
  client.close()
})

test.each([[[]], [['wamp.2.json.batched']], [['chat']]])(
  'without a common subprotocol (%j) it refuses with 400',
  async offered => {
    const client = new WebSocket(host.url, offered)
    const [error] = (await once(client, 'error')) as [Error]
    expect(error.message).toContain('400')
  },
)

test('elsewhere than /ws nobody is let in', async () => {
  const client = new WebSocket(host.url.replace('/ws', '/other'), ['wamp.2.json'])
  const [error] = (await once(client, 'error')) as [Error]
  expect(error.message).toContain('400')
})

test('named realms are the only ones', async () => {
  const named = await startNodeRouter({ port: 0, realms: ['home'] })
  await expect(connect(named.url, { WebSocket: socket, realm: 'away' })).rejects.toMatchObject({
    error: 'wamp.error.no_such_realm',
  })
  const session = await connect(named.url, { WebSocket: socket, realm: 'home' })
  await session.close()
  await named.close()
})

test('realms have users and permissions of their own', async () => {
  const users = { ann: { ticket: 'open sesame', authrole: 'editor' } }
  const ruled = await startNodeRouter({
    port: 0,
    realms: {
      open: {},
      closed: {
        authenticators: [ticketAuthenticator({ users })],
        permissions: [{ role: 'editor', uri: 'com.app.', match: 'prefix', allow: ['publish'] }],
      },
    },
  })
  const joins = (realm: string, options: object = {}) => connect(ruled.url, { WebSocket: socket, realm, ...options })
  const stranger = await joins('open')
  await stranger.subscribe('com.other', () => {})
  await expect(joins('closed')).rejects.toMatchObject({ error: 'wamp.error.authentication_required' })
  const ann = await joins('closed', { auth: ticket({ authid: 'ann', ticket: 'open sesame' }) })
  await ann.publish('com.app.t', [], {}, { acknowledge: true })
  await expect(ann.subscribe('com.app.t', () => {})).rejects.toMatchObject({ error: 'wamp.error.not_authorized' })
  await Promise.all([stranger.close(), ann.close()])
  await ruled.close()
})

test('what an authorizer throws is told of', async () => {
  const errors: unknown[] = []
  const bug = new Error('lost')
  const authorizer = () => {
    throw bug
  }
  const failing = await startNodeRouter({
    port: 0,
    settings: { permissions: [authorizer] },
    onerror: error => errors.push(error),
  })
  const session = await connect(failing.url, { WebSocket: socket })
  await expect(session.call('com.app.p')).rejects.toMatchObject({ error: 'wamp.error.authorization_failed' })
  expect(errors).toEqual([bug])
  await session.close()
  await failing.close()
})

test('closing says GOODBYE, and frees the port', async () => {
  const ends: (Error | undefined)[] = []
  const session = await connect(host.url, {
    WebSocket: socket,
    reconnect: 'never',
    onstate: (state, error) => state === 'closed' && ends.push(error),
  })
  await host.close()
  await expect.poll(() => ends).toMatchObject([{ error: 'wamp.close.system_shutdown' }])
  expect(session.state).toBe('closed')
  const again = await startNodeRouter({ port: host.port })
  await again.close()
})

/** What a peer sends that becomes a WebSocket and says nothing ever after. */
const UPGRADE = [
  'GET /ws HTTP/1.1',
  'Host: localhost',
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  'Sec-WebSocket-Protocol: wamp.2.json',
  '',
  '',
].join('\r\n')

test('closing waits for nobody who is silent', async () => {
  const silent = async (sent: string): Promise<Socket> => {
    const peer = connectTcp(host.port, 'localhost')
    peer.on('error', () => {})
    await once(peer, 'connect')
    peer.write(sent)
    // One that only begins a request is answered nothing.
    if (sent === UPGRADE) await once(peer, 'data')
    return peer
  }
  const peers = [await silent(UPGRADE), await silent('GET /ws HTTP/1.1\r\n')]
  const ends = peers.map(peer => new Promise(resolve => peer.once('close', resolve)))
  // Within the time that a test may take, which is less than what silent peers are otherwise given.
  await host.close()
  for (const peer of peers) peer.resume()
  await Promise.all(ends)
  host = await startNodeRouter({ port: 0 })
})

test('pages of this machine may connect, and those of other origins only where they are named', async () => {
  const opened = async (url: string, origin: string) => {
    const client = new WebSocket(url, ['wamp.2.json'], { origin })
    const outcome = await once(client, 'open').then(
      () => 'open',
      (error: Error) => error.message,
    )
    client.terminate()
    return outcome
  }
  expect(await opened(host.url, 'http://localhost:3000')).toBe('open')
  expect(await opened(host.url, 'https://app.example')).toContain('403')
  const named = await startNodeRouter({ port: 0, origins: ['https://app.example'] })
  expect(await opened(named.url, 'https://app.example')).toBe('open')
  expect(await opened(named.url, 'http://localhost:3000')).toContain('403')
  await named.close()
})

test('a taken port is said in a sentence', async () => {
  await expect(startNodeRouter({ port: host.port })).rejects.toThrow(`Cannot listen on port ${host.port}`)
})
