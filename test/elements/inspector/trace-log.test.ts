// The last messages, as many as there is room for; and those that somebody wants to see of them.

import { expect, test } from 'vitest'
import { NO_FILTER, passes, type TraceFilter } from '../../../src/elements/inspector/trace-filter.ts'
import { TraceLog } from '../../../src/elements/inspector/trace-log.ts'
import { aCall, anEvent, record } from './records.ts'

test('the oldest go when there are too many, and are counted', () => {
  const log = new TraceLog(100)
  for (let request = 1; request <= 250; request++) log.add(record([48, request, {}, 'com.app.a']))
  expect(log.messages).toHaveLength(100)
  expect(log.records.map(({ message }) => message[1])).toEqual(Array.from({ length: 100 }, (_, at) => at + 151))
  expect(log.forgotten).toBe(150)
  log.clear()
  expect([log.messages.length, log.forgotten]).toEqual([0, 0])
})

test('a gap in the numbers is what never came, unless nobody looked', () => {
  const log = new TraceLog()
  log.add(record([48, 1, {}, 'com.app.a'], { number: 10 }))
  log.add(record([48, 2, {}, 'com.app.a'], { number: 15 }))
  expect(log.missed).toBe(4)
  log.interrupted()
  log.add(record([48, 3, {}, 'com.app.a'], { number: 90 }))
  // Another worker begins to count anew.
  log.add(record([48, 3, {}, 'com.app.a'], { number: 1 }))
  expect(log.missed).toBe(4)
})

test('reads when somebody asks, everything in its order, and tells of each once', () => {
  const told: (string | undefined)[] = []
  const log = new TraceLog(2_000, ({ uri }) => told.push(uri))
  for (const one of aCall()) log.add(one)
  expect(told).toEqual([])
  expect(log.messages.map(({ uri }) => uri)).toEqual(Array(4).fill('com.app.gettemp'))
  log.read()
  expect(told).toHaveLength(4)
})

test('what nobody asks for is bounded, and still helps to understand what follows', () => {
  const log = new TraceLog(10)
  log.add(record([32, 7, {}, 'com.app.position']))
  log.add(record([33, 7, 55], { direction: 'from-router' }))
  for (let request = 1; request <= 5_000; request++) log.add(record([48, request, {}, 'com.app.a']))
  log.add(record([36, 55, 66, {}], { direction: 'from-router' }))
  expect(log.messages.at(-1)?.uri).toBe('com.app.position')
  expect([log.messages.length, log.forgotten]).toEqual([10, 4_993])
})

test('filters by text, kind, session, and whether WAMP’s own are wanted', () => {
  const log = new TraceLog()
  for (const one of [...aCall(), ...anEvent(), ...aCall('wamp.session.list')]) log.add(one)
  const shown = (filter: Partial<TraceFilter>) =>
    log.messages.filter(message => passes(message, { ...NO_FILTER, ...filter })).map(({ name }) => name)
  expect(shown({})).toHaveLength(7)
  expect(shown({ meta: true })).toHaveLength(11)
  expect(shown({ kind: 'event' })).toEqual(['PUBLISH', 'EVENT', 'EVENT'])
  expect(shown({ session: 2 })).toEqual(['INVOCATION', 'YIELD', 'EVENT'])
  expect(shown({ text: 'GETTEMP' })).toHaveLength(4)
  expect(shown({ text: '21.5' })).toEqual(['YIELD', 'RESULT'])
  expect(shown({ text: 'event', session: 3 })).toEqual(['EVENT'])
  expect(shown({ text: 'nothing like it' })).toEqual([])
})
