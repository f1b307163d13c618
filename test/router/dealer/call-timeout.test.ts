// call_timeout [wamp:call-timeouts]: R-TO-1, R-TO-2, R-TO-3.

import { describe, expect, test } from 'vitest'
import { SERIALIZERS } from '../../raw-codec.ts'
import { trace } from '../../trace.ts'
import { callError, calleeAndCaller, registered } from './calling.ts'

const TIMEOUT = callError(1, 'wamp.error.timeout')
const PROGRESS = ['progressive_call_results', 'call_canceling']

test('R-TO-1, R-TO-2: the dealer ends a call that is late; a callee that cannot be interrupted hears nothing', async () => {
  const { callee, caller, clock, registration } = await calleeAndCaller()
  caller.sends([48, 1, { timeout: 100 }, 'com.app.p'])
  expect(await callee.got()).toEqual([[68, 1, registration, {}]])
  clock.advance(99)
  expect(await caller.got()).toEqual([])
  clock.advance(1)
  expect(await caller.got()).toEqual([TIMEOUT])
  callee.sends([70, 1, {}, ['late']])
  expect(await callee.got()).toEqual([])
  expect(await caller.got()).toEqual([])
  expect(callee.closed).toBeUndefined()
  expect(clock.timers).toBe(0)
})

test('R-TO-1: a callee that can be interrupted is, without being waited for', async () => {
  const { callee, caller, clock } = await calleeAndCaller({ callee: ['call_canceling'] })
  caller.sends([48, 1, { timeout: 100 }, 'com.app.p'])
  await callee.got()
  clock.advance(100)
  expect(await callee.got()).toEqual([[69, 1, { mode: 'killnowait' }]])
  expect(await caller.got()).toEqual([TIMEOUT])
})

test('a callee that is being killed already is not interrupted again', async () => {
  const { callee, caller, clock } = await calleeAndCaller({ callee: ['call_canceling'] })
  caller.sends([48, 1, { timeout: 100 }, 'com.app.p'], [49, 1, { mode: 'kill' }])
  await callee.got()
  clock.advance(100)
  expect(await callee.got()).toEqual([])
  expect(await caller.got()).toEqual([TIMEOUT])
})

describe('R-TO-3: the callee keeps the time', () => {
  const register = { forward_timeout: true }

  test('where it announced that it can, and registered for it', async () => {
    const { callee, caller, clock, registration } = await calleeAndCaller({ callee: ['call_timeout'], register })
    caller.sends([48, 1, { timeout: 100 }, 'com.app.p'])
    expect(await callee.got()).toEqual([[68, 1, registration, { timeout: 100 }]])
    expect(clock.timers).toBe(0)
    clock.advance(1_000)
    callee.sends([8, 68, 1, {}, 'wamp.error.timeout'])
    expect(await caller.got()).toEqual([[8, 48, 1, {}, 'wamp.error.timeout']])
  })

  test.each([
    ['it did not announce it', [], register],
    ['it did not register for it', ['call_timeout'], {}],
  ])('but not where %s: then it is not told, and the dealer does', async (_, features, options) => {
    const { callee, caller, clock, registration } = await calleeAndCaller({ callee: features, register: options })
    caller.sends([48, 1, { timeout: 100 }, 'com.app.p'])
    expect(await callee.got()).toEqual([[68, 1, registration, {}]])
    clock.advance(100)
    expect(await caller.got()).toEqual([TIMEOUT])
  })
})

describe('the limit of the realm', () => {
  const router = { settings: { callTimeout: 50 } }

  test('is for calls that name none', async () => {
    const { caller, clock } = await calleeAndCaller({ router })
    caller.sends([48, 1, {}, 'com.app.p'])
    await caller.got()
    clock.advance(50)
    expect(await caller.got()).toEqual([TIMEOUT])
  })

  test('is forwarded as a caller’s would be', async () => {
    const features = { callee: ['call_timeout'], register: { forward_timeout: true }, router }
    const { callee, caller, registration } = await calleeAndCaller(features)
    caller.sends([48, 1, {}, 'com.app.p'])
    expect(await callee.got()).toEqual([[68, 1, registration, { timeout: 50 }]])
  })

  test.each([
    [{ timeout: 200 }, 200],
    [{ timeout: 0 }, undefined],
  ])('is not for calls with %j', async (options, limit) => {
    const { caller, clock } = await calleeAndCaller({ router })
    caller.sends([48, 1, options, 'com.app.p'])
    await caller.got()
    clock.advance(199)
    expect(await caller.got()).toEqual([])
    clock.advance(1)
    expect(await caller.got()).toEqual(limit === undefined ? [] : [TIMEOUT])
  })
})

test.each([{}, { timeout: 0 }, { timeout: null }, { timeout: 2 ** 31 }, { timeout: 2 ** 53 }])(
  'no limit, or one that no timer takes, starts none: %j',
  async options => {
    const { callee, caller, clock } = await calleeAndCaller()
    caller.sends([48, 1, options, 'com.app.p'])
    await callee.got()
    expect(clock.timers).toBe(0)
    callee.sends([70, 1, {}])
    expect(await caller.got()).toEqual([[50, 1, {}]])
  },
)

test('with progress, the limit is to the first result and from each to the next', async () => {
  const { callee, caller, clock } = await calleeAndCaller({ callee: PROGRESS, caller: PROGRESS })
  caller.sends([48, 1, { timeout: 100, receive_progress: true }, 'com.app.p'])
  await callee.got()
  for (const part of [1, 2, 3]) {
    clock.advance(90)
    callee.sends([70, 1, { progress: true }, [part]])
    expect(await caller.got()).toEqual([[50, 1, { progress: true }, [part]]])
  }
  clock.advance(99)
  expect(await caller.got()).toEqual([])
  clock.advance(1)
  expect(await caller.got()).toEqual([TIMEOUT])
  expect(await callee.got()).toEqual([[69, 1, { mode: 'killnowait' }]])
})

test('with arguments in parts, the limit counts anew from each', async () => {
  const features = ['progressive_call_invocations', 'call_canceling']
  const { callee, caller, clock } = await calleeAndCaller({ callee: features, caller: features })
  for (const progress of [true, true, false]) {
    caller.sends([48, 1, { timeout: 100, progress }, 'com.app.p'])
    await callee.got()
    clock.advance(90)
    expect(await caller.got()).toEqual([])
  }
  clock.advance(10)
  expect(await caller.got()).toEqual([TIMEOUT])
})

test('but not while it is being killed: what comes then goes nowhere', async () => {
  const features = ['progressive_call_invocations', 'call_canceling']
  const { callee, caller, clock } = await calleeAndCaller({ callee: features, caller: features })
  const part = [48, 1, { timeout: 100, progress: true }, 'com.app.p']
  caller.sends(part, [49, 1, { mode: 'kill' }])
  await callee.got()
  clock.advance(90)
  caller.sends(part)
  await callee.got()
  clock.advance(10)
  expect(await caller.got()).toEqual([TIMEOUT])
})

test('parts that the caller did not ask for do not buy time', async () => {
  const { callee, caller, clock } = await calleeAndCaller({ callee: PROGRESS })
  caller.sends([48, 1, { timeout: 100 }, 'com.app.p'])
  await callee.got()
  clock.advance(90)
  callee.sends([70, 1, { progress: true }])
  await callee.got()
  clock.advance(10)
  expect(await caller.got()).toEqual([TIMEOUT])
})

test.each<[string, unknown[][], unknown[][]]>([
  ['a result', [[70, 1, {}]], []],
  ['an error', [[8, 68, 1, {}, 'com.app.error']], []],
  ['GOODBYE of the callee', [[6, {}, 'wamp.close.normal']], []],
  ['a violation of the callee', [[70, 9, {}]], []],
  ['CANCEL', [], [[49, 1, {}]]],
  ['GOODBYE of the caller', [], [[6, {}, 'wamp.close.normal']]],
  ['a violation of the caller', [], [[48, 9, {}, 'com.app.p']]],
])('no timer outlasts its call: %s', async (_, fromCallee, fromCaller) => {
  const { callee, caller, clock } = await calleeAndCaller()
  caller.sends([48, 1, { timeout: 100 }, 'com.app.p'])
  await callee.got()
  const before = clock.timers
  expect(before).toBe(1)
  callee.sends(...fromCallee)
  caller.sends(...fromCaller)
  await callee.got()
  const got = await caller.got()
  for (const peer of [callee, caller]) peer.link.close()
  await callee.got()
  expect(clock.timers).toBe(0)
  clock.advance(1_000)
  expect(got.filter(([type]) => type === 50 || type === 8).length).toBeLessThanOrEqual(1)
  expect(await caller.got()).toEqual([])
})

test('nor the arguments that its callee could not be sent', async () => {
  const [json, msgpack] = SERIALIZERS
  const { joins, clock } = trace()
  const [callee, caller] = [await joins(json), await joins(msgpack)]
  await registered(callee, 1)
  caller.sends([48, 1, { timeout: 100 }, 'com.app.p', ['\u0000not binary']])
  expect(await caller.got()).toEqual([callError(1, 'wamp.error.invalid_argument')])
  expect(clock.timers).toBe(0)
  callee.link.close()
  expect(await caller.got()).toEqual([])
})
