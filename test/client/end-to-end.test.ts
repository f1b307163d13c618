// Client and router of this project together: what the Advanced Profile is for, from one session to another.

import { describe, expect, test, vi } from 'vitest'
import { payloadEncryption } from '../../src/client/payload-encryption.ts'
import { Result } from '../../src/client/result.ts'
import type { SessionOptions } from '../../src/client/session-options.ts'
import { WampError } from '../../src/protocol/errors.ts'
import { SERIALIZERS } from '../raw-codec.ts'
import { settled } from '../trace.ts'
import { failed, network, outcome, settlement } from './network.ts'

describe.each(SERIALIZERS)('over $id', serializer => {
  /** Two sessions of one realm. */
  async function pair(options: SessionOptions = {}) {
    const all = network(serializer)
    const [one, other] = [await all.opens(options), await all.opens(options)]
    return { ...all, one, other }
  }

  test('results come bit by bit from a generator', async () => {
    const { one, other } = await pair()
    await one.register('com.app.count', async function* ([to]) {
      for (let count = 1; count <= Number(to); count++) yield count
      return 'done'
    })
    const call = other.callProgressive<string, number>('com.app.count', [100])
    const got: number[] = []
    for await (const part of call) got.push(part)
    expect(got).toEqual(Array.from({ length: 100 }, (_, index) => index + 1))
    expect(await call.result).toBe('done')
    expect(await other.call('com.app.count', [3])).toBe('done')
  })

  test('arguments go bit by bit, and results come back meanwhile', async () => {
    const { one, other } = await pair()
    await one.register('com.app.sum', async function* ([first], _kwargs, { parts }) {
      let sum = Number(first)
      for await (const { args } of parts ?? []) {
        sum += Number(args[0])
        yield sum
      }
      return sum
    })
    const call = other.callProgressive<number, number>('com.app.sum', [1], {}, { progress: true })
    call.send([2])
    call.send([3])
    void call.end([4])
    const got: number[] = []
    for await (const part of call) got.push(part)
    expect([got, await call.result]).toEqual([[3, 6, 10], 10])
  })

  test('R-CC: giving a call up reaches the endpoint, in mode kill and back', async () => {
    const { one, other } = await pair()
    const told = vi.fn()
    await one.register('com.app.work', (_args, _kwargs, { signal }) => {
      return new Promise((_, reject) => {
        signal.addEventListener('abort', () => {
          told(signal.reason)
          reject(signal.reason)
        })
      })
    })
    for (const cancelMode of ['skip', 'killnowait', 'kill'] as const) {
      const controller = new AbortController()
      const call = settlement(other.call('com.app.work', [], {}, { signal: controller.signal, cancelMode }))
      await settled()
      const reason = new Error(`no longer wanted: ${cancelMode}`)
      controller.abort(reason)
      expect(await call).toEqual({ error: reason })
      await settled()
    }
    expect(told).toHaveBeenCalledTimes(2)
    expect([one.isOpen, other.isOpen]).toEqual([true, true])
  })

  test('leaving the loop ends the endpoint that feeds it', async () => {
    const { one, other } = await pair()
    const ended = vi.fn()
    let go: () => void = () => {}
    await one.register('com.app.endless', async function* () {
      try {
        for (let count = 0; ; count++) {
          yield count
          await new Promise<void>(resolve => (go = resolve))
        }
      } finally {
        ended()
      }
    })
    const call = other.callProgressive('com.app.endless')
    for await (const _ of call) break
    expect(await outcome(call.result)).toEqual(failed('wamp.error.canceled'))
    go()
    await settled()
    expect(ended).toHaveBeenCalledTimes(1)
  })

  test('R-TO: the dealer keeps the time, and the endpoint is told', async () => {
    const { one, other, clock } = await pair()
    const told = vi.fn()
    await one.register('com.app.slow', (_args, _kwargs, { signal }) => {
      signal.addEventListener('abort', told)
      return new Promise(() => {})
    })
    const call = settlement(other.call('com.app.slow', [], {}, { timeout: 100 }))
    await settled()
    clock.advance(100)
    expect(await call).toEqual(failed('wamp.error.timeout'))
    await settled()
    expect(told).toHaveBeenCalledTimes(1)
  })

  test('patterns say which topic and procedure it was', async () => {
    const { one, other } = await pair()
    const handler = vi.fn()
    await one.subscribe('com.app.', handler, { match: 'prefix' })
    await one.subscribe('com..moved', handler, { match: 'wildcard' })
    await one.register('com.app.', (_args, _kwargs, { procedure }) => procedure, { match: 'prefix' })
    await other.publish('com.app.moved', [], {}, { acknowledge: true })
    await settled()
    expect(handler.mock.calls.map(([, , { topic }]) => topic)).toEqual(['com.app.moved', 'com.app.moved'])
    expect(await other.call('com.app.anything.else')).toBe('com.app.anything.else')
  })

  test('shared registrations take turns, and pass on what one cannot do', async () => {
    const { one, other, opens } = await pair()
    const caller = await opens()
    await one.register('com.app.p', () => 'one', { invoke: 'roundrobin' })
    await other.register(
      'com.app.p',
      ([busy]) => {
        if (busy) throw new WampError('wamp.error.unavailable')
        return 'other'
      },
      { invoke: 'roundrobin' },
    )
    const calls = await Promise.all([1, 2, 3, 4].map(() => caller.call('com.app.p')))
    expect(calls).toEqual(['one', 'other', 'one', 'other'])
    expect(await Promise.all([caller.call('com.app.p', [true]), caller.call('com.app.p', [true])])).toEqual([
      'one',
      'one',
    ])
  })

  test('what is retained reaches a second handler of one session', async () => {
    const { one, other } = await pair()
    await other.publish('com.app.t', ['last'], {}, { retain: true, acknowledge: true })
    const [first, second] = [vi.fn(), vi.fn()]
    await one.subscribe('com.app.t', first, { get_retained: true })
    await one.subscribe('com.app.t', second, { get_retained: true })
    await settled()
    for (const handler of [first, second]) {
      expect(handler.mock.calls.map(([args, , { retained }]) => [args, retained])).toEqual([[['last'], true]])
    }
  })

  test('force_reregister takes a procedure over, and the endpoint that had it is reported', async () => {
    const onerror = vi.fn()
    const { one, other } = await pair({ onerror })
    const first = await one.register('com.app.p', () => 'first')
    await one.register('com.app.p', () => 'second', { force_reregister: true })
    expect(await other.call('com.app.p')).toBe('second')
    expect(onerror.mock.calls).toEqual([[expect.objectContaining({ error: 'wamp.error.no_such_registration' })]])
    expect(await outcome(first.unregister())).toEqual(failed('wamp.error.no_such_registration'))
    expect(await other.call('com.app.p')).toBe('second')
  })

  test('payloads are sealed from end to end', async () => {
    const key = new Uint8Array(32).fill(7)
    const { one, other, opens } = await pair({
      onerror: vi.fn(),
      encryption: payloadEncryption({ keys: [{ uri: 'com.app.', match: 'prefix', keyid: 'k1', key }] }),
    })
    const stranger = await opens()
    const [handler, overheard] = [vi.fn(), vi.fn()]
    await one.subscribe('com.app.t', handler)
    await stranger.subscribe('com.app.t', overheard)
    await one.register('com.app.p', ([a], { b }) => {
      if (a === 0) throw new WampError('com.app.error', ['secret'])
      return new Result([Number(a) + Number(b), Uint8Array.of(1)])
    })
    await other.publish('com.app.t', ['secret', Uint8Array.of(1, 2)], { word: 'secret' }, { acknowledge: true })
    await vi.waitFor(() => expect(handler).toHaveBeenCalled())
    expect(handler.mock.calls[0]?.slice(0, 2)).toEqual([['secret', Uint8Array.of(1, 2)], { word: 'secret' }])
    expect(overheard.mock.calls[0]?.slice(0, 2)).toEqual([[expect.any(Uint8Array)], {}])
    expect(overheard.mock.calls[0]?.[2]).toMatchObject({ ppt_scheme: 'x_wamp_mesh', ppt_keyid: 'k1' })
    expect(await other.call('com.app.p', [1], { b: 2 })).toEqual(new Result([3, Uint8Array.of(1)]))
    await expect(other.call('com.app.p', [0])).rejects.toMatchObject({ error: 'com.app.error', args: ['secret'] })
    expect(await settlement(stranger.call('com.app.p', [1]))).toHaveProperty('error.error')
  })
})
