// Hosts and mesh guests on a real server: proof, introductions, relaying, and everybody's end.

import { connect } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createSignalingServer } from '../../signaling/server.ts'
import { HostKey, Scene } from './clients.ts'

let scene: Scene
beforeEach(async () => {
  scene = await Scene.open()
})
afterEach(() => scene.close())

const NONCE = /^[\w-]{43}$/

test('every socket is given a challenge of its own', async () => {
  const [a, b] = [await scene.mesh(), await scene.mesh()]
  expect([a.nonce, b.nonce]).toEqual([expect.stringMatching(NONCE), expect.stringMatching(NONCE)])
  expect(a.nonce).not.toBe(b.nonce)
})

test('a guest that waits, a host that comes, goes and comes back', async () => {
  const key = new HostKey()
  const guest = await scene.guest(key.room)
  expect(await guest.next()).toEqual({ type: 'waiting' })
  const host = await scene.host(key)
  expect(host.room).toBe(key.room)
  expect(await host.next()).toEqual({ type: 'guest', peer: 1 })
  expect(await guest.next()).toEqual({ type: 'host' })
  host.webSocket.terminate()
  expect(await guest.next()).toEqual({ type: 'gone' })
  guest.bytes('to nobody')
  await guest.settled()
  expect(await scene.metric('wamp_mesh_dropped_frames_total{reason="no_host"}')).toBe(1)
  const again = await scene.host(key)
  expect(await again.next()).toEqual({ type: 'guest', peer: 1 })
  expect(await guest.next()).toEqual({ type: 'host' })
  expect(again.unread).toEqual([])
})

test('bytes pass both ways as they are, each to whom it is for', async () => {
  const host = await scene.host()
  const [a, b] = [await scene.guest(host.room), await scene.guest(host.room)]
  const seen = [await host.next(), await host.next()]
  expect(seen).toEqual([
    { type: 'guest', peer: 1 },
    { type: 'guest', peer: 2 },
  ])
  expect([await a.next(), await b.next()]).toEqual([{ type: 'host' }, { type: 'host' }])
  a.bytes('from a')
  expect(await host.piece()).toEqual({ peer: 1, fin: true, text: false, payload: Buffer.from('from a') })
  const record = Buffer.alloc(256 * 1024 - 5, 7)
  b.bytes(record)
  expect((await host.piece()).payload.equals(record)).toBe(true)
  host.relay(2, 'for b')
  host.relay(1, record)
  expect(await b.next()).toEqual(Buffer.from('for b'))
  expect(record.equals((await a.next()) as Buffer)).toBe(true)
  host.relay(77, 'for nobody')
  await host.settled()
  expect(await scene.metric('wamp_mesh_dropped_frames_total{reason="guest_left"}')).toBe(1)
})

test('host and guests get a pong for a ping', async () => {
  const host = await scene.host()
  const { client } = await scene.mesh()
  for (const socket of [host, client]) {
    socket.say({ type: 'ping' })
    expect(await socket.next()).toEqual({ type: 'pong' })
  }
})

test('the host hears that a guest left, and can send one away', async () => {
  const host = await scene.host()
  const [a, b] = [await scene.guest(host.room), await scene.guest(host.room)]
  void [await host.next(), await host.next(), await a.next(), await b.next()]
  a.webSocket.close(1000)
  expect(await host.next()).toEqual({ type: 'left', peer: 1, reason: 'it closed its connection (1000)', how: 'closed' })
  host.relay(2, 'a last word')
  host.say({ type: 'close', peer: 2, reason: 'no thank you' })
  expect(await b.next()).toEqual(Buffer.from('a last word'))
  expect(await b.closed).toEqual({ code: 4004, reason: 'no thank you' })
  expect(await host.next()).toEqual({ type: 'left', peer: 2, reason: 'no thank you', how: 'cut' })
  host.say({ type: 'close', peer: 2, reason: 'twice does no harm' })
  await host.settled()
})

test('nobody takes a room over: proofs that are none', async () => {
  const key = new HostKey()
  const host = await scene.host(key)
  const thief = new HostKey()
  const attempts = [
    (nonce: string) => ({ ...thief.claim(nonce), key: key.key }),
    (nonce: string) => key.claim(nonce, { signature: thief.claim(nonce).signature }),
    () => key.claim('0'.repeat(43)),
    (nonce: string) => key.claim(nonce, { signature: 'A'.repeat(86) }),
    // A point that is not on the curve, and one that is not a point.
    (nonce: string) => key.claim(nonce, { key: Buffer.from([4, ...Array(64).fill(1)]).toString('base64url') }),
    (nonce: string) => key.claim(nonce, { key: Buffer.alloc(65).toString('base64url') }),
  ]
  for (const attempt of attempts) {
    const { client, nonce } = await scene.mesh()
    client.say(attempt(nonce))
    expect(await client.closed).toMatchObject({ code: 4002 })
  }
  const [mine, yours] = [await scene.mesh(), await scene.mesh()]
  const signed = key.claim(mine.nonce)
  yours.client.say(signed)
  expect(await yours.client.closed).toMatchObject({ code: 4002 })
  await host.settled()
  expect(host.unread).toEqual([])
  expect(await scene.metric('wamp_mesh_refused_total{reason="bad_proof"}')).toBe(attempts.length + 1)
})

test('the newest socket of a key hosts, and the older is told so', async () => {
  const key = new HostKey()
  const old = await scene.host(key)
  const guest = await scene.guest(key.room)
  void [await old.next(), await guest.next()]
  const young = await scene.host(key)
  expect(await old.closed).toMatchObject({ code: 4001, reason: expect.stringContaining('newer') })
  expect([await guest.next(), await guest.next()]).toEqual([{ type: 'gone' }, { type: 'host' }])
  expect(await young.next()).toEqual({ type: 'guest', peer: 1 })
  young.relay(1, 'hello again')
  expect(await guest.next()).toEqual(Buffer.from('hello again'))
})

test.each<[string, (key: HostKey, nonce: string) => (object | string | Buffer)[]]>([
  ['no JSON', () => ['junk']],
  ['an unknown message', () => [{ type: 'shout' }]],
  ['a message too long', () => [{ type: 'ping', pad: 'x'.repeat(17_000) }]],
  ['bytes before a role', () => [Buffer.from('bytes')]],
  [
    'close of a guest',
    key => [
      { type: 'join', room: key.room },
      { type: 'close', peer: 1, reason: '' },
    ],
  ],
  [
    'another ticket, of a guest',
    key => [
      { type: 'join', room: key.room },
      { type: 'ticket', ticketHash: 'A'.repeat(43) },
    ],
  ],
  ['another ticket before a role', () => [{ type: 'ticket', ticketHash: 'A'.repeat(43) }]],
  [
    'a second join',
    key => [
      { type: 'join', room: key.room },
      { type: 'join', room: key.room },
    ],
  ],
  ['a join of a host', (key, nonce) => [key.claim(nonce), { type: 'join', room: key.room }]],
  ['a second claim', (key, nonce) => [key.claim(nonce), key.claim(nonce)]],
  ['a relay header cut short', (key, nonce) => [key.claim(nonce), Buffer.of(0, 0, 1)]],
])('%s is a protocol error, with the reason', async (_, messages) => {
  const { client, nonce } = await scene.mesh()
  for (const message of messages(new HostKey(), nonce)) {
    if (message instanceof Buffer) client.bytes(message)
    else client.say(message)
  }
  const { code, reason } = await client.closed
  expect(code).toBe(4000)
  expect(reason.length).toBeGreaterThan(10)
})

test('a guest that sends too large a frame, or a broken one, is alone with it', async () => {
  const host = await scene.host()
  const guest = await scene.guest(host.room)
  void [await host.next(), await guest.next()]
  guest.bytes(Buffer.alloc(256 * 1024 + 1))
  expect(await guest.closed).toMatchObject({ code: 1009 })
  expect(await host.next()).toEqual({ type: 'left', peer: 1, reason: 'Max payload size exceeded', how: 'cut' })
  const other = await scene.guest(host.room)
  expect(await host.next()).toEqual({ type: 'guest', peer: 2 })
  expect(await other.next()).toEqual({ type: 'host' })
})

test('a connection that dies within a frame leaves as any other', async () => {
  const host = await scene.host()
  const tcp = connect(scene.server.port, 'localhost')
  const request = [
    'GET /mesh HTTP/1.1',
    'Host: x',
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
  ]
  tcp.write(
    [...request, 'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==', 'Sec-WebSocket-Protocol: wamp-mesh.1', '', ''].join(
      '\r\n',
    ),
  )
  await new Promise(resolve => tcp.once('data', resolve))
  const join = Buffer.from(JSON.stringify({ type: 'join', room: host.room }))
  // Masked with zeros; then the first half of a frame of bytes.
  tcp.write(
    Buffer.concat([
      Buffer.of(0x81, 0x80 | join.length, 0, 0, 0, 0),
      join,
      Buffer.of(0x82, 0xfe, 1, 0, 0, 0, 0, 0, 1, 2, 3),
    ]),
  )
  expect(await host.next()).toEqual({ type: 'guest', peer: 1 })
  tcp.resetAndDestroy()
  expect(await host.next()).toEqual({ type: 'left', peer: 1, reason: 'its connection broke', how: 'left' })
})

test('600 guests from one address', async () => {
  const host = await scene.host()
  const guests = await Promise.all(Array.from({ length: 600 }, () => scene.guest(host.room)))
  const peers = new Set<number>()
  for (const _ of guests) peers.add(((await host.next()) as { peer: number }).peer)
  expect(peers.size).toBe(600)
  for (const peer of peers) host.relay(peer, `hello ${peer}`)
  for (const guest of guests) {
    expect(await guest.next()).toEqual({ type: 'host' })
    guest.bytes((await guest.next()) as Buffer)
  }
  for (const _ of guests) {
    const { peer, payload } = await host.piece()
    expect(payload.toString()).toBe(`hello ${peer}`)
    peers.delete(peer)
  }
  expect(peers.size).toBe(0)
  expect(await scene.metric('wamp_mesh_sockets{kind="guest"}')).toBe(600)
})

test('a server that stops says so to everybody and frees its port; the next one goes on', async () => {
  const key = new HostKey()
  const { port } = scene.server
  const host = await scene.host(key)
  const guest = await scene.guest(key.room)
  const client = await scene.plain(key.room)
  const silent = await scene.guest(key.room)
  silent.webSocket.pause()
  await scene.server.close()
  for (const { closed } of [host, guest, client]) expect(await closed).toMatchObject({ code: 1001 })
  const next = new Scene(await createSignalingServer({ port }))
  const back = await next.guest(key.room)
  expect(await back.next()).toEqual({ type: 'waiting' })
  expect((await next.host(key)).room).toBe(key.room)
  expect(await back.next()).toEqual({ type: 'host' })
  await next.close()
})

test('a port that cannot be had is said', async () => {
  const { port } = scene.server
  await expect(createSignalingServer({ port })).rejects.toThrow(`Cannot listen on port ${port}`)
})
