// shared_registration [wamp:shared-registration]: R-SH-1, R-SH-2, and who is called by each policy.

import { describe, expect, test } from 'vitest'
import { type Peer, trace } from '../../trace.ts'
import { callError, joinsWith, registered, SENTENCE } from './calling.ts'

const POLICIES = ['single', 'first', 'last', 'roundrobin', 'random']
const TAKEN = [8, 64, 1, {}, 'wamp.error.procedure_already_exists', SENTENCE]

async function shared(invoke: string, count: number) {
  const context = trace()
  const callees: Peer[] = []
  const ids = new Set<number>()
  for (let index = 0; index < count; index++) {
    const callee = await context.joins()
    ids.add(await registered(callee, 1, 'com.app.p', { invoke }))
    callees.push(callee)
  }
  const caller = await context.joins()
  let request = 0
  /** Which callees `calls` calls go to, as indexes; each answers at once. */
  const called = async (calls: number) => {
    const order: number[] = []
    for (let call = 0; call < calls; call++) {
      caller.sends([48, ++request, {}, 'com.app.p', [call]])
      for (const [index, callee] of callees.entries()) {
        for (const [type, id] of await callee.got()) {
          if (type !== 68) continue
          order.push(index)
          callee.sends([70, id, {}])
        }
      }
      await caller.got()
    }
    return order
  }
  return { ...context, callees, caller, called, ids }
}

test.each(POLICIES)('R-SH-1: nobody joins a registration with one callee, as %s', async invoke => {
  const { joins } = await shared('single', 1)
  const other = await joins()
  other.sends([64, 1, { invoke }, 'com.app.p'])
  expect(await other.got()).toEqual([TAKEN])
})

test('R-SH-1: which is what no policy means', async () => {
  const { joins } = trace()
  const [a, b] = [await joins(), await joins()]
  await registered(a, 1)
  b.sends([64, 1, { invoke: 'roundrobin' }, 'com.app.p'])
  expect(await b.got()).toEqual([TAKEN])
})

test.each(['first', 'last', 'roundrobin', 'random'])('R-SH-2: who joins %s must ask for it', async invoke => {
  const { joins } = await shared(invoke, 2)
  for (const other of [...POLICIES.filter(policy => policy !== invoke), null]) {
    const peer = await joins()
    peer.sends([64, 1, { invoke: other }, 'com.app.p'])
    expect(await peer.got()).toEqual([TAKEN])
  }
})

test('one id for all callees of a registration', async () => {
  const { ids } = await shared('roundrobin', 3)
  expect(ids.size).toBe(1)
})

test('R-REG-2: a callee registers once', async () => {
  const { callees } = await shared('roundrobin', 2)
  callees[0]?.sends([64, 2, { invoke: 'roundrobin' }, 'com.app.p'])
  expect(await callees[0]?.got()).toEqual([[8, 64, 2, {}, 'wamp.error.procedure_already_exists', SENTENCE]])
})

test('the policy is that of the first callee; who comes after the last has left may choose another', async () => {
  const { callees, joins } = await shared('roundrobin', 2)
  for (const callee of callees) callee.link.close()
  await callees[0]?.got()
  const next = await joins()
  await registered(next, 1, 'com.app.p', { invoke: 'last' })
})

describe('who is called', () => {
  test('roundrobin: each in turn, in the order of registration', async () => {
    const { called } = await shared('roundrobin', 3)
    expect(await called(7)).toEqual([0, 1, 2, 0, 1, 2, 0])
  })

  test.each([
    [0, [2, 3, 1]],
    [1, [2, 3, 0]],
    [2, [3, 0, 1]],
    [3, [2, 0, 1]],
  ])('roundrobin: nobody loses or gains a turn where %i leaves after two calls', async (leaver, next) => {
    const { called, callees } = await shared('roundrobin', 4)
    expect(await called(2)).toEqual([0, 1])
    callees[leaver]?.link.close()
    await callees[leaver]?.got()
    expect(await called(3)).toEqual(next)
  })

  test('roundrobin: who comes has its turn at the end', async () => {
    const { called, callees, joins } = await shared('roundrobin', 2)
    expect(await called(1)).toEqual([0])
    const late = await joins()
    await registered(late, 1, 'com.app.p', { invoke: 'roundrobin' })
    callees.push(late)
    expect(await called(4)).toEqual([1, 2, 0, 1])
  })

  test('first: the first, and when it has left the next', async () => {
    const { called, callees } = await shared('first', 3)
    expect(await called(2)).toEqual([0, 0])
    callees[0]?.link.close()
    await callees[0]?.got()
    expect(await called(2)).toEqual([1, 1])
  })

  test('last: the last, and when it has unregistered the one before', async () => {
    const { called, callees, ids } = await shared('last', 3)
    expect(await called(2)).toEqual([2, 2])
    callees[2]?.sends([66, 2, [...ids][0]])
    await callees[2]?.got()
    expect(await called(2)).toEqual([1, 1])
  })

  test('random: everybody, about as often', async () => {
    const { called } = await shared('random', 4)
    const counts = [0, 0, 0, 0]
    for (const index of await called(200)) counts[index] = (counts[index] ?? 0) + 1
    for (const count of counts) expect(count).toBeGreaterThan(30)
  })

  test('patterns are shared as well', async () => {
    const { joins } = trace()
    const [a, b, caller] = [await joins(), await joins(), await joins()]
    for (const peer of [a, b]) await registered(peer, 1, 'com.', { match: 'prefix', invoke: 'roundrobin' })
    caller.sends([48, 1, {}, 'com.x'], [48, 2, {}, 'com.y'])
    expect((await a.got())[0]?.[3]).toEqual({ procedure: 'com.x' })
    expect((await b.got())[0]?.[3]).toEqual({ procedure: 'com.y' })
  })

  test('each callee has options of its own', async () => {
    const { joins } = trace()
    const [a, b, caller] = [await joins(), await joins(), await joins()]
    await registered(a, 1, 'com.app.p', { invoke: 'roundrobin' })
    await registered(b, 1, 'com.app.p', { invoke: 'roundrobin', disclose_caller: true })
    caller.sends([48, 1, {}, 'com.app.p'], [48, 2, {}, 'com.app.p'])
    expect((await a.got())[0]?.[3]).toEqual({})
    expect((await b.got())[0]?.[3]).toMatchObject({ caller: caller.id })
  })
})

test('R-LV-2: a callee that leaves fails its own calls only', async () => {
  const { callees, caller } = await shared('roundrobin', 2)
  caller.sends([48, 1, {}, 'com.app.p'], [48, 2, {}, 'com.app.p'])
  const [a, b] = callees
  await b?.got()
  a?.link.close()
  expect(await caller.got()).toEqual([callError(1, 'wamp.error.canceled')])
  b?.sends([70, 1, {}, ['y']])
  expect(await caller.got()).toEqual([[50, 2, {}, ['y']]])
})

describe('only those are picked who have what the call needs', () => {
  const PARTS = ['progressive_call_invocations', 'call_canceling']
  const SEALED = ['payload_passthru_mode']
  const IN_PARTS = { progress: true }
  const PASSED = { ppt_scheme: 'x_a' }

  async function mixed(invoke: string, ...features: readonly (readonly string[])[]) {
    const context = trace()
    const callees: Peer[] = []
    for (const announced of features) {
      const callee = await joinsWith(context, announced)
      await registered(callee, 1, 'com.app.p', { invoke })
      callees.push(callee)
    }
    const caller = await joinsWith(context, [...PARTS, ...SEALED])
    /** Which callee each call goes to, as its index. */
    const called = async (...options: readonly object[]) => {
      const order: number[] = []
      for (const [call, option] of options.entries()) {
        caller.sends([48, call + 1, option, 'com.app.p'])
        for (const [index, callee] of callees.entries()) if ((await callee.got()).length > 0) order.push(index)
      }
      return order
    }
    return { caller, called }
  }

  test.each([
    ['first', [1, 1, 1]],
    ['last', [3, 3, 3]],
    ['roundrobin', [1, 3, 1]],
  ])('%s: %j have parts', async (invoke, order) => {
    const { called } = await mixed(invoke, [], PARTS, SEALED, PARTS, ['progressive_call_invocations'])
    expect(await called(IN_PARTS, IN_PARTS, IN_PARTS)).toEqual(order)
  })

  test('random', async () => {
    const { called } = await mixed('random', [], PARTS, SEALED)
    expect(await called(...Array(20).fill(IN_PARTS))).toEqual(Array(20).fill(1))
  })

  test('encrypted payloads go to those who read them; other calls to everybody in turn', async () => {
    const { called } = await mixed('roundrobin', [], SEALED, [])
    expect(await called(PASSED, PASSED, {}, {}, {})).toEqual([1, 1, 2, 0, 1])
  })

  test('where each has a part of it only, the caller hears what is missing', async () => {
    const { caller, called } = await mixed('roundrobin', PARTS, SEALED)
    expect(await called({ ...IN_PARTS, ...PASSED })).toEqual([])
    const [[, , , , uri, [sentence] = []] = []] = (await caller.got()) as [
      unknown,
      unknown,
      unknown,
      unknown,
      string,
      string[],
    ][]
    expect(uri).toBe('wamp.error.feature_not_supported')
    expect(sentence).toMatch(/com\.app\.p .*progressive_call_invocations.*call_canceling.*payload_passthru_mode/)
    caller.sends([48, 2, IN_PARTS, 'com.app.p'])
    expect(await caller.got()).toEqual([])
  })
})
