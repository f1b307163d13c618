// WebSocket links between a real server and a real client, both of `ws`.

import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import type { Link } from '../../src/protocol/link.ts'
import { cbor } from '../../src/protocol/serializer/cbor.ts'
import { json } from '../../src/protocol/serializer/json.ts'
import { msgpack } from '../../src/protocol/serializer/msgpack.ts'
import type { Serializer } from '../../src/protocol/serializer/serializer.ts'
import { type OpenWebSocketOptions, openWebSocket } from '../../src/transport/open-websocket.ts'
import { type WebSocketLinkOptions, webSocketLink } from '../../src/transport/websocket.ts'
import { countListeners } from './counting.ts'
import { linkAcceptance, numberOf, Receiver, sampleFrame, until } from './link-acceptance.ts'

const ALL = [msgpack, json, cbor]

const servers: WebSocketServer[] = []

afterEach(async () => {
  for (const server of servers.splice(0)) {
    for (const client of server.clients) client.terminate()
    server.close()
    await once(server, 'close')
  }
})

interface Served {
  url: string
  /** The server's end of the next connection. */
  accepted: Promise<WebSocket>
  server: WebSocketServer
}

async function serve(protocols: readonly Serializer[] = ALL): Promise<Served> {
  const server = new WebSocketServer({
    host: '127.0.0.1',
    port: 0,
    handleProtocols: offered => protocols.find(({ protocol }) => offered.has(protocol))?.protocol ?? false,
  })
  servers.push(server)
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  const accepted = once(server, 'connection').then(([socket]: WebSocket[]) => socket as WebSocket)
  return { url: `ws://127.0.0.1:${port}/ws`, accepted, server }
}

const open = (url: string, serializers: readonly Serializer[], options: OpenWebSocketOptions = {}) =>
  openWebSocket(url, serializers, { WebSocket, ...options })

interface SocketPair {
  left: Link
  right: Link
  near: WebSocket
  far: WebSocket
}

async function socketPair(serializer: Serializer, options: WebSocketLinkOptions = {}): Promise<SocketPair> {
  const { url, accepted } = await serve()
  const near = new WebSocket(url, serializer.protocol)
  const [far] = await Promise.all([accepted, once(near, 'open')])
  return { left: webSocketLink(near, serializer, options), right: webSocketLink(far, serializer, options), near, far }
}

linkAcceptance('websocket', async serializer => {
  const { url, accepted } = await serve()
  const near = new WebSocket(url, serializer.protocol)
  const [far] = await Promise.all([accepted, once(near, 'open')])
  const held = countListeners(near, far)
  const cut = () => near.terminate()
  return { left: webSocketLink(near, serializer), right: webSocketLink(far, serializer), cut, held }
})

describe('opening a WebSocket', () => {
  test('the serializer is what the server chose of those on offer', async () => {
    const { url } = await serve([json])
    const link = await open(url, [msgpack, cbor, json])
    expect(link.serializer).toBe(json)
    link.close()
  })

  test('a frame that the server sends with its first breath is not lost', async () => {
    const { url, accepted } = await serve()
    void accepted.then(socket => socket.send('[1,"x"]'))
    const link = await open(url, [json])
    const receiver = new Receiver()
    link.start(receiver)
    await receiver.count(1)
    expect(receiver.frames).toEqual(['[1,"x"]'])
    link.close()
  })

  test('nobody listens: a sentence with the address', async () => {
    const { url, server } = await serve()
    server.close()
    await once(server, 'close')
    servers.splice(0)
    await expect(open(url, ALL)).rejects.toThrow(`${new URL(url).origin.replace('http', 'ws')} could not be opened: `)
  })

  test('refused: the sentence says what the server answered', async () => {
    const { url, server } = await serve()
    server.options.verifyClient = (_info, answer) => answer(false, 403)
    await expect(open(url, ALL)).rejects.toThrow(/could not be opened: .*403/)
  })

  test('no common subprotocol: a sentence', async () => {
    const { url } = await serve([cbor])
    await expect(open(url, [json, msgpack])).rejects.toThrow(/could not be opened: .*subprotocol/)
  })

  test('no URL at all: a sentence', async () => {
    await expect(open('nonsense', ALL)).rejects.toThrow(/^"nonsense" cannot be opened: /)
  })

  test('no WebSocket on this platform: says to pass one', async () => {
    const there = globalThis.WebSocket
    Reflect.deleteProperty(globalThis, 'WebSocket')
    await expect(openWebSocket('ws://127.0.0.1', ALL)).rejects.toThrow('pass one in the options')
    if (there) globalThis.WebSocket = there
  })

  test('aborted before: does not even begin', async () => {
    const reason = new Error('changed my mind')
    await expect(open('ws://127.0.0.1:9', ALL, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
  })

  test('aborted on the way: rejects with the reason, and lets go of the connection', async () => {
    const silent: Server = createServer()
    silent.listen(0, '127.0.0.1')
    await once(silent, 'listening')
    const address = silent.address()
    const connected = once(silent, 'connection')
    const abort = new AbortController()
    const port = typeof address === 'object' ? address?.port : 0
    const opening = open(`ws://127.0.0.1:${port}`, ALL, { signal: abort.signal })
    const [socket]: Socket[] = await connected
    const closed = socket && once(socket.resume(), 'close')
    abort.abort(new Error('took too long'))
    await expect(opening).rejects.toThrow('took too long')
    await closed
    silent.close()
  })

  test('aborted after: the link stays open', async () => {
    const { url } = await serve()
    const abort = new AbortController()
    const link = await open(url, ALL, { signal: abort.signal })
    const receiver = new Receiver()
    link.start(receiver)
    abort.abort()
    link.close('later')
    expect(await receiver.end()).toBe('later')
  })
})

describe('a WebSocket that misbehaves', () => {
  test.each([
    [json, Buffer.from('[1]'), 'binary'],
    [msgpack, '[1]', 'text'],
    [cbor, '[1]', 'text'],
  ] as const)('%o with the wrong kind of message is closed with 1003', async (serializer, message, kind) => {
    const { right, near } = await socketPair(serializer)
    const receiver = new Receiver()
    right.start(receiver)
    const closed = once(near, 'close')
    near.send(message)
    expect(await receiver.end()).toContain(`A ${kind} message came`)
    expect((await closed)[0]).toBe(1003)
  })

  test('frames before the wrong one are still delivered', async () => {
    const { right, near } = await socketPair(json)
    const receiver = new Receiver()
    right.start(receiver)
    near.send('[1,"x"]')
    near.send(Buffer.from('[2]'))
    near.send('[3,"x"]')
    await receiver.end()
    expect(receiver.frames).toEqual(['[1,"x"]'])
  })

  test('one that does not read is closed at the limit, and its buffer is freed', async () => {
    const { left, near, far } = await socketPair(msgpack, { limit: 4 * 1024 * 1024 })
    far.pause()
    const receiver = new Receiver()
    left.start(receiver)
    const frame = sampleFrame(msgpack, 1, 256 * 1024)
    let sent = 0
    while (receiver.reasons.length === 0 && sent < 1000) {
      left.send(frame)
      sent++
      await Promise.resolve()
    }
    expect(await receiver.end()).toMatch(/cannot keep up: \d+ bytes were waiting for it, and the limit is 4194304/)
    await until(() => near.readyState === WebSocket.CLOSED)
    expect(near.bufferedAmount).toBe(0)
    far.terminate()
  })

  test('one that does not read costs a bounded number of bytes where only the newest counts, and gets that', async () => {
    const { left, right, near, far } = await socketPair(msgpack, { limit: 4 * 1024 * 1024 })
    far.pause()
    const receiver = new Receiver()
    right.start(receiver)
    const ordinary: number[] = []
    // Whatever the system's own buffers take goes at once.
    let number = 0
    while (near.bufferedAmount < 256 * 1024) left.send(sampleFrame(msgpack, number++, 64 * 1024))
    const first = number
    for (; number < first + 20_000; number++) {
      const isOrdinary = number % 1_000 === 0
      if (isOrdinary) ordinary.push(number)
      left.send(sampleFrame(msgpack, number, 4096), 0, isOrdinary ? undefined : `1 com.app.${number % 3}`)
    }
    expect(left.bufferedAmount).toBeLessThan(512 * 1024)
    expect(left.conflated).toBe(20_000 - ordinary.length - 3)
    far.resume()
    await receiver.count(first + ordinary.length + 3)
    const newest = [number - 3, number - 2, number - 1]
    expect(receiver.frames.slice(first).map(numberOf)).toEqual([...ordinary, ...newest])
    await until(() => left.bufferedAmount === 0)
  })

  test('a reason too long for a close frame is cut between characters', async () => {
    const { left, right } = await socketPair(json)
    const receiver = new Receiver()
    right.start(receiver)
    left.close('€'.repeat(100))
    expect(await receiver.end()).toBe('€'.repeat(41))
  })

  test('a socket that was closed already makes a link that says so', async () => {
    const { url, accepted } = await serve()
    const near = new WebSocket(url, json.protocol)
    const far = await accepted
    far.terminate()
    await once(near, 'close')
    const receiver = new Receiver()
    webSocketLink(near, json).start(receiver)
    expect(await receiver.end()).toBe('The connection was closed already.')
  })

  test('the connection breaks: a sentence says that it was lost', async () => {
    const { left, right, far } = await socketPair(json)
    const near = new Receiver()
    const there = new Receiver()
    left.start(near)
    right.start(there)
    far.terminate()
    expect(await near.end()).toContain('The connection was lost')
    await there.end()
  })
})
