// Call timeout: how the caller's limit and the dealer's go together, and what a callee does with one.

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { failed, outcome } from './network.ts'
import { openedAdvanced, registered } from './scripted-router.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
})
afterEach(() => {
  vi.useRealTimers()
})

describe('a caller', () => {
  test('R-TO: tells the dealer, whose error comes first', async () => {
    const { session, peer } = await openedAdvanced()
    const call = session.call('com.app.p', [], {}, { timeout: 100 })
    expect(await peer.got()).toEqual([[48, 1, { timeout: 100 }, 'com.app.p']])
    vi.advanceTimersByTime(1_000)
    expect(await outcome(call)).toBe('pending')
    peer.sends([8, 48, 1, {}, 'wamp.error.timeout', ['by the dealer']])
    expect(await outcome(call)).toEqual({ error: expect.objectContaining({ args: ['by the dealer'] }) })
    expect(vi.getTimerCount()).toBe(0)
  })

  test('does not wait for ever for a dealer that keeps silent', async () => {
    const { session, peer } = await openedAdvanced()
    const call = session.call('com.app.p', [], {}, { timeout: 100 })
    await peer.got()
    vi.advanceTimersByTime(1_099)
    expect(await outcome(call)).toBe('pending')
    vi.advanceTimersByTime(1)
    expect(await outcome(call)).toEqual(failed('wamp.error.timeout'))
    expect(await peer.got()).toEqual([[49, 1, { mode: 'killnowait' }]])
  })

  test("keeps the session's limit to itself", async () => {
    const { session, peer } = await openedAdvanced({ callTimeout: 100 })
    const call = session.call('com.app.p')
    expect(await peer.got()).toEqual([[48, 1, {}, 'com.app.p']])
    vi.advanceTimersByTime(100)
    expect(await outcome(call)).toEqual(failed('wamp.error.timeout'))
  })

  test('counts whole milliseconds on the wire, and sends no limit that is none', async () => {
    const { session, peer } = await openedAdvanced()
    for (const timeout of [0.5, 0, -1, Number.POSITIVE_INFINITY, Number.NaN]) {
      void session.call('com.app.p', [], {}, { timeout }).catch(() => {})
    }
    expect((await peer.got()).map(([, , options]) => options)).toEqual([{ timeout: 1 }, {}, {}, {}, {}])
  })

  test('begins to count again with each progressive result', async () => {
    const { session, peer } = await openedAdvanced({ callTimeout: 100 })
    const onprogress = vi.fn()
    const call = session.call('com.app.p', [], {}, { onprogress })
    for (let count = 0; count < 5; count++) {
      await peer.got()
      vi.advanceTimersByTime(99)
      peer.sends([50, 1, { progress: true }, [count]])
    }
    expect(await outcome(call)).toBe('pending')
    vi.advanceTimersByTime(100)
    expect(await outcome(call)).toEqual(failed('wamp.error.timeout'))
    expect(onprogress).toHaveBeenCalledTimes(5)
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe('a callee', () => {
  test('R-TO: answers wamp.error.timeout, and the endpoint is told', async () => {
    const heard = vi.fn()
    let answer: (value: unknown) => void = () => {}
    const { peer } = await registered((_args, _kwargs, { signal }) => {
      signal.addEventListener('abort', () => heard(signal.reason))
      return new Promise(resolve => (answer = resolve))
    })
    peer.sends([68, 1, 21, { timeout: 100 }])
    await peer.got()
    vi.advanceTimersByTime(99)
    expect(await peer.got()).toEqual([])
    vi.advanceTimersByTime(1)
    expect(await peer.got()).toEqual([[8, 68, 1, {}, 'wamp.error.timeout', [expect.any(String)]]])
    expect(heard).toHaveBeenCalledWith(expect.objectContaining({ error: 'wamp.error.timeout' }))
    answer('late')
    expect(await peer.got()).toEqual([])
  })

  test('begins to count again with each result it sends, and leaves no timer behind', async () => {
    const { peer } = await registered((_args, _kwargs, { progress }) => {
      progress?.([1])
      return 'done'
    })
    peer.sends([68, 1, 21, { timeout: 100, receive_progress: true }])
    expect(await peer.got()).toEqual([
      [70, 1, { progress: true }, [1]],
      [70, 1, {}, ['done']],
    ])
    expect(vi.getTimerCount()).toBe(0)
  })

  test('begins to count again with each part that comes', async () => {
    const { peer } = await registered(async (_args, _kwargs, { parts }) => {
      for await (const _ of parts ?? []);
    })
    peer.sends([68, 1, 21, { timeout: 100, progress: true }])
    for (let count = 0; count < 5; count++) {
      await peer.got()
      vi.advanceTimersByTime(99)
      peer.sends([68, 1, 21, { progress: true }, [count]])
    }
    expect(await peer.got()).toEqual([])
    vi.advanceTimersByTime(100)
    expect(await peer.got()).toEqual([[8, 68, 1, {}, 'wamp.error.timeout', [expect.any(String)]]])
    expect(vi.getTimerCount()).toBe(0)
  })

  test('whose link is lost leaves no timer behind', async () => {
    const { peer } = await registered(() => new Promise(() => {}))
    peer.sends([68, 1, 21, { timeout: 100 }])
    await peer.got()
    peer.link.close()
    await peer.got()
    expect(vi.getTimerCount()).toBe(0)
  })
})
