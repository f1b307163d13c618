// NodeWebSocket: what is written to connections arrives as it was sent, whoever else got the same, and in its order.

import { once } from 'node:events'
import type { AddressInfo, Socket } from 'node:net'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { NodeWebSocket } from '../../src/host/node-websocket.ts'

let server: WebSocketServer
const clients: WebSocket[] = []

beforeEach(async () => {
  server = new WebSocketServer({ port: 0, perMessageDeflate: false })
  await once(server, 'listening')
})
afterEach(() => {
  for (const client of clients.splice(0)) client.terminate()
  server.close()
})

/** Our end of a connection; the other, of `ws`, with what came there. */
async function connection() {
  const accepted = once(server, 'connection')
  const other = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`)
  clients.push(other)
  const got: (string | Buffer)[] = []
  other.on('message', (data, binary) => got.push(binary ? (data as Buffer) : data.toString()))
  const opened = once(other, 'open')
  const closed = once(other, 'close')
  const [raw, { socket }] = await accepted
  await opened
  const writes = vi.spyOn(socket as Socket, 'write')
  return { ours: new NodeWebSocket(raw, socket), raw: raw as WebSocket, other, got, closed, writes }
}

const bytes = (length: number, seed = 7) => Uint8Array.from({ length }, (_, at) => (at * 31 + seed) & 0xff)
const LENGTHS = [1, 125, 126, 127, 16_383, 16_384, 65_535, 65_536, 300_000]

test('frames of every length arrive whole, in one order, whatever is sent in the same tick', async () => {
  const { ours, got, closed } = await connection()
  const sent = LENGTHS.flatMap(length => [bytes(length), 'é€😀'.repeat(Math.ceil(length / 9)), bytes(3, length)])
  for (const frame of sent) ours.send(frame)
  ours.close(1000, 'that was all')
  const [code, reason] = await closed
  expect([code, reason.toString()]).toEqual([1000, 'that was all'])
  expect(got).toEqual(sent.map(frame => (typeof frame === 'string' ? frame : Buffer.from(frame))))
})

test('who gets the same frames as others, and others in between, gets its own in its order', async () => {
  const all = [await connection(), await connection(), await connection()]
  const shared = [bytes(100), 'to all', bytes(20_000)]
  const sent: (string | Uint8Array)[][] = [[], [], []]
  for (let tick = 0; tick < 3; tick++) {
    for (const frame of shared) {
      for (const [index, { ours }] of all.entries()) {
        const mine = index === 1 ? [frame, `only for the second ${tick}`] : [frame]
        for (const one of mine) ours.send(one)
        sent[index]?.push(...mine)
      }
    }
    await new Promise(setImmediate)
  }
  for (const { ours } of all) ours.close()
  await Promise.all(all.map(({ closed }) => closed))
  for (const [index, { got }] of all.entries()) {
    expect(got).toEqual(sent[index]?.map(frame => (typeof frame === 'string' ? frame : Buffer.from(frame))))
  }
})

test('what one connection gets in a tick is written every 16 frames, so that its reader begins; of many, at the end', async () => {
  const [one, ...others] = [await connection(), await connection(), await connection()]
  const send = (count: number, connections: readonly (typeof one)[]) => {
    for (let nth = 0; nth < count; nth++) for (const { ours } of connections) ours.send(bytes(10, nth))
    return connections.map(({ writes, ours }) => [writes.mock.calls.length, ours.bufferedAmount])
  }
  expect(send(15, [one])).toEqual([[0, 15 * 12]])
  expect(send(1, [one])).toEqual([[1, 0]])
  expect(send(20, [one])).toEqual([[2, 4 * 12]])
  await new Promise(setImmediate)
  expect(one.writes).toHaveBeenCalledTimes(3)
  expect(send(31, others)).toEqual([
    [0, 31 * 12],
    [0, 31 * 12],
  ])
  for (const { ours } of [one, ...others]) ours.close()
  await Promise.all([one, ...others].map(({ closed }) => closed))
  expect([one, ...others].map(({ got }) => got.length)).toEqual([36, 31, 31])
})

test('control frames go between frames, and never into one', async () => {
  const { ours, raw, other, got, closed } = await connection()
  const pinged = once(other, 'ping')
  ours.send('before')
  raw.ping()
  ours.send(bytes(70_000))
  await pinged
  ours.close()
  await closed
  expect(got).toEqual(['before', Buffer.from(bytes(70_000))])
})

test('what waits to be written counts as buffered, and goes with a connection that is cut off', async () => {
  const { ours, got, closed } = await connection()
  ours.send(bytes(1_000))
  expect(ours.bufferedAmount).toBe(1_004)
  ours.terminate()
  expect(ours.bufferedAmount).toBe(0)
  await closed
  expect(got).toEqual([])
})

test('nothing is written behind the closing frame that answers the other side', async () => {
  const { ours, raw, other, got, closed } = await connection()
  other.close(1000)
  await once(raw, 'close')
  ours.send('too late')
  await closed
  expect(got).toEqual([])
})

test('events say what came, until they are not listened to any more', async () => {
  const { ours, other, closed } = await connection()
  const heard: unknown[] = []
  const closing = new Promise<void>(resolve => {
    ours.addEventListener('close', ({ code, reason }) => {
      heard.push([code, reason])
      resolve()
    })
  })
  ours.addEventListener('message', ({ data }) => {
    heard.push(data)
    if (data === 'enough') ours.removeEventListener('message')
  })
  for (const frame of ['text', bytes(5), 'enough', 'not heard']) other.send(frame)
  other.close(4001, 'bye')
  await Promise.all([closing, closed])
  expect(heard).toEqual(['text', bytes(5), 'enough', [4001, 'bye']])
  expect(heard[1]?.constructor).toBe(Uint8Array)
})
