// Calls: results, errors, giving up by signal or time.

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Result } from '../../src/client/result.ts'
import { Session } from '../../src/client/session.ts'
import { WampError } from '../../src/protocol/errors.ts'
import { SERIALIZERS } from '../raw-codec.ts'
import { failed, network, outcome } from './network.ts'
import { opened, ScriptedRouter, WELCOME_DETAILS } from './scripted-router.ts'

describe.each(SERIALIZERS)('over $id', serializer => {
  test.each<[string, unknown, unknown]>([
    ['undefined', undefined, null],
    ['null', null, null],
    ['a number', 5, 5],
    ['a list', [1, 2], [1, 2]],
    ['an empty list', [], []],
    ['a dict', { a: 1 }, { a: 1 }],
    ['bytes', Uint8Array.of(1, 2), Uint8Array.of(1, 2)],
    ['an empty Result', new Result(), null],
    ['a Result of one value', new Result([7]), 7],
    ['a Result of two values', new Result([7, 8]), new Result([7, 8])],
    ['a Result of keywords', new Result([], { a: 1 }), new Result([], { a: 1 })],
    ['a Result of one value and keywords', new Result([7], { a: 1 }), new Result([7], { a: 1 })],
    ['a promise', Promise.resolve('later'), 'later'],
  ])('what a procedure returns as %s comes out as Autobahn has it', async (_, returned, result) => {
    const { opens } = network(serializer)
    const [callee, caller] = [await opens(), await opens()]
    await callee.register('com.app.p', () => returned)
    const value = await caller.call('com.app.p')
    expect(value).toEqual(result)
    expect(value instanceof Result).toBe(result instanceof Result)
  })

  test('what a procedure throws rejects, with its URI, arguments and keywords', async () => {
    const { opens } = network(serializer)
    const [callee, caller] = [await opens(), await opens()]
    await callee.register('com.app.p', () => {
      throw new WampError('com.app.error', ['tree', 5], { where: [1, 2] })
    })
    const error = await caller.call('com.app.p').catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(WampError)
    expect(error).toMatchObject({
      error: 'com.app.error',
      args: ['tree', 5],
      kwargs: { where: [1, 2] },
      message: 'tree (com.app.error)',
    })
  })

  test('arguments and keywords arrive, with details that name the procedure', async () => {
    const { opens } = network(serializer)
    const [callee, caller] = [await opens(), await opens()]
    const endpoint = vi.fn()
    await callee.register('com.app.p', endpoint)
    await caller.call('com.app.p', [1, 'x', null], { key: [true] }, { disclose_me: true })
    const own = { procedure: 'com.app.p', progress: null, parts: null, signal: expect.any(AbortSignal) }
    const details = { ...own, caller: caller.id, caller_authid: caller.details.authid, caller_authrole: 'anonymous' }
    expect(endpoint.mock.calls).toEqual([[[1, 'x', null], { key: [true] }, details]])
    await caller.call('com.app.p')
    expect(endpoint.mock.lastCall).toEqual([[], {}, own])
  })
})

test.each(['wamp.error.no_such_procedure', 'wamp.error.invalid_uri'])('%s rejects', async uri => {
  const { opens } = network()
  const session = await opens()
  const procedure = uri.endsWith('invalid_uri') ? 'com..app' : 'com.app.nobody'
  expect(await outcome(session.call(procedure))).toEqual(failed(uri))
})

test('a callee that leaves rejects its calls with wamp.error.canceled', async () => {
  const { opens } = network()
  const [callee, caller] = [await opens(), await opens()]
  await callee.register('com.app.p', () => new Promise(() => {}))
  const call = caller.call('com.app.p')
  expect(await outcome(call)).toBe('pending')
  await callee.close()
  expect(await outcome(call)).toEqual(failed('wamp.error.canceled'))
})

test.each<[string, unknown]>([
  ['a Map', new Map()],
  ['a function', () => {}],
  ['a symbol', Symbol('x')],
  ['an Error', new Error('x')],
])('%s as an argument rejects before anything is sent', async (_, value) => {
  const { session, peer } = await opened()
  expect(await outcome(session.call('com.app.p', [{ deep: [value] }]))).toEqual(failed('wamp.error.invalid_argument'))
  expect(await peer.got()).toEqual([])
})

test('options go to the router as they are on the wire; what is ours stays here', async () => {
  const { session, peer } = await opened()
  const { signal } = new AbortController()
  void session.call('com.app.p', [], {}, { disclose_me: true, timeout: 5, signal }).catch(() => {})
  expect(await peer.got()).toEqual([[48, 1, { disclose_me: true, timeout: 5 }, 'com.app.p']])
})

describe('AbortSignal', () => {
  test('rejects with its reason; the late result is ignored', async () => {
    const { session, peer } = await opened()
    const controller = new AbortController()
    const call = session.call('com.app.p', [], {}, { signal: controller.signal })
    await peer.got()
    const reason = new Error('no longer wanted')
    controller.abort(reason)
    expect(await outcome(call)).toEqual({ error: reason })
    peer.sends([50, 1, {}, ['late']])
    expect(await peer.got()).toEqual([])
    expect(session.state).toBe('open')
  })

  test('that has aborted already sends nothing', async () => {
    const { session, peer } = await opened()
    const reason = new Error('no longer wanted')
    expect(await outcome(session.call('com.app.p', [], {}, { signal: AbortSignal.abort(reason) }))).toEqual({
      error: reason,
    })
    expect(await peer.got()).toEqual([])
  })

  test('is let go of when the call has settled', async () => {
    const { session, peer } = await opened()
    const { signal } = new AbortController()
    const added = vi.spyOn(signal, 'addEventListener')
    const removed = vi.spyOn(signal, 'removeEventListener')
    const calls = [1, 2, 3].map(() => session.call('com.app.p', [], {}, { signal }))
    peer.sends([50, 1, {}], [8, 48, 2, {}, 'com.app.error'])
    await outcome(Promise.allSettled(calls))
    peer.link.close()
    await Promise.allSettled(calls)
    expect(added).toHaveBeenCalledTimes(3)
    expect(removed).toHaveBeenCalledTimes(3)
  })

  test('sends CANCEL to a dealer that knows it, and to no other', async () => {
    for (const features of [{}, { call_canceling: true }]) {
      const router = new ScriptedRouter()
      const session = new Session(router.dial, { reconnect: 'never' })
      const opening = session.open()
      const peer = await router.next()
      peer.sends([2, 7, { ...WELCOME_DETAILS, roles: { dealer: { features } } }])
      await opening
      await peer.got()
      const controller = new AbortController()
      const call = session.call('com.app.p', [], {}, { signal: controller.signal })
      await peer.got()
      controller.abort(new Error('no longer wanted'))
      await outcome(call)
      expect(await peer.got()).toEqual('call_canceling' in features ? [[49, 1, { mode: 'killnowait' }]] : [])
    }
  })
})

describe('time', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  test.each<[string, number | undefined, object, number]>([
    ['a minute, where nothing is said', undefined, {}, 60_000],
    ["the session's", 500, {}, 500],
    ["the call's", 500, { timeout: 20 }, 20],
    ["the session's, where the call says undefined", 500, { timeout: undefined }, 500],
  ])('%s', async (_, callTimeout, options, ms) => {
    const { session, peer } = await opened({ callTimeout })
    const call = session.call('com.app.p', [], {}, options)
    vi.advanceTimersByTime(ms - 1)
    expect(await outcome(call)).toBe('pending')
    vi.advanceTimersByTime(1)
    expect(await outcome(call)).toEqual(failed('wamp.error.timeout'))
    peer.sends([50, 1, {}, ['late']])
    await peer.got()
    expect(session.state).toBe('open')
    expect(vi.getTimerCount()).toBe(0)
  })

  test.each([0, -1, Number.POSITIVE_INFINITY, 2 ** 31, Number.NaN])('%d is no limit', async timeout => {
    const { session, peer } = await opened()
    const call = session.call('com.app.p', [], {}, { timeout })
    vi.advanceTimersByTime(2 ** 31 - 1)
    expect(await outcome(call)).toBe('pending')
    peer.sends([50, 1, {}, ['at last']])
    expect(await outcome(call)).toEqual({ value: 'at last' })
  })

  test('no timer is left behind by a call that settled', async () => {
    const { session, peer } = await opened()
    const calls = [session.call('com.app.p'), session.call('com.app.p'), session.call('com.app.p')]
    peer.sends([50, 1, {}], [8, 48, 2, {}, 'com.app.error'])
    await outcome(Promise.allSettled(calls.slice(0, 2)))
    peer.link.close()
    await Promise.allSettled(calls)
    expect(vi.getTimerCount()).toBe(0)
  })
})
