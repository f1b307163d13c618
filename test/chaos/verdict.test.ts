// The verdict on what the pages of the chaos cast wrote down.

import { describe, expect, test } from 'vitest'
import { judgeCalls, judgeEvents, WITH_PAGE } from './verdict.ts'

const published = (next: number, refused: number[] = [], waiting: number[] = []) => ({ next, refused, waiting })
/** Each number was published at ten times its value, and came one later. */
const heard = (got: number[]) => ({
  got,
  sentAt: got.map(number => 10 * number),
  gotAt: got.map(number => 10 * number + 1),
})

describe('events', () => {
  test('that all came once and in order are as they should be', () => {
    expect(judgeEvents(published(4), heard([0, 1, 2, 3]), 15)).toEqual({
      published: 4,
      refused: 0,
      unsettled: 0,
      lost: 0,
      doubled: 0,
      outOfOrder: 0,
      recovery: 6,
    })
  })

  test('that did not come are lost, the last ones too, unless they were refused or have not settled', () => {
    const verdict = judgeEvents(published(8, [2], [3]), heard([0, 1, 5]), 0)
    expect(verdict).toMatchObject({ published: 7, refused: 1, unsettled: 1, lost: 3 })
  })

  test('that were refused and came all the same are not lost', () => {
    expect(judgeEvents(published(3, [1]), heard([0, 1, 2]), 0)).toMatchObject({ published: 2, lost: 0 })
  })

  test('that came again are doubled and not out of order', () => {
    expect(judgeEvents(published(4), heard([0, 1, 2, 1, 2, 3]), 0)).toMatchObject({
      doubled: 2,
      outOfOrder: 0,
      lost: 0,
    })
  })

  test('that came after later ones are out of order', () => {
    expect(judgeEvents(published(4), heard([0, 2, 1, 3]), 0)).toMatchObject({ doubled: 0, outOfOrder: 1, lost: 0 })
  })

  test('do not recover where none comes that was published later', () => {
    expect(judgeEvents(published(4), heard([0, 1]), 10)).toMatchObject({ recovery: null })
  })
})

describe('calls', () => {
  const call = (number: number, error = '', ended = 10 * number + 2) => ({ number, begun: 10 * number, ended, error })

  test('are answered, rejected, or waiting', () => {
    const calls = [call(0), call(1, 'wamp.error.canceled'), call(2, WITH_PAGE), call(3, '', 0)]
    expect(judgeCalls(calls, [0, 1], 0)).toEqual({
      begun: 4,
      answered: 1,
      rejected: 1,
      errors: { 'wamp.error.canceled': 1 },
      unsettled: 1,
      wrong: 0,
      twice: 0,
      recovery: null,
    })
  })

  test('that were invoked more than once are counted, if the callee can tell', () => {
    expect(judgeCalls([call(0)], [0, 0, 1, 1, 1], 0)).toMatchObject({ twice: 3 })
    expect(judgeCalls([call(0)], undefined, 0)).toMatchObject({ twice: null })
  })

  test('recover when one that was begun later is answered', () => {
    const calls = [call(0), call(2, 'wamp.error.network_failure'), call(3), call(4)]
    expect(judgeCalls(calls, [], 15)).toMatchObject({ recovery: 17 })
  })
})
