// Inbox: what every link's receiver may rely on, also one that fails.

import { expect, test } from 'vitest'
import { msgpack } from '../../src/protocol/serializer/msgpack.ts'
import { Inbox } from '../../src/transport/inbox.ts'
import { fragmentPair } from './channel-pair.ts'
import { numberOf, Receiver, sampleFrame, tick } from './link-acceptance.ts'

test('a receiver that throws loses nothing that stands behind, and its error is nobody else’s', async () => {
  const errors: unknown[] = []
  const listeners = process.listeners('uncaughtException')
  process.removeAllListeners('uncaughtException')
  process.on('uncaughtException', error => errors.push(error))
  const inbox = new Inbox()
  const heard: unknown[] = []
  inbox.start({
    frame(frame) {
      heard.push(frame)
      if (frame !== 'three') throw new Error(`cannot take ${frame}`)
    },
    closed: reason => heard.push({ reason }),
  })
  for (const frame of ['one', 'two', 'three', 'four']) inbox.push(frame)
  inbox.end('over')
  await tick()
  await tick()
  process.removeAllListeners('uncaughtException')
  for (const listener of listeners) process.on('uncaughtException', listener)
  expect(heard).toEqual(['one', 'two', 'three', 'four', { reason: 'over' }])
  expect(errors.map(String)).toEqual(['one', 'two', 'four'].map(frame => `Error: cannot take ${frame}`))
})

test('counts what waits, and forgets it when this side closes', async () => {
  const inbox = new Inbox()
  inbox.push('12345')
  inbox.push(new Uint8Array(10))
  expect(inbox.bytes).toBe(15)
  inbox.abandon('enough')
  expect(inbox.bytes).toBe(0)
  const receiver = new Receiver()
  inbox.start(receiver)
  expect(await receiver.end()).toBe('enough')
  expect(receiver.frames).toEqual([])
})

test('the first reason counts', async () => {
  const inbox = new Inbox()
  inbox.end('first')
  inbox.abandon('second')
  const receiver = new Receiver()
  inbox.start(receiver)
  expect(await receiver.end()).toBe('first')
})

test('has one receiver', () => {
  const inbox = new Inbox()
  inbox.start(new Receiver())
  expect(() => inbox.start(new Receiver())).toThrow('one receiver')
})

test('whoever fails on being told of transfers does not fail the link in the middle of a frame', async () => {
  const errors: unknown[] = []
  const listeners = process.listeners('uncaughtException')
  process.removeAllListeners('uncaughtException')
  process.on('uncaughtException', error => errors.push(error))
  const { left, right } = fragmentPair(msgpack, {})
  class Failing extends Receiver {
    transfers(): void {
      throw new Error('no room for a bar')
    }
  }
  const [here, there] = [new Failing(), new Failing()]
  left.start(here)
  right.start(there)
  left.send(sampleFrame(msgpack, 1, 600_000))
  left.send(sampleFrame(msgpack, 2))
  await there.count(2)
  await tick()
  process.removeAllListeners('uncaughtException')
  for (const listener of listeners) process.on('uncaughtException', listener)
  expect(there.frames.map(numberOf).sort()).toEqual([1, 2])
  expect(new Set(errors.map(String))).toEqual(new Set(['Error: no room for a bar']))
})
