// A trace that is saved is the same when it is loaded; what is none is refused with a sentence.

import { expect, test } from 'vitest'
import { readTrace, writeTrace } from '../../../src/elements/inspector/trace-file.ts'
import { TraceLog } from '../../../src/elements/inspector/trace-log.ts'
import { aCall, record } from './records.ts'

test('save and load', () => {
  const records = [
    ...aCall(),
    record([16, 1, {}, 'com.app.picture', [Uint8Array.of(0, 1, 255), 'text', null, { deep: [Uint8Array.of(7)] }]]),
    record([], { unreadable: 'no message', cut: true, transport: undefined }),
  ]
  const names = new Map([[1, 'Android']])
  const read = readTrace(writeTrace({ records, names }))
  expect(read.records).toEqual(records)
  expect(read.names).toEqual(names)
})

test('a large binary is saved, too', () => {
  const records = [record([16, 1, {}, 'com.app.picture', [new Uint8Array(500_000).fill(7)]])]
  expect(readTrace(writeTrace({ records, names: new Map() })).records).toEqual(records)
})

const TRACE = { format: 'wamp-mesh trace', version: 1 }
const NO_TEXT = { toString: 1, valueOf: 1 }
const nested = (levels: number) => JSON.parse('['.repeat(levels) + ']'.repeat(levels))

test.each<[string, object]>([
  ['a time beyond all dates', { time: 1e300 }],
  ['a time that is no number', { time: '1' }],
  ['a number with a fraction', { number: 1.5 }],
  ['a size below 0', { size: -1 }],
  ['a cause that is none', { cause: NO_TEXT }],
  ['a session beyond all ids', { session: 1e300 }],
  ['a reason that is no text', { message: [], unreadable: NO_TEXT }],
  ['a type that is no number', { message: [NO_TEXT] }],
  ['a type in a list', { message: [[48], 1, {}, 'com.app.p'] }],
  ['a topic without a text', { message: [16, 1, {}, NO_TEXT] }],
  ['a request id without a text', { message: [50, NO_TEXT, {}] }],
  ['an error without a text', { message: [8, 48, 1, {}, NO_TEXT] }],
  ['a procedure of INVOCATION that is no text', { message: [68, 1, 2, { procedure: 7 }] }],
  ['a topic of EVENT that is no text', { message: [36, 1, 2, { topic: ['wamp.'] }] }],
  ['levels without end', { message: [16, 1, {}, 'com.app.t', nested(2_000)] }],
])('a record with %s is refused', (_, part) => {
  const text = JSON.stringify({ ...TRACE, records: [aCall()[0], { ...aCall()[1], ...part }] })
  expect(() => readTrace(text)).toThrow('Record 2 of this trace is not what it must be.')
})

test('what a message may be can be shown, and nothing else of a record is taken', () => {
  const messages = [
    [48, 1, {}, 'com.app.p', [NO_TEXT, nested(900)], NO_TEXT],
    [1, null, NO_TEXT],
    [99, NO_TEXT],
    [68],
    [36, null, true, null, NO_TEXT],
  ]
  const records = messages.map(message => ({ ...record(message), more: NO_TEXT }))
  const log = new TraceLog()
  for (const read of readTrace(JSON.stringify({ ...TRACE, records })).records) {
    expect(() => log.add(read)).not.toThrow()
    expect(read).not.toHaveProperty('more')
  }
})

test.each([{ names: { 1: NO_TEXT } }, { names: { one: 'One' } }])('names that are none are refused: %j', part => {
  expect(() => readTrace(JSON.stringify({ ...TRACE, records: [], ...part }))).toThrow(/^The names in this trace/)
})

test.each([
  ['[', /JSON/],
  ['{}', /not a trace/],
  ['{"format":"wamp-mesh trace","version":9}', /version 9/],
  ['{"format":"wamp-mesh trace","version":{"toString":1}}', /version \{"toString":1\};/],
  ['{"format":"wamp-mesh trace","version":1}', /no records/],
  ['{"format":"wamp-mesh trace","version":1,"records":[{"number":1}]}', /Record 1/],
])('%s is refused', (text, sentence) => {
  expect(() => readTrace(text)).toThrow(sentence)
})
