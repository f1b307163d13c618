// What sessions are called.

import { expect, test } from 'vitest'
import { SessionNames } from '../../../src/elements/inspector/session-names.ts'
import { TraceReader } from '../../../src/elements/inspector/trace-reader.ts'
import { english } from '../../../src/elements/inspector/words.ts'
import { record } from './records.ts'

test('by id, by authid, by what they do; the first that fits counts', () => {
  const names = new SessionNames()
  names.given = new Map<number | string, string>([
    ['com.app.gettemp', 'Arduino'],
    ['call com.app.gettemp', 'Android'],
    ['subscribe com.app.position', 'Map'],
    [4, 'Fourth'],
    ['ann', 'Ann’s phone'],
  ])
  const reader = new TraceReader()
  const does = (session: number, message: readonly unknown[]) => names.saw(reader.read(record(message, { session })))
  does(1, [64, 1, {}, 'com.app.gettemp'])
  does(2, [32, 1, {}, 'com.app.position'])
  does(2, [48, 2, {}, 'com.app.gettemp'])
  does(3, [32, 1, {}, 'com.app.position'])
  const nameOf = (session: number, more = {}) => names.nameOf({ session, ...more }, false, english)
  expect([1, 2, 3, 4].map(session => nameOf(session))).toEqual(['Arduino', 'Android', 'Map', 'Fourth'])
  expect(nameOf(5, { authid: 'ann', authmethod: 'ticket' })).toBe('Ann’s phone')
  expect(nameOf(6, { authid: 'bob', authmethod: 'ticket' })).toBe('bob')
  expect(nameOf(7, { authid: 'l39fap41bx', authmethod: 'invite', authrole: 'guest' })).toBe('Guest 1')
  expect(nameOf(8, { authid: 'x', authmethod: 'anonymous', authrole: 'plain' })).toBe('Client 2')
  expect(nameOf(7, { authrole: 'guest' })).toBe('Guest 1')
  expect(names.nameOf({ session: 9 }, true, english)).toBe('This page')
})
