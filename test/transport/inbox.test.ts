// Inbox: what every link's receiver may rely on, also one that fails.

import { expect, test } from 'vitest'
import { Inbox } from '../../src/transport/inbox.ts'
import { Receiver, tick } from './link-acceptance.ts'

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
