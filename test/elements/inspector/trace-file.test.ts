// A trace that is saved is the same when it is loaded; what is none is refused with a sentence.

import { expect, test } from 'vitest'
import { readTrace, writeTrace } from '../../../src/elements/inspector/trace-file.ts'
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

test.each([
  ['[', /JSON/],
  ['{}', /not a trace/],
  ['{"format":"wamp-mesh trace","version":9}', /version 9/],
  ['{"format":"wamp-mesh trace","version":1}', /no records/],
  ['{"format":"wamp-mesh trace","version":1,"records":[{"number":1}]}', /Record 1/],
])('%s is refused', (text, sentence) => {
  expect(() => readTrace(text)).toThrow(sentence)
})
