// End-to-end encrypted calls: results, errors and parts are tied to their call, and the order of calls stays.

import { describe, expect, test, vi } from 'vitest'
import type { Endpoint } from '../../src/client/callee.ts'
import { Result } from '../../src/client/result.ts'
import { WampError } from '../../src/protocol/errors.ts'
import { msgpack } from '../../src/protocol/serializer/msgpack.ts'
import { type Answer, type Call, calm, everything, NO_KEY, NOT_SEALED, next, PPT } from './encrypting.ts'
import { failed, settlement } from './network.ts'
import { openedAdvanced, registered } from './scripted-router.ts'

/** A caller and a callee of `com.app.p`, joined by a router that a test plays. */
async function rpc(endpoint: Endpoint, onerror = vi.fn()) {
  const caller = await openedAdvanced(everything(), msgpack)
  const callee = await registered(endpoint, { ...everything(), onerror }, msgpack)
  await caller.peer.got()
  return { caller, callee, onerror }
}
describe('calls', () => {
  /** Has a call go through the router of `rpc` and back. */
  async function through({ caller, callee }: Awaited<ReturnType<typeof rpc>>) {
    const [[, , options, , args] = []] = (await next(caller.peer)) as Call[]
    callee.peer.sends([68, 1, 21, options, args])
    const [[type, , ...rest] = []] = await next(callee.peer)
    if (type === 70) caller.peer.sends([50, 1, ...rest])
    else caller.peer.sends([8, 48, 1, ...rest.slice(1)])
    return { options, args, answer: [type, ...rest] }
  }

  test('and their results are sealed, and opened at the other end', async () => {
    const all = await rpc(([a], { b }) => new Result([Number(a) + Number(b)], { said: 'secret' }))
    const call = all.caller.session.call('com.app.p', [1], { b: 2 })
    const { options, answer } = await through(all)
    expect(options).toEqual(PPT)
    expect(answer).toEqual([70, PPT, [expect.any(Uint8Array)]])
    expect(await call).toEqual(new Result([3], { said: 'secret' }))
  })

  test('have their errors sealed too, but for the URI', async () => {
    const all = await rpc(() => {
      throw new WampError('com.app.error', ['secret'], { why: 1 })
    })
    const call = settlement(all.caller.session.call('com.app.p', [1]))
    const { answer } = await through(all)
    expect(answer).toEqual([8, 1, PPT, 'com.app.error', [expect.any(Uint8Array)]])
    expect(await call).toEqual({
      error: expect.objectContaining({ error: 'com.app.error', args: ['secret'], kwargs: { why: 1 } }),
    })
  })

  test('that the router refuses reject as always', async () => {
    const { caller } = await rpc(() => {})
    const call = settlement(caller.session.call('com.app.p', [1]))
    await next(caller.peer)
    caller.peer.sends([8, 48, 1, {}, 'wamp.error.no_such_procedure', ['none']])
    expect(await call).toEqual(failed('wamp.error.no_such_procedure'))
  })

  test.each<[string, object, unknown[], string]>([
    ['unsealed', {}, ['trust me'], NOT_SEALED],
    ['sealed with another key', PPT, [new Uint8Array(40)], NOT_SEALED],
    ['sealed with an unknown key', { ...PPT, ppt_keyid: 'k2' }, [new Uint8Array(40)], NO_KEY],
  ])('%s reach no endpoint: both ends are told', async (_, details, args, uri) => {
    const endpoint = vi.fn()
    const { callee, onerror } = await rpc(endpoint)
    callee.peer.sends([68, 1, 21, details, args])
    expect(await next(callee.peer)).toEqual([[8, 68, 1, {}, uri, [expect.any(String)]]])
    expect(onerror.mock.calls).toEqual([[expect.objectContaining({ error: uri })]])
    expect(endpoint).not.toHaveBeenCalled()
  })

  test.each<[string, (answer: unknown[]) => unknown[]]>([
    ['made up by the router', () => [50, 2, {}, ['trust me']]],
    ['of an earlier call', answer => [50, 2, ...answer.slice(1)]],
  ])('do not take a result %s', async (_, forge) => {
    const all = await rpc(() => 'done')
    const first = all.caller.session.call('com.app.p')
    const { answer } = await through(all)
    expect(await first).toBe('done')
    const second = settlement(all.caller.session.call('com.app.p'))
    await next(all.caller.peer)
    all.caller.peer.sends(forge(answer))
    expect(await second).toEqual(failed(NOT_SEALED))
  })

  test('R-ORD-2: keep their order, and end once each, whatever is given up meanwhile', async () => {
    const { caller } = await rpc(() => {})
    const controller = new AbortController()
    const calls = Array.from({ length: 20 }, (_, index) =>
      settlement(caller.session.call('com.app.p', [index], {}, index % 2 ? { signal: controller.signal } : {})),
    )
    // Before anything is sealed: what is given up is never sent.
    controller.abort(new Error('no longer wanted'))
    const sent = (await next(caller.peer, 10)) as Call[]
    await calm()
    expect([...sent, ...(await caller.peer.got())].map(([type, id]) => [type, id])).toEqual(
      Array.from({ length: 10 }, (_, index) => [48, index + 1]),
    )
    caller.peer.link.close()
    const outcomes = await Promise.all(calls)
    expect(outcomes.filter((_, index) => index % 2 === 0)).toEqual(
      Array.from({ length: 10 }, () => failed('wamp.error.network_failure')),
    )
  })

  test('go bit by bit, both ways, each part tied to its call', async () => {
    const { caller, callee } = await rpc(async function* ([first], _kwargs, { parts }) {
      yield first
      for await (const { args } of parts ?? []) yield args[0]
      return 'done'
    })
    const call = caller.session.callProgressive('com.app.p', [1], {}, { progress: true })
    call.send([2])
    void call.end([3])
    const calls = (await next(caller.peer, 3)) as Call[]
    expect(calls.map(([, , options]) => options)).toEqual([
      { ...PPT, progress: true, receive_progress: true },
      { progress: true },
      {},
    ])
    callee.peer.sends(...calls.map(([, , options, , args]) => [68, 1, 21, options, args]))
    const answers = (await next(callee.peer, 4)) as Answer[]
    caller.peer.sends(...answers.map(([, , options, args]) => [50, 1, options, args]))
    const got: unknown[] = []
    for await (const part of call) got.push(part)
    expect(got).toEqual([1, 2, 3])
    expect(await call.result).toBe('done')
  })

  test('that cannot be begun hold up nobody, with more arguments on their way', async () => {
    const { caller } = await rpc(() => {})
    const call = caller.session.callProgressive('com.app.p', [new Map()], {}, { progress: true })
    call.send([1])
    void caller.session.publish('com.app.t', ['fine'])
    expect(await settlement(call.result)).toEqual(failed('wamp.error.invalid_argument'))
    expect((await next(caller.peer)).map(([type, id]) => [type, id])).toEqual([[16, 1]])
  })

  test('do not take a part of another call', async () => {
    const { caller, callee, onerror } = await rpc(async (_args, _kwargs, { parts }) => {
      for await (const _ of parts ?? []);
    })
    for (const name of ['one', 'two']) {
      const call = caller.session.callProgressive('com.app.p', [name], {}, { progress: true })
      call.send([name])
    }
    const calls = ((await next(caller.peer, 4)) as Call[]).map(([, id, options, , args]) => [id, options, args])
    const [first, , , part] = calls.sort(([a], [b]) => Number(a) - Number(b))
    callee.peer.sends([68, 1, 21, ...(first ?? []).slice(1)], [68, 1, 21, ...(part ?? []).slice(1)])
    expect(await next(callee.peer)).toEqual([[8, 68, 1, PPT, NOT_SEALED, [expect.any(Uint8Array)]]])
    expect(onerror).toHaveBeenCalledTimes(1)
  })

  test('whose result cannot be said in JSON have their caller told', async () => {
    const all = await rpc(() => new Map())
    const call = settlement(all.caller.session.call('com.app.p'))
    await through(all)
    expect(await call).toEqual(failed('wamp.error.invalid_argument'))
  })

  test('that are given up while they are being opened are not begun', async () => {
    const endpoint = vi.fn()
    const { caller, callee } = await rpc(endpoint)
    void caller.session.call('com.app.p').catch(() => {})
    const [[, , options, , args] = []] = (await next(caller.peer)) as Call[]
    callee.peer.sends([68, 1, 21, options, args], [69, 1, { mode: 'kill' }])
    expect(await next(callee.peer)).toEqual([[8, 68, 1, {}, 'wamp.error.canceled', [expect.any(String)]]])
    await calm()
    expect(endpoint).not.toHaveBeenCalled()
  })
})
