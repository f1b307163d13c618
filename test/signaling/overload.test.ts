// Guests that do not read, flood, stall or come in masses: each is bounded, and nobody else notices.

import { randomBytes } from 'node:crypto'
import { afterEach, expect, test } from 'vitest'
import type { SignalingOptions } from '../../signaling/server.ts'
import { plainPath } from '../../src/transport/signaling-messages.ts'
import { type Client, Scene, TICKET } from './clients.ts'

let scene: Scene
const begin = async (options: SignalingOptions = {}) => {
  scene = await Scene.open(options)
  return scene
}
afterEach(() => scene.close())

const KiB = 1024
const MiB = KiB * KiB

/** Sends to a guest that does not read until the server asks for a pause. Returns how many bytes that took. */
async function fill(host: Client, peer: number): Promise<number> {
  const record = Buffer.alloc(128 * KiB)
  for (let sent = record.length; ; sent += record.length) {
    host.relay(peer, record)
    await host.settled()
    if (host.unread.length === 0) continue
    expect(await host.next()).toEqual({ type: 'pause', peer })
    return sent
  }
}

test('a guest that does not read pauses the host, for itself alone, until it reads', async () => {
  await begin()
  const host = await scene.host()
  const [slow, other] = [await scene.guest(host.room), await scene.guest(host.room)]
  void [await host.next(), await host.next(), await slow.next(), await other.next()]
  slow.webSocket.pause()
  const sent = await fill(host, 1)
  host.relay(2, 'still here')
  expect(await other.next()).toEqual(Buffer.from('still here'))
  slow.webSocket.resume()
  expect(await host.next()).toEqual({ type: 'resume', peer: 1 })
  for (let got = 0; got < sent; ) got += ((await slow.next()) as Buffer).length
})

test('a guest that never reads is closed when too much waits for it', async () => {
  await begin({ limits: { buffered: MiB } })
  const host = await scene.host()
  const slow = await scene.guest(host.room)
  void [await host.next(), await slow.next()]
  slow.webSocket.pause()
  await fill(host, 1)
  for (let i = 0; i < 16; i++) host.relay(1, Buffer.alloc(64 * KiB))
  expect(await host.next()).toEqual({
    type: 'left',
    peer: 1,
    reason: 'more than 1048576 bytes waited to be read',
    how: 'cut',
  })
  slow.webSocket.resume()
  expect(await slow.closed).toMatchObject({ code: 4005 })
})

test('a host that does not read stops its guests from being read, and loses nothing', async () => {
  await begin()
  const host = await scene.host()
  const guest = await scene.guest(host.room)
  void [await host.next(), await guest.next()]
  host.webSocket.pause()
  const records = Array.from({ length: 200 }, () => randomBytes(128 * KiB))
  for (const record of records) guest.bytes(record)
  let stops = 0
  while (stops === 0) stops = await scene.metric('wamp_mesh_slowed_total{by="host"}')
  host.webSocket.resume()
  for (const record of records) expect((await host.piece()).payload.equals(record)).toBe(true)
})

test('a guest that floods is slowed, not closed, and others pass it by', async () => {
  // Seconds of it, so that a busy machine changes nothing.
  await begin({ limits: { messagesPerSecond: 20 } })
  const host = await scene.host()
  const [flood, other] = [await scene.guest(host.room), await scene.guest(host.room)]
  void [await host.next(), await host.next(), await flood.next(), await other.next()]
  const record = Buffer.alloc(8 * KiB)
  for (let i = 0; i < 100; i++) flood.bytes(record)
  await host.piece()
  other.bytes('excuse me')
  const peers: number[] = []
  for (let i = 1; i < 101; i++) peers.push((await host.piece()).peer)
  expect(peers.filter(peer => peer === 1).length).toBe(99)
  expect(peers.indexOf(2)).toBeLessThan(90)
  expect(await scene.metric('wamp_mesh_slowed_total{by="rate"}')).toBeGreaterThan(0)
  await flood.settled()
})

test('a guest that is sent away while it is not read from still gets its goodbye', async () => {
  await begin({ limits: { messagesPerSecond: 1, farewell: 60_000 } })
  const host = await scene.host()
  const flood = await scene.guest(host.room)
  void [await host.next(), await flood.next()]
  for (let i = 0; i < 200; i++) flood.bytes('x')
  await host.piece()
  host.say({ type: 'close', peer: 1, reason: 'too loud' })
  expect(await flood.closed).toEqual({ code: 4004, reason: 'too loud' })
})

test('a host speaks to many, and is not slowed as one guest would be', async () => {
  await begin({ limits: { messagesPerSecond: 50 } })
  const host = await scene.host()
  const guest = await scene.guest(host.room)
  void [await host.next(), await guest.next()]
  for (let i = 0; i < 1000; i++) host.relay(1, `${i}`)
  for (let i = 0; i < 1000; i++) expect(`${await guest.next()}`).toBe(`${i}`)
  expect(await scene.metric('wamp_mesh_slowed_total{by="rate"}')).toBe(0)
})

test('who says nothing in time is closed', async () => {
  await begin({ limits: { handshake: 50 } })
  const guest = await scene.guest('r'.repeat(22))
  expect(await guest.next()).toEqual({ type: 'waiting' })
  const { client } = await scene.mesh()
  expect(await client.closed).toMatchObject({ code: 4006, reason: 'no host or join within 50 ms' })
  // Who said it in time, and before that one, is still there.
  await guest.settled()
})

test('who gives no sign of life is cut off', async () => {
  await begin({ limits: { heartbeat: 400 } })
  const host = await scene.host()
  const dead = await scene.guest(host.room, { autoPong: false })
  expect(await host.next()).toEqual({ type: 'guest', peer: 1 })
  expect(await host.next()).toEqual({ type: 'left', peer: 1, reason: 'its connection died', how: 'cut' })
  expect(await dead.closed).toMatchObject({ code: 1006 })
  await host.settled()
})

test('one address has only so many sockets, and gets them back', async () => {
  await begin({ limits: { socketsPerAddress: 2 } })
  const host = await scene.host()
  const { client } = await scene.mesh()
  const path = plainPath(host.room, TICKET)
  expect(await scene.refused(path, 'wamp.2.json')).toMatchObject({
    status: 429,
    body: expect.stringContaining('2 open'),
  })
  client.webSocket.close()
  await client.closed
  await scene.plain(host.room)
})

test('behind a trusted proxy, addresses are what it says, and not what clients claim', async () => {
  await begin({ trustProxy: 1, limits: { socketsPerAddress: 1 } })
  const from = (forwarded: string) => ({ headers: { 'x-forwarded-for': forwarded } })
  await scene.mesh(from('192.0.2.1'))
  await scene.mesh(from('192.0.2.2'))
  expect(await scene.refused('/mesh', 'wamp-mesh.1', from('192.0.2.99, 192.0.2.1'))).toMatchObject({ status: 429 })
  await scene.mesh(from('2001:db8::1'))
  expect(await scene.refused('/mesh', 'wamp-mesh.1', from('2001:db8:0:0:ffff::2'))).toMatchObject({ status: 429 })
  await scene.mesh(from('2001:db8:0:1::1'))
})

test('who joins beyond the rate is not let in yet', async () => {
  await begin({ limits: { joinsPerMinute: 2 } })
  const host = await scene.host()
  await scene.guest(host.room)
  expect(await host.next()).toEqual({ type: 'guest', peer: 1 })
  const early = await scene.guest(host.room)
  let stops = 0
  while (stops === 0) stops = await scene.metric('wamp_mesh_slowed_total{by="join"}')
  await host.settled()
  expect([...host.unread, ...early.unread]).toEqual([])
})

test('joins beyond the rate wait for their turn; plain clients are told to come again', async () => {
  await begin({ limits: { joinsPerMinute: 60 } })
  const host = await scene.host()
  const guests = await Promise.all(Array.from({ length: 61 }, () => scene.guest(host.room)))
  expect(await scene.refused(plainPath(host.room, TICKET), 'wamp.2.json')).toMatchObject({ status: 429 })
  for (const guest of guests) expect(await guest.next()).toEqual({ type: 'host' })
})

test('a full room', async () => {
  await begin({ limits: { guestsPerRoom: 1 } })
  const host = await scene.host()
  await (await scene.guest(host.room)).next()
  expect(await (await scene.guest(host.room)).closed).toMatchObject({
    code: 4003,
    reason: expect.stringContaining('1 guests'),
  })
  expect(await scene.refused(plainPath(host.room, TICKET), 'wamp.2.json')).toMatchObject({ status: 503 })
})

test('a server that holds too much lets nobody in', async () => {
  await begin({ limits: { memory: -1 } })
  const client = scene.client('/mesh', 'wamp-mesh.1')
  expect(await client.closed).toMatchObject({ code: 1013, reason: expect.stringContaining('memory') })
})

test('a client that makes the server hold too much goes, and only that one', async () => {
  await begin({ limits: { memory: MiB } })
  const host = await scene.host()
  const [greedy, other] = [await scene.plain(host.room, 'wamp.2.msgpack'), await scene.plain(host.room)]
  void [await host.next(), await host.next()]
  // A message that never ends waits in the server.
  greedy.webSocket.send(Buffer.alloc(4 * MiB), { binary: true, fin: false })
  expect(await greedy.closed).toMatchObject({ code: 1013 })
  expect(await host.next()).toMatchObject({
    type: 'left',
    how: 'cut',
    peer: 1,
    reason: expect.stringContaining('too much to hold'),
  })
  other.say('[1]')
  expect((await host.piece()).peer).toBe(2)
})

test('pages of other origins stay out where there is a list; programs may come as plain clients', async () => {
  await begin({ origins: ['https://good.example'] })
  const good = { origin: 'https://good.example' }
  await scene.mesh(good)
  for (const options of [{ origin: 'https://evil.example' }, {}]) {
    expect(await scene.refused('/mesh', 'wamp-mesh.1', options)).toMatchObject({
      status: 403,
      body: expect.stringContaining('may not connect'),
    })
  }
  const path = plainPath('r'.repeat(22), TICKET)
  expect(await scene.refused(path, 'wamp.2.json', { origin: 'https://evil.example' })).toMatchObject({ status: 403 })
  expect(await scene.refused(path, 'wamp.2.json')).toMatchObject({ status: 503 })
})
