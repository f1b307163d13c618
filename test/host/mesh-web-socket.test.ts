// The WebSocket that dials invites: by a real signaling server, over the relay, to a room in this process.

import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { createSignalingServer, type SignalingServer } from '../../signaling/server.ts'
import { memoryStore } from '../../src/host/identity.ts'
import { MeshWebSocket, withInvites } from '../../src/host/mesh-web-socket.ts'
import type { Room } from '../../src/host/room.ts'
import { hostInTab } from '../../src/host/tab.ts'
import type { WebSocketConstructor } from '../../src/transport/open-websocket.ts'
import { connectAutobahn } from '../e2e/harness-plain-clients.ts'
import { decodeRaw, encodeRaw, SERIALIZERS } from '../raw-codec.ts'
import { ROLES } from '../trace.ts'

// Its types only spell the events out one by one.
const Platform = WebSocket as unknown as WebSocketConstructor
const Socket = withInvites(Platform)

let signaling: SignalingServer
let room: Room
let invite: string

beforeEach(async () => {
  signaling = await createSignalingServer({ port: 0 })
  await new Promise<void>(resolve => {
    void hostInTab({
      page: 'https://example.org/',
      signaling: signaling.url,
      grace: 100,
      store: memoryStore(),
      WebSocket: Platform,
      onstate: state => state === 'open' && resolve(),
    }).then(opened => {
      room = opened
      invite = room.inviteFor()
    })
  })
})
afterEach(async () => {
  room.abandon()
  await signaling.close()
})

/** A socket and all that it tells, in order. */
function dialed(url = invite, protocols: string | string[] = 'wamp.2.json') {
  const socket = new Socket(url, protocols)
  const told: (Event & Partial<MessageEvent> & Partial<CloseEvent>)[] = []
  for (const name of ['open', 'message', 'error', 'close']) socket.addEventListener(name, event => told.push(event))
  return { socket, told, names: () => told.map(({ type }) => type) }
}

async function opened(protocols?: string | string[]) {
  const made = dialed(invite, protocols)
  await once(made.socket, 'open')
  return made
}

describe('a WebSocket to an invite', () => {
  test.each(SERIALIZERS)('carries $protocol, one WAMP message in each of its own', async ({ id, protocol, binary }) => {
    const { socket } = await opened([protocol])
    socket.binaryType = 'arraybuffer'
    expect(socket.protocol).toBe(protocol)
    socket.send(encodeRaw(id, [1, 'realm1', { roles: ROLES }]) as string)
    const [{ data }] = (await once(socket, 'message')) as [MessageEvent]
    expect(data instanceof ArrayBuffer ? 'binary' : typeof data).toBe(binary ? 'binary' : 'string')
    const welcome = decodeRaw(id, binary ? new Uint8Array(data as ArrayBuffer) : (data as string))
    expect(welcome).toEqual([2, expect.any(Number), expect.objectContaining({ roles: expect.anything() })])
    socket.close()
  })

  test('gives binary messages as a Blob, as a WebSocket does that was not told otherwise', async () => {
    const { socket } = await opened('wamp.2.msgpack')
    socket.send(encodeRaw('msgpack', [1, 'realm1', { roles: ROLES }]) as Uint8Array)
    const [{ data }] = (await once(socket, 'message')) as [MessageEvent<Blob>]
    expect(decodeRaw('msgpack', new Uint8Array(await data.arrayBuffer()))[0]).toBe(2)
    socket.close()
  })

  test('speaks the first on offer that is WAMP, not the host’s favourite', async () => {
    const { socket } = await opened(['chat', 'wamp.2.json.batched', 'wamp.2.cbor', 'wamp.2.msgpack'])
    expect(socket.protocol).toBe('wamp.2.cbor')
    socket.close()
  })

  test.each([[[]], [['wamp.2.json.batched', 'chat']]])('with %j on offer fails, and says so', async protocols => {
    const { socket, told, names } = dialed(invite, protocols)
    await once(socket, 'close')
    expect(names()).toEqual(['error', 'close'])
    expect(told[1]).toMatchObject({ code: 1006, wasClean: false, reason: expect.stringContaining('subprotocols') })
    expect(socket.readyState).toBe(3)
  })

  test('has the constants and the states of a WebSocket', async () => {
    const { socket, names } = dialed()
    expect([socket.readyState, socket.protocol, socket.bufferedAmount, socket.extensions]).toEqual([0, '', 0, ''])
    expect([socket.url, socket.binaryType]).toEqual([invite, 'blob'])
    for (const [state, name] of ['CONNECTING', 'OPEN', 'CLOSING', 'CLOSED'].entries()) {
      expect([Reflect.get(Socket, name), Reflect.get(socket, name)]).toEqual([state, state])
    }
    await once(socket, 'open')
    expect(socket.readyState).toBe(1)
    socket.close()
    expect(socket.readyState).toBe(2)
    await once(socket, 'close')
    expect(socket.readyState).toBe(3)
    expect(names()).toEqual(['open', 'close'])
  })

  test('tells its on… handlers as well as its listeners, as the object they are called on', async () => {
    const { socket } = dialed()
    const called: [string, unknown][] = []
    socket.onopen = function (this: unknown) {
      called.push(['open', this])
      socket.close(3000, 'enough')
    }
    const closed = new Promise<CloseEvent>(resolve => {
      socket.onclose = resolve
    })
    expect(await closed).toMatchObject({ code: 3000, reason: 'enough', wasClean: true, target: socket })
    expect(called).toEqual([['open', socket]])
  })

  test('sends nothing before it is open, and nothing of the wrong kind', async () => {
    const { socket } = dialed()
    expect(() => socket.send('[1,"realm1",{}]')).toThrow(expect.objectContaining({ name: 'InvalidStateError' }))
    await once(socket, 'open')
    expect(() => socket.send(new Uint8Array(3))).toThrow('wamp.2.json takes text only')
    expect(() => socket.send({} as string)).toThrow(TypeError)
    socket.close()
    socket.send('after that it does nothing')
  })

  test('has copied what was sent: its bytes may be used again at once', async () => {
    const { socket } = await opened('wamp.2.msgpack')
    const bytes = Uint8Array.from(encodeRaw('msgpack', [1, 'realm1', { roles: ROLES }]) as Uint8Array)
    socket.send(bytes.buffer)
    bytes.fill(0)
    const [{ data }] = (await once(socket, 'message')) as [MessageEvent<Blob>]
    expect(decodeRaw('msgpack', new Uint8Array(await data.arrayBuffer()))[0]).toBe(2)
    socket.close()
  })

  test('closed before it is open says error and close, and never opens', async () => {
    for (const when of [() => undefined, () => new Promise(resolve => setTimeout(resolve))]) {
      const { socket, told, names } = dialed()
      await when()
      socket.close()
      await once(socket, 'close')
      expect(names()).toEqual(['error', 'close'])
      expect(told[1]).toMatchObject({ code: 1006, wasClean: false })
    }
    expect(() => dialed().socket.close(1001)).toThrow(expect.objectContaining({ name: 'InvalidAccessError' }))
  })

  test('ends without a farewell code when the other side does, once', async () => {
    const { socket, told, names } = await opened()
    await Promise.all([once(socket, 'close'), signaling.close()])
    socket.close()
    expect(names()).toEqual(['open', 'close'])
    expect(told[1]).toMatchObject({ code: 1006, wasClean: false, reason: expect.stringMatching(/\w+ \w+/) })
  })

  test('fails with a sentence where the signaling server cannot be reached, or the invite is not accepted', async () => {
    const wrong = invite.replace(/\.[\w-]{22}/, `.${'A'.repeat(22)}`)
    const refused = dialed(wrong)
    await once(refused.socket, 'close')
    expect(refused.told[1]?.reason).toContain('invite')
    await signaling.close()
    const unreachable = dialed()
    await once(unreachable.socket, 'close')
    expect(unreachable.told[1]?.reason).toMatch(/signaling server|cannot be reached|could not/i)
  })
})

describe('the class for libraries', () => {
  test('takes an invite that a library put a ws scheme before, or in place of its own', async () => {
    for (const url of [`ws://${invite}`, invite.replace('https:', 'wss:')]) {
      const { socket } = dialed(url)
      await once(socket, 'open')
      socket.close()
    }
  })

  test('refuses a malformed invite at once, with a sentence', () => {
    expect(() => new Socket(`${invite.slice(0, -60)}`, 'wamp.2.json')).toThrow(
      expect.objectContaining({ name: 'SyntaxError', message: expect.stringContaining('invite') }),
    )
  })

  test('leaves other URLs to the platform, with all that was given', () => {
    const got: unknown[][] = []
    class Fake {
      constructor(...given: unknown[]) {
        got.push(given)
      }
    }
    const Both = withInvites(Fake as unknown as WebSocketConstructor)
    const made = Reflect.construct(Both, ['ws://example.org/ws', ['wamp.2.json'], null, { header: 'x' }])
    expect(made).toBeInstanceOf(Fake)
    expect(got).toEqual([['ws://example.org/ws', ['wamp.2.json'], null, { header: 'x' }]])
    expect(() => new (withInvites(undefined))('ws://example.org/ws')).toThrow('no WebSocket of its own')
    expect(new Socket(invite, 'wamp.2.json')).toBeInstanceOf(MeshWebSocket)
  })

  test('carries the real Autobahn|JS, which knows nothing of it', async () => {
    const platform = globalThis.WebSocket
    Object.assign(globalThis, { WebSocket: Socket })
    try {
      const client = await connectAutobahn('JSON', { url: invite })
      await client?.register('com.example.add', ([a, b]) => Number(a) + Number(b))
      expect(await client?.call('com.example.add', [2, 3])).toBe(5)
      expect(await client?.call('wamp.session.get', [client.id])).toMatchObject({ authrole: 'guest' })
      client?.close()
    } finally {
      if (platform) Object.assign(globalThis, { WebSocket: platform })
      else Reflect.deleteProperty(globalThis, 'WebSocket')
    }
  })
})
