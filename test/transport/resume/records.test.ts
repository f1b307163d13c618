// What resumable links say to each other: written, read, and refused.

import { expect, test } from 'vitest'
import { BrokenFraming, MessageReader } from '../../../src/transport/framing.ts'
import {
  type Have,
  MOST_RUNS,
  readHave,
  readReason,
  record,
  writeHave,
  writeReason,
  writeRecord,
} from '../../../src/transport/resume/records.ts'

/** A reader behind the record's first byte. */
function readerOf(bytes: Uint8Array): MessageReader {
  const reader = new MessageReader(bytes)
  reader.byte()
  return reader
}

test('a frame has its numbers before it', () => {
  expect([...writeRecord(record.frame, [300, 5], Uint8Array.of(9, 8))]).toEqual([1, 0xac, 2, 5, 9, 8])
})

test.each<[string, Have, number[]]>([
  ['nothing', { upto: 0, beyond: [] }, [3, 0, 0]],
  ['all up to one', { upto: 300, beyond: [] }, [3, 0xac, 2, 0]],
  ['one ahead', { upto: 5, beyond: [{ first: 7, last: 7 }] }, [3, 5, 1, 1, 1]],
  [
    'runs ahead',
    {
      upto: 5,
      beyond: [
        { first: 7, last: 9 },
        { first: 20, last: 21 },
      ],
    },
    [3, 5, 2, 1, 3, 10, 2],
  ],
])('what has come is told: %s', (_, have, bytes) => {
  const written = writeHave(record.resume, have)
  expect([...written]).toEqual(bytes)
  expect(readHave(readerOf(written))).toEqual(have)
})

test.each([
  ['cut short', [2, 5]],
  ['fewer runs than announced', [2, 5, 3, 1, 1]],
  ['a run that begins where the last one ended', [2, 5, 1, 0, 1]],
  ['an empty run', [2, 5, 1, 1, 0]],
  ['more runs than there can be', [2, 5, 0xff, 0xff, 0xff, 0xff, 0x0f]],
  ['a number above 2^53', [2, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f]],
])('what cannot be is refused: %s', (_, bytes) => {
  expect(() => readHave(readerOf(Uint8Array.from(bytes)))).toThrow(BrokenFraming)
})

test('as many runs as a side keeps can be told', () => {
  const beyond = Array.from({ length: MOST_RUNS }, (_, index) => ({ first: 2 * index + 2, last: 2 * index + 2 }))
  expect(readHave(readerOf(writeHave(record.received, { upto: 0, beyond }))).beyond).toEqual(beyond)
})

test('a reason is text of a limited length, whatever comes', () => {
  expect(readReason(readerOf(writeReason(record.bye, 'ünd Schluß')))).toBe('ünd Schluß')
  expect(readReason(readerOf(writeReason(record.bye, 'x'.repeat(5_000))))).toHaveLength(1_000)
  expect(readReason(readerOf(writeRecord(record.bye, [], new Uint8Array(5_000).fill(0xff))))).toHaveLength(1_000)
})
