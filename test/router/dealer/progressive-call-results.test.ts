// progressive_call_results [wamp:progressive-call-results]: R-PCR-1, R-PCR-2, R-PCR-3, T-14, T-21.

import { describe, expect, test } from 'vitest'
import { SERIALIZERS } from '../../raw-codec.ts'
import { trace } from '../../trace.ts'
import { ABORT, callError, calleeAndCaller, ID, joinsWith, registered } from './calling.ts'

const PROGRESS = 'progressive_call_results'
const CANCELING = 'call_canceling'
const ASKED = { receive_progress: true }
const STRICT = { settings: { strictProgressiveResults: true } }

async function calledOf(features: readonly string[], call = ASKED as object, router = {}) {
  const both = await calleeAndCaller({ callee: features, caller: [PROGRESS, CANCELING], router })
  both.caller.sends([48, 1, call, 'com.app.p'])
  const [invocation] = await both.callee.got()
  return { ...both, details: invocation?.[3] }
}

test.each(SERIALIZERS)('parts are passed on as they come, then the result, over $id', async serializer => {
  const context = trace()
  const callee = await joinsWith(context, [PROGRESS, CANCELING], { serializer })
  const caller = await joinsWith(context, [PROGRESS, CANCELING], { serializer })
  const id = await registered(callee, 1)
  caller.sends([48, 1, ASKED, 'com.app.p', [3]])
  expect(await callee.got()).toEqual([[68, 1, id, ASKED, [3]]])
  callee.sends([70, 1, { progress: true }, ['one', 1], { key: 1 }])
  expect(await caller.got()).toEqual([[50, 1, { progress: true }, ['one', 1], { key: 1 }]])
  callee.sends([70, 1, { progress: true }], [70, 1, { progress: false }, ['all']])
  expect(await caller.got()).toEqual([
    [50, 1, { progress: true }],
    [50, 1, {}, ['all']],
  ])
})

test.each([
  ['an empty result', [70, 1, {}], [50, 1, {}]],
  ['an error', [8, 68, 1, {}, 'com.app.error', ['why']], [8, 48, 1, {}, 'com.app.error', ['why']]],
])('R-PCR-2: parts end with %s, and nothing follows it', async (_, last, reply) => {
  const { callee, caller } = await calledOf([PROGRESS, CANCELING])
  callee.sends([70, 1, { progress: true }, [1]], last, [70, 1, { progress: true }, [2]])
  const got = await caller.got()
  // Results have lanes of their own; what counts is that the end is the last that there is.
  expect(got).toEqual([[50, 1, { progress: true }, [1]], reply])
  expect(callee.closed).toBeUndefined()
})

describe('whether the callee is told that parts are wanted', () => {
  test.each([
    ['it announced both features', [PROGRESS, CANCELING], true, true],
    ['it cannot be interrupted, as Autobahn|JS: R-PCR-1, T-14', [PROGRESS], true, false],
    ['it announced nothing', [], false, false],
    ['it announced interruption alone', [CANCELING], false, false],
  ])('where %s', async (_, features, lenient, strict) => {
    expect((await calledOf(features)).details).toEqual(lenient ? ASKED : {})
    expect((await calledOf(features, ASKED, STRICT)).details).toEqual(strict ? ASKED : {})
  })

  test.each([{}, { receive_progress: false }, { receive_progress: null }])(
    'not where the caller says %j',
    async call => {
      expect((await calledOf([PROGRESS, CANCELING], call)).details).toEqual({})
    },
  )
})

describe('parts that are not passed on, while the result is', () => {
  test('T-21: the caller did not ask for them', async () => {
    const { callee, caller } = await calledOf([PROGRESS, CANCELING], {})
    callee.sends([70, 1, { progress: true }, [1]], [70, 1, {}, ['all']])
    expect(await caller.got()).toEqual([[50, 1, {}, ['all']]])
  })

  test.each([[[PROGRESS]], [[]], [[CANCELING]]])(
    'R-PCR-1: a strict realm disregards a callee with %j',
    async features => {
      const { callee, caller } = await calledOf(features, ASKED, STRICT)
      callee.sends([70, 1, { progress: true }, [1]], [70, 1, {}, ['all']])
      expect(await caller.got()).toEqual([[50, 1, {}, ['all']]])
    },
  )
})

test('T-14: parts of a callee that announced nothing are passed on', async () => {
  const { callee, caller } = await calledOf([])
  callee.sends([70, 1, { progress: true }, [1]], [70, 1, {}, ['all']])
  expect(await caller.got()).toEqual([
    [50, 1, { progress: true }, [1]],
    [50, 1, {}, ['all']],
  ])
})

describe('R-PCR-3, R-LV-1: the caller leaves among parts', () => {
  test('a callee that can be interrupted is, once', async () => {
    const { callee, caller } = await calledOf([PROGRESS, CANCELING])
    callee.sends([70, 1, { progress: true }, [1]])
    await caller.got()
    caller.link.close()
    expect(await callee.got()).toEqual([[69, 1, { mode: 'killnowait' }]])
    callee.sends([70, 1, { progress: true }, [2]], [70, 1, {}])
    expect(await callee.got()).toEqual([])
    expect(callee.closed).toBeUndefined()
  })

  test('the parts of any other are dropped', async () => {
    const { callee, caller } = await calledOf([PROGRESS])
    caller.link.close()
    expect(await callee.got()).toEqual([])
    callee.sends([70, 1, { progress: true }, [2]], [70, 1, {}])
    expect(await callee.got()).toEqual([])
    expect(callee.closed).toBeUndefined()
  })
})

test('R-PCR-3, R-LV-2: the callee leaves among parts', async () => {
  const { callee, caller } = await calledOf([PROGRESS, CANCELING])
  callee.sends([70, 1, { progress: true }, [1]], [6, {}, 'wamp.close.normal'])
  expect(await caller.got()).toEqual([[50, 1, { progress: true }, [1]], callError(1, 'wamp.error.canceled')])
})

test('R-PE-8: a part for an invocation that was never sent is a violation', async () => {
  const { callee } = await calledOf([PROGRESS, CANCELING])
  callee.sends([70, 2, { progress: true }])
  expect(await callee.got()).toEqual([ABORT])
})

test('a part with no form in the serializer of the caller ends the call, and interrupts the callee', async () => {
  const [json, msgpack] = SERIALIZERS
  const context = trace()
  const callee = await joinsWith(context, [PROGRESS, CANCELING], { serializer: msgpack })
  const caller = await joinsWith(context, [PROGRESS, CANCELING], { serializer: json })
  await registered(callee, 1)
  caller.sends([48, 1, ASKED, 'com.app.p'])
  await callee.got()
  callee.sends([70, 1, { progress: true }, ['\u0000not binary']], [70, 1, {}, ['all']])
  expect(await caller.got()).toEqual([callError(1, 'wamp.error.invalid_argument')])
  expect(await callee.got()).toEqual([[69, 1, { mode: 'killnowait' }]])
  caller.sends([48, 2, {}, 'com.app.p'])
  expect(await callee.got()).toEqual([[68, 2, ID, {}]])
})
