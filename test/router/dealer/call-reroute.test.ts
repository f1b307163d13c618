// call_reroute [wamp:call-rerouting]: an unavailable callee, by each policy.

import { describe, expect, test } from 'vitest'
import { SERIALIZERS } from '../../raw-codec.ts'
import { type Peer, trace } from '../../trace.ts'
import { callError, ID, joinsWith, registered, SENTENCE } from './calling.ts'

const NO_CALLEE = callError(1, 'wamp.error.no_available_callee')
const PARTS = ['progressive_call_invocations', 'progressive_call_results', 'call_canceling']

/** Callees in the order in which they registered, and a caller. */
async function shared(invoke: string, count = 3, features: readonly string[] = PARTS) {
  const context = trace()
  const callees: Peer[] = []
  for (let index = 0; index < count; index++) {
    const callee = await joinsWith(context, features)
    await registered(callee, 1, 'com.app.p', { invoke })
    callees.push(callee)
  }
  return { ...context, callees, caller: await joinsWith(context, PARTS) }
}

/** Lets whoever is asked say that it is unavailable, until nobody is; returns who was asked, as indexes. */
async function asked(callees: readonly Peer[], answer: (request: number) => unknown[] = unavailable) {
  const order: number[] = []
  for (;;) {
    const before = order.length
    for (const [index, callee] of callees.entries()) {
      for (const [type, request] of await callee.got()) {
        if (type !== 68) continue
        order.push(index)
        callee.sends(answer(request as number))
      }
    }
    if (order.length === before) return order
  }
}

const unavailable = (request: number) => [8, 68, request, {}, 'wamp.error.unavailable', ['busy']]

describe('the next callee is asked, by policy, as if the unavailable one did not exist', () => {
  test.each([
    ['first', [0, 1, 2]],
    ['last', [2, 1, 0]],
    ['roundrobin', [0, 1, 2]],
  ])('%s: %j; all unavailable is no_available_callee', async (invoke, order) => {
    const { callees, caller } = await shared(invoke)
    caller.sends([48, 1, {}, 'com.app.p'])
    expect(await asked(callees)).toEqual(order)
    expect(await caller.got()).toEqual([NO_CALLEE])
  })

  test('random: each once', async () => {
    const { callees, caller } = await shared('random', 5)
    caller.sends([48, 1, {}, 'com.app.p'])
    expect((await asked(callees)).sort()).toEqual([0, 1, 2, 3, 4])
    expect(await caller.got()).toEqual([NO_CALLEE])
  })

  test('single: nobody is left', async () => {
    const { callees, caller } = await shared('single', 1)
    caller.sends([48, 1, {}, 'com.app.p'])
    expect(await asked(callees)).toEqual([0])
    expect(await caller.got()).toEqual([NO_CALLEE])
  })

  test('roundrobin goes on after whoever was asked last', async () => {
    const { callees, caller } = await shared('roundrobin')
    caller.sends([48, 1, {}, 'com.app.p'])
    const [a, b, c] = callees
    await a?.got()
    a?.sends(unavailable(1))
    await b?.got()
    caller.sends([48, 2, {}, 'com.app.p'])
    expect(await c?.got()).toEqual([[68, 1, ID, {}]])
  })
})

test('the caller sees one result; the arguments, keywords and options are those of its call', async () => {
  const { callees, caller } = await shared('first', 2)
  caller.sends([48, 1, { disclose_me: true, receive_progress: true }, 'com.app.p', ['x', 2.5], { key: [1] }])
  const [a, b] = callees
  const [first] = (await a?.got()) ?? []
  a?.sends(unavailable(1))
  const [second] = (await b?.got()) ?? []
  expect(second?.slice(3)).toEqual(first?.slice(3))
  expect(second?.slice(4)).toEqual([['x', 2.5], { key: [1] }])
  b?.sends([70, 1, {}, ['y']])
  expect(await caller.got()).toEqual([[50, 1, {}, ['y']]])
  a?.sends([70, 1, {}, ['after all']])
  expect(await caller.got()).toEqual([])
  expect(a?.closed).toBeUndefined()
})

test('who comes while a call is passed on may be asked; who has left is not', async () => {
  const { callees, caller, joins } = await shared('first', 2)
  const [a, b] = callees
  caller.sends([48, 1, {}, 'com.app.p'])
  await a?.got()
  b?.link.close()
  const late = await joins()
  await registered(late, 1, 'com.app.p', { invoke: 'first' })
  a?.sends(unavailable(1))
  expect(await late.got()).toEqual([[68, 1, ID, {}]])
})

test('a registration that ended meanwhile has nobody else', async () => {
  const { callees, caller } = await shared('first', 2)
  const [a, b] = callees
  caller.sends([48, 1, {}, 'com.app.p'])
  const [invocation] = (await a?.got()) ?? []
  b?.sends([66, 2, invocation?.[2]])
  a?.sends([66, 2, invocation?.[2]])
  await a?.got()
  a?.sends(unavailable(1))
  expect(await caller.got()).toEqual([NO_CALLEE])
})

test('CANCEL goes to whoever is asked now', async () => {
  const { callees, caller } = await shared('first', 2)
  const [a, b] = callees
  caller.sends([48, 1, {}, 'com.app.p'])
  await a?.got()
  a?.sends(unavailable(1))
  await b?.got()
  caller.sends([49, 1, { mode: 'killnowait' }])
  expect(await b?.got()).toEqual([[69, 1, { mode: 'killnowait' }]])
  expect(await a?.got()).toEqual([])
})

test('an answer of the next callee ends the time of the call', async () => {
  const { callees, caller, clock } = await shared('first', 2)
  const [a, b] = callees
  caller.sends([48, 1, { timeout: 100 }, 'com.app.p'])
  await a?.got()
  a?.sends(unavailable(1))
  await b?.got()
  b?.sends([70, 1, {}])
  expect(await caller.got()).toEqual([[50, 1, {}]])
  expect(clock.timers).toBe(0)
})

test('the time of a call runs on', async () => {
  const { callees, caller, clock } = await shared('first', 2)
  const [a, b] = callees
  caller.sends([48, 1, { timeout: 100 }, 'com.app.p'])
  await a?.got()
  clock.advance(60)
  a?.sends(unavailable(1))
  await b?.got()
  clock.advance(40)
  expect(await caller.got()).toEqual([callError(1, 'wamp.error.timeout')])
  expect(clock.timers).toBe(0)
})

describe('the error is passed on as it is, and nobody else is asked,', () => {
  const PASSED = [8, 48, 1, {}, 'wamp.error.unavailable', ['busy']]

  test('after a part of the result', async () => {
    const { callees, caller } = await shared('first', 2)
    const [a, b] = callees
    caller.sends([48, 1, { receive_progress: true }, 'com.app.p'])
    await a?.got()
    a?.sends([70, 1, { progress: true }, ['half']], unavailable(1))
    expect((await caller.got()).at(-1)).toEqual(PASSED)
    expect(await b?.got()).toEqual([])
  })

  test('after more arguments', async () => {
    const { callees, caller } = await shared('first', 2)
    const [a, b] = callees
    caller.sends([48, 1, { progress: true }, 'com.app.p', [1]], [48, 1, {}, 'com.app.p', [2]])
    await a?.got()
    a?.sends(unavailable(1))
    expect(await caller.got()).toEqual([PASSED])
    expect(await b?.got()).toEqual([])
  })

  test('of a call that is being killed', async () => {
    const { callees, caller } = await shared('first', 2)
    const [a, b] = callees
    caller.sends([48, 1, {}, 'com.app.p'], [49, 1, { mode: 'kill' }])
    await a?.got()
    a?.sends(unavailable(1))
    expect(await caller.got()).toEqual([PASSED])
    expect(await b?.got()).toEqual([])
  })
})

test('the first of several arguments can still be passed on, and the others follow it', async () => {
  const { callees, caller } = await shared('first', 2)
  const [a, b] = callees
  caller.sends([48, 1, { progress: true }, 'com.app.p', [1]])
  await a?.got()
  a?.sends(unavailable(1))
  expect(await b?.got()).toEqual([[68, 1, ID, { progress: true }, [1]]])
  caller.sends([48, 1, {}, 'com.app.p', [2]])
  expect(await b?.got()).toEqual([[68, 1, ID, {}, [2]]])
  expect(await a?.got()).toEqual([])
})

test('callees that lack what the call needs are passed over', async () => {
  const context = trace()
  const [able, unable] = [await joinsWith(context, PARTS), await joinsWith(context, [])]
  const last = await joinsWith(context, PARTS)
  for (const callee of [able, unable, last]) await registered(callee, 1, 'com.app.p', { invoke: 'first' })
  const caller = await joinsWith(context, PARTS)
  caller.sends([48, 1, { progress: true }, 'com.app.p'])
  expect(await asked([able, unable, last])).toEqual([0, 2])
  expect(await caller.got()).toEqual([NO_CALLEE])
})

test('arguments with no form in the serializer of the next callee: the caller is told', async () => {
  const [json, msgpack] = SERIALIZERS
  const context = trace()
  const [a, b] = [
    await joinsWith(context, [], { serializer: msgpack }),
    await joinsWith(context, [], { serializer: json }),
  ]
  for (const callee of [a, b]) await registered(callee, 1, 'com.app.p', { invoke: 'first' })
  const caller = await joinsWith(context, [], { serializer: msgpack })
  caller.sends([48, 1, {}, 'com.app.p', ['\u0000not binary']])
  await a.got()
  a.sends(unavailable(1))
  expect(await caller.got()).toEqual([[8, 48, 1, {}, 'wamp.error.invalid_argument', SENTENCE]])
  caller.sends([48, 2, {}, 'com.app.p'])
  await a.got()
  a.sends(unavailable(2))
  expect(await b.got()).toEqual([[68, 1, ID, {}]])
})
