// HoldBack, as a WebSocket link has it: what waits where a socket is full, in which order it goes, and that it ends.

import { describe, expect, test } from 'vitest'
import { msgpack } from '../../src/protocol/serializer/msgpack.ts'
import { type WebSocketLike, type WebSocketListener, webSocketLink } from '../../src/transport/websocket.ts'
import { ManualTimers } from './counting.ts'
import { numberOf, Receiver, sampleFrame } from './link-acceptance.ts'

const KIB = 1024
const FULL = 256 * KIB
const sample = (number: number, size?: number) => sampleFrame(msgpack, number, size)

/** A link over a socket that is as full as a test says. */
function over(limit?: number) {
  const listeners = new Map<string, WebSocketListener>()
  const sent: Uint8Array[] = []
  const closings: unknown[] = []
  const socket = {
    readyState: 1,
    bufferedAmount: 0,
    protocol: msgpack.protocol,
    binaryType: '',
    send: (data: string | Uint8Array) => void sent.push(data as Uint8Array),
    close: (code?: number, reason?: string) => {
      closings.push([code, reason, sent.length])
      socket.readyState = 2
    },
    addEventListener: (type: string, listener: WebSocketListener) => void listeners.set(type, listener),
    removeEventListener: () => {},
  } satisfies WebSocketLike
  const timers = new ManualTimers()
  const link = webSocketLink(socket, msgpack, { timers, ...(limit && { limit }) })
  const receiver = new Receiver()
  link.start(receiver)
  const happens = (type: string, event: object = {}) => listeners.get(type)?.({ type, ...event })
  return {
    link,
    socket,
    timers,
    receiver,
    closings,
    happens,
    gone: () => sent.map(numberOf),
    bytes: () => sent.map(({ buffer }) => buffer.byteLength),
  }
}

describe('a full socket', () => {
  test('has what waits keep nothing of the memory that it shares with others', async () => {
    const { link, socket, timers, bytes } = over()
    socket.bufferedAmount = FULL
    link.send(new Uint8Array(8 * KIB).subarray(0, 100), 0, 'a')
    link.send(new Uint8Array(8 * KIB).subarray(0, 100))
    socket.bufferedAmount = 0
    await timers.pass(10)
    expect(bytes()).toEqual([100, 100])
  })

  test('still gets what may not be left out, and nothing else', () => {
    const { link, socket, gone } = over()
    socket.bufferedAmount = FULL
    link.send(sample(1))
    link.send(sample(2), 0, 'a')
    expect(gone()).toEqual([1])
    expect(link.bufferedAmount).toBeGreaterThan(FULL + 64)
  })

  test('one that has room gets everything at once, and no timer is set', () => {
    const { link, socket, timers, gone } = over()
    socket.bufferedAmount = FULL - 1
    for (const number of [1, 2, 3]) link.send(sample(number), 0, 'a')
    expect([gone(), timers.running, link.conflated]).toEqual([[1, 2, 3], 0, 0])
  })

  test('what comes behind a frame that waits waits too, so that nothing is overtaken', async () => {
    const { link, socket, timers, gone } = over()
    socket.bufferedAmount = FULL
    link.send(sample(1), 0, 'a')
    link.send(sample(2))
    link.send(sample(3), 0, 'a')
    link.send(sample(4), 0, 'b')
    expect([gone(), link.conflated]).toEqual([[], 1])
    await timers.pass(100)
    expect(gone()).toEqual([])
    socket.bufferedAmount = 0
    await timers.pass(10)
    expect([gone(), timers.running, link.bufferedAmount]).toEqual([[2, 3, 4], 0, 0])
  })

  test('as soon as it has room, the next frame takes along what waits', () => {
    const { link, socket, timers, gone } = over()
    socket.bufferedAmount = FULL
    link.send(sample(1), 0, 'a')
    socket.bufferedAmount = 0
    link.send(sample(2))
    expect([gone(), timers.running]).toEqual([[1, 2], 0])
  })

  test('gets no more at a time than it has room for', async () => {
    const { link, socket, timers, gone } = over()
    socket.bufferedAmount = FULL
    for (const number of [1, 2, 3, 4]) link.send(sample(number, FULL / 2), 0, `${number}`)
    const { send } = socket
    socket.send = data => {
      socket.bufferedAmount += data.length
      send(data)
    }
    socket.bufferedAmount = 0
    await timers.pass(10)
    expect([gone(), timers.running]).toEqual([[1, 2], 1])
  })

  test('what waits counts against the limit', async () => {
    const { link, socket, timers, receiver, closings, gone } = over(FULL + 100 * KIB)
    socket.bufferedAmount = FULL
    for (let number = 0; number < 200; number++) link.send(sample(number, KIB), 0, `${number}`)
    expect(await receiver.end()).toMatch(/cannot keep up: \d+ bytes were waiting for it/)
    expect([gone(), closings.length, timers.running]).toEqual([[], 1, 0])
  })
})

describe('the end of a link', () => {
  test('this side closes: what waits goes first', async () => {
    const { link, socket, timers, receiver, closings, gone } = over()
    socket.bufferedAmount = FULL
    for (const number of [1, 2, 3]) link.send(sample(number), 0, number === 2 ? undefined : 'a')
    link.close('done')
    expect([gone(), closings, timers.running]).toEqual([[2, 3], [[1000, 'done', 2]], 0])
    expect(await receiver.end()).toBe('done')
  })

  test('the other side breaks the rules: the same', () => {
    const { link, socket, timers, closings, happens } = over()
    socket.bufferedAmount = FULL
    link.send(sample(1), 0, 'a')
    happens('message', { data: 'text' })
    expect([closings, timers.running]).toEqual([[[1003, expect.any(String), 1]], 0])
  })

  test('the connection is lost: nothing is kept, and no timer', async () => {
    const { link, socket, timers, receiver, happens, gone } = over()
    socket.bufferedAmount = FULL
    link.send(sample(1), 0, 'a')
    expect(timers.running).toBe(1)
    socket.readyState = 3
    happens('close', { code: 1006, reason: '' })
    expect([gone(), timers.running, link.bufferedAmount - FULL]).toEqual([[], 0, 0])
    expect(await receiver.end()).toBe('The connection was lost.')
  })

  test('the other side is closing: nobody looks at the socket any more', async () => {
    const { link, socket, timers, gone } = over()
    socket.bufferedAmount = FULL
    link.send(sample(1), 0, 'a')
    socket.readyState = 2
    socket.bufferedAmount = 0
    await timers.pass(10)
    expect([gone(), timers.running]).toEqual([[], 0])
    link.close()
    expect(gone()).toEqual([])
  })
})
