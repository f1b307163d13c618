// Plain WAMP clients on a real server: who is let in, and how their messages pass.

import { createHash, randomBytes } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { plainPath } from '../../src/transport/signaling-messages.ts'
import { Client, HostKey, Scene, TICKET } from './clients.ts'

let scene: Scene
beforeEach(async () => {
  scene = await Scene.open()
})
afterEach(() => scene.close())

const MiB = 1024 * 1024

test('a plain client is announced with its ticket and subprotocol', async () => {
  const host = await scene.host()
  const client = await scene.plain(host.room, ['wamp.2.json.batched', 'wamp.2.cbor', 'wamp.2.json'])
  expect(client.webSocket.protocol).toBe('wamp.2.cbor')
  expect(await host.next()).toEqual({ type: 'plain', peer: 1, ticket: TICKET, protocol: 'wamp.2.cbor' })
})

test('text and binary messages pass both ways', async () => {
  const host = await scene.host()
  const json = await scene.plain(host.room)
  const msgpack = await scene.plain(host.room, 'wamp.2.msgpack')
  void [await host.next(), await host.next()]
  json.say('[1,"realm1",{"grüße":"€"}]')
  expect(await host.piece()).toEqual({
    peer: 1,
    fin: true,
    text: true,
    payload: Buffer.from('[1,"realm1",{"grüße":"€"}]'),
  })
  msgpack.bytes(Buffer.of(0x93, 1))
  expect(await host.piece()).toEqual({ peer: 2, fin: true, text: false, payload: Buffer.of(0x93, 1) })
  // Pieces of two messages interleave, and one ends within a character.
  const welcome = Buffer.from('[2,7,"€"]')
  host.relay(1, welcome.subarray(0, 7), { fin: false, text: true })
  host.relay(2, Buffer.of(5), { fin: false })
  host.relay(1, welcome.subarray(7), { text: true })
  host.relay(2, Buffer.of(6))
  expect(await json.next()).toBe('[2,7,"€"]')
  expect(await msgpack.next()).toEqual(Buffer.of(5, 6))
})

test('every refusal has its status and a sentence', async () => {
  const host = await scene.host()
  const path = plainPath(host.room, TICKET)
  expect(await scene.refused('/wamp/short', 'wamp.2.json')).toMatchObject({
    status: 400,
    body: expect.stringContaining('22 characters'),
  })
  expect(await scene.refused(path, 'wamp.2.json.batched')).toMatchObject({
    status: 400,
    body: expect.stringContaining('wamp.2.json'),
  })
  expect(await scene.refused(path, [])).toMatchObject({ status: 400 })
  const wrong = plainPath(host.room, 'B'.repeat(22))
  expect(await scene.refused(wrong, 'wamp.2.json')).toMatchObject({
    status: 403,
    body: expect.stringContaining('ticket'),
  })
  const nobody = plainPath(new HostKey().room, TICKET)
  expect(await scene.refused(nobody, 'wamp.2.json')).toMatchObject({
    status: 503,
    body: expect.stringContaining('Nobody hosts'),
  })
  expect(await scene.refused('/elsewhere', 'wamp.2.json')).toMatchObject({ status: 404 })
  expect(await scene.refused('/mesh', 'wamp.2.json')).toMatchObject({
    status: 400,
    body: expect.stringContaining('wamp-mesh.1'),
  })
  expect(host.unread).toEqual([])
})

test('a host that takes no plain clients', async () => {
  for (const more of [{ protocols: [] }, { ticketHash: undefined }]) {
    const host = await scene.host(new HostKey(), more as object)
    expect(await scene.refused(plainPath(host.room, TICKET), 'wamp.2.json')).toMatchObject({ status: 403 })
  }
})

test('a host that has another ticket: who is in stays, and who comes needs the new one', async () => {
  const host = await scene.host()
  const inside = await scene.plain(host.room)
  await host.next()
  const ticket = 'B'.repeat(22)
  host.say({ type: 'ticket', ticketHash: createHash('sha256').update(ticket).digest('base64url') })
  await host.settled()
  expect(await scene.refused(plainPath(host.room, TICKET), 'wamp.2.json')).toMatchObject({ status: 403 })
  await scene.client(plainPath(host.room, ticket), 'wamp.2.json').opened()
  expect(await host.next()).toEqual({ type: 'plain', peer: 2, ticket, protocol: 'wamp.2.json' })
  inside.say('[1,"realm1",{}]')
  expect(await host.piece()).toMatchObject({ peer: 1, payload: Buffer.from('[1,"realm1",{}]') })
})

test('another ticket lets nobody in where plain clients are refused', async () => {
  const host = await scene.host(new HostKey(), { protocols: [] })
  host.say({ type: 'ticket', ticketHash: createHash('sha256').update(TICKET).digest('base64url') })
  await host.settled()
  expect(await scene.refused(plainPath(host.room, TICKET), 'wamp.2.json')).toMatchObject({ status: 403 })
})

test('a host with one serializer', async () => {
  const host = await scene.host(new HostKey(), { protocols: ['wamp.2.msgpack'] })
  const client = await scene.plain(host.room, ['wamp.2.json', 'wamp.2.msgpack'])
  expect(client.webSocket.protocol).toBe('wamp.2.msgpack')
})

test('text in a binary subprotocol, and the reverse, end the client that sent it', async () => {
  const host = await scene.host()
  const json = await scene.plain(host.room)
  const msgpack = await scene.plain(host.room, 'wamp.2.msgpack')
  void [await host.next(), await host.next()]
  json.bytes('[1]')
  expect(await json.closed).toEqual({ code: 1003, reason: 'wamp.2.json has text frames only' })
  msgpack.say('[1]')
  expect(await msgpack.closed).toEqual({ code: 1003, reason: 'wamp.2.msgpack has binary frames only' })
  const left = [await host.next(), await host.next()]
  expect(left).toMatchObject([
    { type: 'left', peer: 1 },
    { type: 'left', peer: 2 },
  ])
})

test('when the host goes its plain clients are told', async () => {
  const host = await scene.host()
  const client = await scene.plain(host.room)
  host.webSocket.terminate()
  expect(await client.closed).toEqual({ code: 1001, reason: 'the host left' })
})

test('what a client sent just before it left still arrives', async () => {
  const host = await scene.host()
  const client = await scene.plain(host.room, 'wamp.2.msgpack')
  await host.next()
  const goodbye = randomBytes(3 * MiB)
  client.bytes(goodbye)
  client.webSocket.close()
  expect((await host.message()).payload.equals(goodbye)).toBe(true)
  expect(await host.next()).toMatchObject({ type: 'left', peer: 1 })
})

test('a message of 16 MiB does not hold up a small one of somebody else on its way to the host', async () => {
  const host = await scene.host()
  const [big, small] = [await scene.plain(host.room, 'wamp.2.msgpack'), await scene.plain(host.room)]
  void [await host.next(), await host.next()]
  const message = randomBytes(16 * MiB)
  big.bytes(message)
  const pieces = [await host.piece()]
  // The big message is in the server; now its way to the host is blocked until the small one is there as well.
  host.webSocket.pause()
  small.say('[48]')
  await small.settled()
  host.webSocket.resume()
  while (!(pieces.at(-1)?.fin && pieces.at(-1)?.peer === 1)) pieces.push(await host.piece())
  expect(pieces.findIndex(({ peer }) => peer === 2)).toBeGreaterThan(0)
  expect(Math.max(...pieces.map(({ payload }) => payload.length))).toBe(64 * 1024)
  expect(Buffer.concat(pieces.filter(({ peer }) => peer === 1).map(({ payload }) => payload)).equals(message)).toBe(
    true,
  )
})

test('a message of 16 MiB from the host passes in pieces, while others get theirs', async () => {
  const host = await scene.host()
  const [big, small] = [await scene.plain(host.room, 'wamp.2.msgpack'), await scene.plain(host.room)]
  void [await host.next(), await host.next()]
  const message = randomBytes(16 * MiB)
  const size = 64 * 1024
  for (let at = 0; at < message.length; at += size) {
    host.relay(1, message.subarray(at, at + size), { fin: at + size === message.length })
    if (at % (16 * size) === 0) host.relay(2, `[${at}]`, { text: true })
  }
  for (let at = 0; at < message.length; at += 16 * size) expect(await small.next()).toBe(`[${at}]`)
  expect(message.equals((await big.next()) as Buffer)).toBe(true)
})

test('a message above 16 MiB ends its client and nobody else', async () => {
  const host = await scene.host()
  const [huge, other] = [await scene.plain(host.room, 'wamp.2.msgpack'), await scene.plain(host.room)]
  void [await host.next(), await host.next()]
  huge.bytes(Buffer.alloc(16 * MiB + 1))
  expect((await huge.closed).code).toBe(1009)
  expect(await host.next()).toMatchObject({ type: 'left', peer: 1 })
  other.say('[1]')
  expect((await host.piece()).peer).toBe(2)
})

test('a room stays with who waits, whatever plain clients try', async () => {
  const key = new HostKey()
  const guest = await scene.guest(key.room)
  expect(await guest.next()).toEqual({ type: 'waiting' })
  expect((await scene.refused(plainPath(key.room, TICKET), 'wamp.2.json')).status).toBe(503)
  await scene.host(key)
  expect(await guest.next()).toEqual({ type: 'host' })
  const client = await new Client(scene.server.url + plainPath(key.room, TICKET), 'wamp.2.json').opened()
  client.webSocket.terminate()
})
