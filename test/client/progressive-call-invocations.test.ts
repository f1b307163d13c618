// Progressive call invocations, both ends: arguments that go bit by bit.

import { describe, expect, test, vi } from 'vitest'
import type { Endpoint } from '../../src/client/callee.ts'
import { MOST_UNREAD } from '../../src/client/parts.ts'
import { settled } from '../trace.ts'
import { failed, outcome } from './network.ts'
import { opened, openedAdvanced, registered } from './scripted-router.ts'

describe('a caller', () => {
  const progress = { progress: true }

  test('R-PCI-4, R-ID-5: sends further arguments under the same id, with the options frozen', async () => {
    const { session, peer } = await openedAdvanced()
    const call = session.callProgressive('com.app.p', [1], {}, { progress: true, disclose_me: true })
    call.send([2], { a: 3 })
    call.send()
    const result = call.end([4])
    void session.publish('com.app.t')
    expect(await peer.got()).toEqual([
      [48, 1, { ...progress, disclose_me: true, receive_progress: true }, 'com.app.p', [1]],
      [48, 1, progress, 'com.app.p', [2], { a: 3 }],
      [48, 1, progress, 'com.app.p'],
      [48, 1, {}, 'com.app.p', [4]],
      [16, 2, {}, 'com.app.t'],
    ])
    peer.sends([50, 1, {}, ['done']])
    expect(await result).toBe('done')
  })

  test('R-PCI-1: does not begin at a dealer without the feature, which would end the session', async () => {
    const { session, peer } = await opened()
    const call = session.callProgressive('com.app.p', [], {}, progress)
    expect(await outcome(call.result)).toEqual(failed('wamp.error.feature_not_supported'))
    expect(await peer.got()).toEqual([])
  })

  test('sends nothing behind the last arguments, nor in a call that began without progress', async () => {
    const { session, peer } = await openedAdvanced()
    const once = session.callProgressive('com.app.p')
    const twice = session.callProgressive('com.app.p', [], {}, progress)
    void twice.end()
    await peer.got()
    for (const call of [once, twice]) {
      expect(() => call.send([1])).toThrow(/no arguments can follow/)
      expect(() => call.end([1])).toThrow(/no arguments can follow/)
    }
    expect(await peer.got()).toEqual([])
  })

  test('R-PCI-6: sends nothing in a call that was answered, and says where the answer is', async () => {
    const { session, peer } = await openedAdvanced()
    const call = session.callProgressive('com.app.p', [], {}, progress)
    peer.sends([8, 48, 1, {}, 'com.app.enough'])
    await peer.got()
    expect(() => call.send([1])).toThrow(/has ended/)
    expect(await outcome(call.result)).toEqual(failed('com.app.enough'))
    expect(await peer.got()).toEqual([])
  })

  test('whose arguments cannot be sent gives the call up, so that nobody waits for them', async () => {
    const { session, peer } = await openedAdvanced()
    const call = session.callProgressive('com.app.p', [], {}, progress)
    await peer.got()
    call.send([new Map()])
    expect(await outcome(call.result)).toEqual(failed('wamp.error.invalid_argument'))
    expect(await peer.got()).toEqual([[49, 1, { mode: 'killnowait' }]])
  })

  test('has as long as it takes to send: each part begins the time anew', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const { session, peer } = await openedAdvanced({ callTimeout: 100 })
    const call = session.callProgressive('com.app.p', [], {}, progress)
    for (let count = 0; count < 5; count++) {
      vi.advanceTimersByTime(99)
      call.send([count])
    }
    expect(await peer.got()).toHaveLength(6)
    vi.advanceTimersByTime(100)
    expect(await outcome(call.result)).toEqual(failed('wamp.error.timeout'))
    vi.useRealTimers()
  })
})

describe('a callee', () => {
  const summing: Endpoint = async ([first], _kwargs, { parts }) => {
    let sum = Number(first)
    for await (const { args } of parts ?? []) sum += Number(args[0])
    return sum
  }

  test('R-PCI-4: reads the parts that follow; all but their arguments was said by the first', async () => {
    const details: unknown[] = []
    const { peer } = await registered((args, kwargs, all) => {
      details.push(all.caller)
      return summing(args, kwargs, all)
    })
    peer.sends([68, 1, 21, { progress: true, caller: 5 }, [1]], [68, 1, 21, { progress: true, caller: 6 }, [2]])
    expect(await peer.got()).toEqual([])
    peer.sends([68, 1, 21, {}, [3]])
    expect(await peer.got()).toEqual([[70, 1, {}, [6]]])
    expect(details).toEqual([5])
  })

  test('a last part without arguments only ends', async () => {
    const { peer } = await registered(summing)
    peer.sends([68, 1, 21, { progress: true }, [1]], [68, 1, 21, {}])
    expect(await peer.got()).toEqual([[70, 1, {}, [1]]])
  })

  test('two calls at once are two', async () => {
    const { peer } = await registered(summing)
    peer.sends([68, 1, 21, { progress: true }, [1]], [68, 2, 21, { progress: true }, [10]])
    peer.sends([68, 2, 21, { progress: true }, [20]], [68, 1, 21, {}, [2]], [68, 2, 21, {}, [30]])
    expect(await peer.got()).toEqual([
      [70, 1, {}, [3]],
      [70, 2, {}, [60]],
    ])
  })

  test('R-PCI-6: what comes behind its answer is ignored, and no call of its own', async () => {
    const endpoint = vi.fn(() => 'enough')
    const { peer } = await registered(endpoint)
    peer.sends([68, 1, 21, { progress: true }])
    expect(await peer.got()).toEqual([[70, 1, {}, ['enough']]])
    peer.sends([68, 1, 21, { progress: true }, [2]], [68, 1, 21, {}, [3]], [68, 2, 21, {}])
    expect(await peer.got()).toEqual([[70, 2, {}, ['enough']]])
    expect(endpoint).toHaveBeenCalledTimes(2)
  })

  test('parts for a registration that has ended are answered once', async () => {
    const { peer } = await openedAdvanced()
    peer.sends([68, 1, 99, { progress: true }], [68, 1, 99, { progress: true }], [68, 1, 99, {}])
    expect(await peer.got()).toEqual([[8, 68, 1, {}, 'wamp.error.no_such_registration', [expect.any(String)]]])
  })

  test.each<[string, object, unknown[][]]>([
    ['killnowait', {}, []],
    ['kill', { mode: 'kill' }, [[8, 68, 1, {}, 'wamp.error.canceled', [expect.any(String)]]]],
  ])('that reads when the call is given up (%s) is told', async (_, options, answers) => {
    const told = vi.fn()
    const { peer } = await registered(async (_args, _kwargs, { parts }) => {
      try {
        for await (const _ of parts ?? []);
      } catch (error) {
        told(error)
        throw error
      }
    })
    peer.sends([68, 1, 21, { progress: true }])
    await settled()
    peer.sends([69, 1, options])
    expect(await peer.got()).toEqual(answers)
    expect(told).toHaveBeenCalledWith(expect.objectContaining({ error: 'wamp.error.canceled' }))
  })

  test('that reads when the link is lost is told', async () => {
    const told = vi.fn()
    const { peer } = await registered((...all) => Promise.resolve(summing(...all)).catch(told))
    peer.sends([68, 1, 21, { progress: true }])
    await settled()
    peer.link.close()
    await settled()
    expect(told).toHaveBeenCalledWith(expect.objectContaining({ error: 'wamp.error.network_failure' }))
  })

  test('that never reads does not fill the memory: the caller is told', async () => {
    const { peer } = await registered(() => new Promise(() => {}))
    for (let count = 0; count < MOST_UNREAD + 2; count++) peer.sends([68, 1, 21, { progress: true }, [count]])
    expect(await peer.got()).toEqual([[8, 68, 1, {}, 'wamp.error.payload_size_exceeded', [expect.any(String)]]])
  })

  test('answers with progressive results to progressive arguments', async () => {
    const { peer } = await registered(async function* ([first], _kwargs, { parts }) {
      yield first
      for await (const { args } of parts ?? []) yield args[0]
      return 'done'
    })
    const details = { progress: true, receive_progress: true }
    peer.sends([68, 1, 21, details, [1]], [68, 1, 21, { progress: true }, [2]], [68, 1, 21, {}, [3]])
    expect(await peer.got()).toEqual([
      [70, 1, { progress: true }, [1]],
      [70, 1, { progress: true }, [2]],
      [70, 1, { progress: true }, [3]],
      [70, 1, {}, ['done']],
    ])
  })
})
