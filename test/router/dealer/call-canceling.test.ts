// call_canceling [wamp:call-canceling]: R-CC-1, R-CC-2.

import { describe, expect, test } from 'vitest'
import { OPEN_LIMITS } from '../../../src/router/limits.ts'
import { ABORT, callError, calleeAndCaller } from './calling.ts'

const CANCELED = callError(1, 'wamp.error.canceled')
const ANSWERS: [string, unknown[], unknown[]][] = [
  ['YIELD', [70, 1, {}, ['y']], [50, 1, {}, ['y']]],
  ['ERROR', [8, 68, 1, {}, 'com.app.error', ['why']], [8, 48, 1, {}, 'com.app.error', ['why']]],
]

async function calledOf(features: readonly string[]) {
  const both = await calleeAndCaller({ callee: features, caller: ['call_canceling'] })
  both.caller.sends([48, 1, {}, 'com.app.p'])
  expect(await both.callee.got()).toEqual([[68, 1, both.registration, {}]])
  return both
}

describe.each([['call_canceling'], ['call_cancelling']])('a callee that announced %s [D2]', feature => {
  test.each(ANSWERS)('skip: no INTERRUPT, ERROR at once, a later %s is discarded', async (_, answer) => {
    const { callee, caller } = await calledOf([feature])
    caller.sends([49, 1, { mode: 'skip' }])
    expect(await caller.got()).toEqual([CANCELED])
    callee.sends(answer)
    expect(await callee.got()).toEqual([])
    expect(await caller.got()).toEqual([])
    expect(callee.closed).toBeUndefined()
  })

  test.each(ANSWERS)('kill: INTERRUPT, and the %s of the callee is passed on', async (_, answer, reply) => {
    const { callee, caller } = await calledOf([feature])
    caller.sends([49, 1, { mode: 'kill' }])
    expect(await callee.got()).toEqual([[69, 1, { mode: 'kill' }]])
    expect(await caller.got()).toEqual([])
    callee.sends(answer)
    expect(await caller.got()).toEqual([reply])
  })

  test.each(ANSWERS)('killnowait: INTERRUPT and ERROR at once, a later %s is discarded', async (_, answer) => {
    const { callee, caller } = await calledOf([feature])
    caller.sends([49, 1, { mode: 'killnowait' }])
    expect(await callee.got()).toEqual([[69, 1, { mode: 'killnowait' }]])
    expect(await caller.got()).toEqual([CANCELED])
    callee.sends(answer)
    expect(await callee.got()).toEqual([])
    expect(await caller.got()).toEqual([])
  })

  test('D17: no mode is killnowait', async () => {
    const { callee, caller } = await calledOf([feature])
    caller.sends([49, 1, {}])
    expect(await callee.got()).toEqual([[69, 1, { mode: 'killnowait' }]])
    expect(await caller.got()).toEqual([CANCELED])
  })
})

test.each(['skip', 'kill', 'killnowait', null])(
  'R-CC-1, R-CC-2: a callee that did not announce it is never interrupted: %s is skip',
  async mode => {
    const { callee, caller } = await calledOf(['progressive_call_results'])
    caller.sends([49, 1, { mode }])
    expect(await callee.got()).toEqual([])
    expect(await caller.got()).toEqual([CANCELED])
    callee.sends([70, 1, {}, ['late']])
    expect(await caller.got()).toEqual([])
    expect(callee.closed).toBeUndefined()
  },
)

test('a mode that nobody knows is a violation', async () => {
  const { caller } = await calledOf([])
  caller.sends([49, 1, { mode: 'please' }])
  expect(await caller.got()).toEqual([ABORT])
})

describe('CANCEL is ignored', () => {
  test('where the call has ended, or never was', async () => {
    const { callee, caller } = await calledOf(['call_canceling'])
    callee.sends([70, 1, {}])
    await caller.got()
    caller.sends([49, 1, {}], [49, 77, { mode: 'kill' }])
    expect(await caller.got()).toEqual([])
    expect(await callee.got()).toEqual([])
    expect(caller.closed).toBeUndefined()
  })

  test('a second time with mode kill', async () => {
    const { callee, caller } = await calledOf(['call_canceling'])
    caller.sends([49, 1, { mode: 'kill' }], [49, 1, { mode: 'kill' }])
    expect(await callee.got()).toEqual([[69, 1, { mode: 'kill' }]])
    expect(await caller.got()).toEqual([])
    callee.sends([70, 1, {}])
    expect(await caller.got()).toEqual([[50, 1, {}]])
  })

  test('where the call is another session’s', async () => {
    const { callee, caller, joins } = await calledOf(['call_canceling'])
    const other = await joins()
    other.sends([49, 1, {}])
    await other.got()
    expect(await callee.got()).toEqual([])
    callee.sends([70, 1, {}])
    expect(await caller.got()).toEqual([[50, 1, {}]])
  })
})

test.each(['skip', 'killnowait', null])('who has waited long enough for a kill ends the call with %s', async mode => {
  const { callee, caller } = await calledOf(['call_canceling'])
  caller.sends([49, 1, { mode: 'kill' }], [49, 1, { mode }], [49, 1, { mode }])
  expect(await caller.got()).toEqual([CANCELED])
  expect(await callee.got()).toEqual([[69, 1, { mode: 'kill' }]])
  callee.sends([70, 1, {}, ['late']])
  expect(await caller.got()).toEqual([])
  expect(callee.closed).toBeUndefined()
})

test('a callee that leaves in place of stopping: the caller who waits for it is told', async () => {
  const { callee, caller } = await calledOf(['call_canceling'])
  caller.sends([49, 1, { mode: 'kill' }])
  await callee.got()
  callee.link.close()
  expect(await caller.got()).toEqual([CANCELED])
})

test('a call that was canceled makes room for another', async () => {
  const limits = { ...OPEN_LIMITS, calls: 1 }
  const { callee, joins } = await calleeAndCaller()
  const caller = await joins(undefined, { limits })
  caller.sends([48, 1, {}, 'com.app.p'], [48, 2, {}, 'com.app.p'], [49, 1, {}], [48, 3, {}, 'com.app.p'])
  expect(await caller.got()).toEqual([callError(2, 'wamp_mesh.error.limit_reached'), CANCELED])
  expect((await callee.got()).map(([, request]) => request)).toEqual([1, 2])
})
