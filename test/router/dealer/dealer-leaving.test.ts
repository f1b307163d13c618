// Callers and callees that leave while a call is in flight, in every order [R-LV].

import { describe, expect, test } from 'vitest'
import { type Peer, settled, trace } from '../../trace.ts'
import { calleeAndCaller, calling, ID, joinsWith, registered, SENTENCE } from './calling.ts'

const WAYS_OUT: [string, (peer: Peer) => void][] = [
  ['GOODBYE', peer => peer.sends([6, {}, 'wamp.close.normal'])],
  ['ABORT', peer => peer.sends([3, {}, 'wamp.close.normal'])],
  ['a dead link', peer => peer.link.close()],
  ['a violation', peer => peer.sends([36, 1, 1, {}])],
]

describe.each(WAYS_OUT)('leaving by %s while a call is in flight', (_, leaves) => {
  test('R-LV-1: the caller: its callee hears nothing, and the late answer is discarded', async () => {
    for (const answer of [
      [70, 1, {}, ['y']],
      [8, 68, 1, {}, 'com.app.error'],
    ]) {
      const { callee, caller, joins } = await calling()
      leaves(caller)
      expect(await callee.got()).toEqual([])
      callee.sends(answer)
      expect(await callee.got()).toEqual([])
      expect(callee.closed).toBeUndefined()
      const next = await joins()
      next.sends([48, 1, {}, 'com.app.p'])
      expect(await callee.got()).toEqual([[68, 2, ID, {}]])
      callee.sends([70, 2, {}, ['z']])
      expect(await next.got()).toEqual([[50, 1, {}, ['z']]])
    }
  })

  test('R-LV-1: the caller: a callee that can be interrupted is, for each of its calls', async () => {
    const { callee, caller } = await calleeAndCaller({ callee: ['call_canceling'] })
    caller.sends([48, 1, {}, 'com.app.p'], [48, 2, {}, 'com.app.p'], [48, 3, {}, 'com.app.p'])
    callee.sends([70, 2, {}])
    await caller.got()
    await callee.got()
    leaves(caller)
    expect(await callee.got()).toEqual([1, 3].map(request => [69, request, { mode: 'killnowait' }]))
    callee.sends([8, 68, 1, {}, 'wamp.error.canceled'], [70, 3, {}])
    expect(await callee.got()).toEqual([])
    expect(callee.closed).toBeUndefined()
  })

  test('the caller, after CANCEL: nothing is interrupted twice', async () => {
    for (const mode of ['skip', 'kill', 'killnowait']) {
      const { callee, caller } = await calleeAndCaller({ callee: ['call_canceling'] })
      caller.sends([48, 1, {}, 'com.app.p'], [49, 1, { mode }])
      const before = (await callee.got()).filter(([type]) => type === 69).length
      expect(before).toBe(mode === 'skip' ? 0 : 1)
      leaves(caller)
      expect(await callee.got()).toEqual([])
    }
  })

  test('R-LV-2: the callee: its callers get wamp.error.canceled, once', async () => {
    const { callee, caller } = await calling()
    caller.sends([48, 2, {}, 'com.app.p'])
    await callee.got()
    callee.sends([70, 2, {}, ['done']])
    leaves(callee)
    expect(await caller.got()).toEqual([
      [50, 2, {}, ['done']],
      [8, 48, 1, {}, 'wamp.error.canceled', SENTENCE],
    ])
    caller.sends([48, 3, {}, 'com.app.p'])
    expect(await caller.got()).toEqual([[8, 48, 3, {}, 'wamp.error.no_such_procedure', SENTENCE]])
  })

  test('both at once, in either order', async () => {
    for (const callerFirst of [true, false]) {
      const { callee, caller, joins } = await calling()
      for (const peer of callerFirst ? [caller, callee] : [callee, caller]) leaves(peer)
      await settled()
      const next = await joins()
      next.sends([48, 1, {}, 'com.app.p'], [48, 2, {}, 'wamp.session.list'])
      expect(await next.got()).toEqual([
        [8, 48, 1, {}, 'wamp.error.no_such_procedure', SENTENCE],
        [50, 2, {}, [[next.id]]],
      ])
    }
  })

  test.each([[[]], [['call_canceling']]])('a session that calls itself, with %j', async features => {
    const context = trace()
    const peer = await joinsWith(context, features)
    await registered(peer, 1)
    peer.sends([48, 2, {}, 'com.app.p'])
    await peer.got()
    leaves(peer)
    expect((await peer.got()).some(([type]) => [8, 50, 69].includes(type as number))).toBe(false)
    const next = await context.joins()
    next.sends([48, 1, {}, 'com.app.p'])
    expect(await next.got()).toEqual([[8, 48, 1, {}, 'wamp.error.no_such_procedure', SENTENCE]])
  })
})

test('an answer and the GOODBYE of the caller that cross each other harm nobody', async () => {
  const { callee, caller } = await calling()
  callee.sends([70, 1, {}, ['y']])
  caller.sends([6, {}, 'wamp.close.normal'])
  const got = await caller.got()
  expect(got.at(-1)).toEqual([6, {}, 'wamp.close.goodbye_and_out'])
  expect(callee.closed).toBeUndefined()
})
