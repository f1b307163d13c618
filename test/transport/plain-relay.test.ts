// Plain relay: pieces, backpressure, conflation, and what a client that does not read may cost.

import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { json } from '../../src/protocol/serializer/json.ts'
import { msgpack } from '../../src/protocol/serializer/msgpack.ts'
import type { Serializer } from '../../src/protocol/serializer/serializer.ts'
import { type Piece, PlainRelayLink } from '../../src/transport/plain-relay.ts'
import { MAX_PIECE } from '../../src/transport/signaling-messages.ts'
import { numberOf, Receiver, sampleFrame, until } from './link-acceptance.ts'

const KIB = 1024
const MIB = 1024 * KIB
const sample = (number: number, size?: number) => sampleFrame(msgpack, number, size)

/** A link whose wire is as full as a test says. */
function relayed(serializer: Serializer = msgpack, limit?: number) {
  const pieces: Piece[] = []
  const reasons: string[] = []
  const wire = {
    bufferedAmount: 0,
    send: (piece: Piece) => void pieces.push(piece),
    close: (reason: string) => void reasons.push(reason),
  }
  const link = new PlainRelayLink(wire, serializer, limit)
  const receiver = new Receiver()
  link.start(receiver)
  /** The numbers of the messages whose last piece has gone. */
  const gone = () => messagesOf(pieces).map(numberOf)
  return { link, wire, pieces, reasons, receiver, gone }
}

/** Pieces put together; a message that is not whole yet is left out. */
function messagesOf(pieces: readonly Piece[]): Uint8Array[] {
  const messages: Uint8Array[] = []
  let begun: Uint8Array[] = []
  for (const { payload, fin } of pieces) {
    begun.push(payload)
    if (fin) messages.push(Buffer.concat(begun))
    if (fin) begun = []
  }
  return messages
}

test('a message goes in pieces, the last of which says so', () => {
  const { link, pieces } = relayed()
  link.send(sample(1, MAX_PIECE * 2 + 1))
  link.send(sample(2))
  link.send(new Uint8Array())
  expect(pieces.map(({ payload, fin, text }) => [payload.length, fin, text])).toEqual([
    [MAX_PIECE, false, false],
    [MAX_PIECE, false, false],
    [1, true, false],
    [64, true, false],
    [0, true, false],
  ])
  expect(messagesOf(pieces)[0]).toEqual(Buffer.from(sample(1, MAX_PIECE * 2 + 1) as Uint8Array))
})

test('a text goes as text, in as many bytes as it has', () => {
  const { link, pieces } = relayed(json)
  link.pause()
  link.send('["€"]')
  expect(link.bufferedAmount).toBeGreaterThanOrEqual(7)
  link.resume()
  expect(pieces).toEqual([{ payload: new TextEncoder().encode('["€"]'), fin: true, text: true }])
  expect(link.bufferedAmount).toBe(0)
})

test('a full wire gets nothing, and is looked at again', async () => {
  const { link, wire, gone } = relayed()
  wire.bufferedAmount = 256 * KIB
  link.send(sample(1))
  link.send(sample(2))
  expect(gone()).toEqual([])
  wire.bufferedAmount = 0
  await until(() => gone().length === 2)
  expect(gone()).toEqual([1, 2])
})

describe('a client that does not read', () => {
  test('costs a bounded number of bytes; then it gets the newest of each topic, and all else in order', () => {
    const { link, receiver, gone } = relayed(msgpack, MIB)
    link.pause()
    for (let number = 0; number < 100_000; number++) {
      const topic = number % 10
      // A few ordinary events among many that supersede each other.
      if (number % 10_000 === 0) link.send(sample(number, KIB))
      else link.send(sample(number, KIB), 0, `1 com.app.${topic}`)
    }
    expect(link.bufferedAmount).toBeLessThan(32 * KIB)
    expect(receiver.reasons).toEqual([])
    link.resume()
    const ordinary = Array.from({ length: 10 }, (_, index) => index * 10_000)
    const newest = Array.from({ length: 10 }, (_, index) => 99_990 + index)
    expect(gone()).toEqual([...ordinary, ...newest])
    expect(link.conflated).toBe(100_000 - 20)
    link.close()
  })

  test('an event never comes before one that was sent earlier', () => {
    const { link, gone } = relayed()
    link.pause()
    link.send(sample(1), 0, 'a')
    link.send(sample(2))
    link.send(sample(3), 0, 'a')
    link.send(sample(4))
    link.resume()
    expect(gone()).toEqual([2, 3, 4])
  })

  test('a message that was begun goes to its end, and is not replaced', () => {
    const { link, wire, pieces, gone } = relayed()
    const { send } = wire
    wire.send = piece => {
      send(piece)
      wire.bufferedAmount = 256 * KIB
    }
    link.send(sample(1, 3 * MAX_PIECE), 0, 'a')
    expect(pieces.length).toBe(1)
    link.send(sample(2), 0, 'a')
    link.send(sample(3), 0, 'a')
    expect([link.conflated, link.bufferedAmount]).toEqual([1, expect.any(Number)])
    wire.send = send
    wire.bufferedAmount = 0
    link.resume()
    expect(gone()).toEqual([1, 3])
    expect(link.bufferedAmount).toBe(0)
  })

  test.each([
    ['paused by the server', true],
    ['on a full wire', false],
  ])('is closed at the limit where nothing may be left out, %s; what waited goes nowhere', async (_, paused) => {
    const { link, wire, pieces, reasons, receiver } = relayed(msgpack, MIB)
    wire.bufferedAmount = 256 * KIB
    if (paused) link.pause()
    for (let number = 0; number < 2_000; number++) link.send(sample(number, KIB))
    const sentence = /cannot keep up: \d+ bytes were waiting for it, and the limit is 1048576/
    expect(await receiver.end()).toMatch(sentence)
    expect(reasons).toEqual([expect.stringMatching(sentence)])
    expect([pieces, link.bufferedAmount]).toEqual([[], 0])
  })

  test('so is one with too many topics', async () => {
    const { link, receiver } = relayed(msgpack, MIB)
    link.pause()
    for (let number = 0; number < 2_000; number++) link.send(sample(number, KIB), 0, `1 com.app.${number}`)
    expect(await receiver.end()).toMatch(/cannot keep up/)
  })
})

test('no timer is left behind', () => {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  for (const end of ['close', 'ended'] as const) {
    const { link, wire } = relayed()
    wire.bufferedAmount = 256 * KIB
    link.send(sample(1), 0, 'a')
    expect(vi.getTimerCount()).toBe(1)
    link[end]('over')
    expect(vi.getTimerCount()).toBe(0)
  }
})

test('what was sent before a close goes out with it, in order', async () => {
  const { link, wire, reasons, receiver, gone } = relayed()
  wire.bufferedAmount = 256 * KIB
  for (const number of [1, 2, 3]) link.send(sample(number), 0, number < 3 ? 'a' : undefined)
  link.close('done')
  expect([gone(), reasons, await receiver.end()]).toEqual([[2, 3], ['done'], 'done'])
})
