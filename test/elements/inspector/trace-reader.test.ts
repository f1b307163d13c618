// What each message is about and belongs to, from those before it.

import { expect, test } from 'vitest'
import { TraceReader } from '../../../src/elements/inspector/trace-reader.ts'
import { aCall, anEvent, record } from './records.ts'

const brief = (reader: TraceReader, records: ReturnType<typeof aCall>) =>
  records.map(one => {
    const { name, kind, uri, exchange, latency } = reader.read(one)
    return [name, kind, uri, exchange, latency]
  })

test('a call, what follows from it, and its result belong together, and the result tells how long it took', () => {
  expect(brief(new TraceReader(), aCall())).toEqual([
    ['CALL', 'call', 'com.app.gettemp', 1, undefined],
    ['INVOCATION', 'call', 'com.app.gettemp', 1, undefined],
    ['YIELD', 'call', 'com.app.gettemp', 1, 28],
    ['RESULT', 'call', 'com.app.gettemp', 1, 30],
  ])
})

test('two calls are two, and an error belongs to its call', () => {
  const reader = new TraceReader()
  brief(reader, aCall())
  const call = record([48, 8, {}, 'com.app.gettemp'], { time: 100 })
  const error = record([8, 48, 8, {}, 'com.app.error.broken'], { direction: 'from-router', time: 102 })
  expect(brief(reader, [call, error])).toEqual([
    ['CALL', 'call', 'com.app.gettemp', 2, undefined],
    ['ERROR', 'call', 'com.app.gettemp', 2, 2],
  ])
  expect(reader.read(error).error).toBe('com.app.error.broken')
})

test('events belong to their publication', () => {
  expect(brief(new TraceReader(), anEvent())).toEqual([
    ['PUBLISH', 'event', 'com.app.position', 1, undefined],
    ['EVENT', 'event', 'com.app.position', 1, undefined],
    ['EVENT', 'event', 'com.app.position', 1, undefined],
  ])
})

test('of a session alone, an event is known by its subscription: from the trace, or from elsewhere', () => {
  const reader = new TraceReader()
  const out = { direction: 'from-router' } as const
  const subscribe = record([32, 1, {}, 'com.app.position'])
  const subscribed = record([33, 1, 55], out)
  expect(brief(reader, [subscribe, subscribed])).toEqual([
    ['SUBSCRIBE', 'setup', 'com.app.position', 1, undefined],
    ['SUBSCRIBED', 'setup', 'com.app.position', 1, 1],
  ])
  expect(reader.read(record([36, 55, 1, {}], out)).uri).toBe('com.app.position')
  expect(reader.read(record([36, 56, 2, {}], out)).uri).toBeUndefined()
  reader.learn('subscription', 56, 'com.app.other')
  expect(reader.read(record([36, 56, 3, {}], out)).uri).toBe('com.app.other')
  expect(reader.read(record([36, 57, 4, { topic: 'com.app.by.pattern' }], out)).uri).toBe('com.app.by.pattern')
})

test('hellos tell their realm, farewells their reason, and what could not be read is there too', () => {
  const reader = new TraceReader()
  const [hello, goodbye, broken] = [
    reader.read(record([1, 'realm1', {}])),
    reader.read(record([6, {}, 'wamp.close.normal'])),
    reader.read(record([], { unreadable: 'no message' })),
  ]
  expect([hello.uri, goodbye.uri, broken.name, broken.kind]).toEqual(['realm1', 'wamp.close.normal', '?', 'session'])
})
