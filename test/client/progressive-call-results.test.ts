// Progressive call results, both ends: parts before the last result.

import { describe, expect, test, vi } from 'vitest'
import { MOST_UNREAD } from '../../src/client/parts.ts'
import { Result } from '../../src/client/result.ts'
import type { Session } from '../../src/client/session.ts'
import { SERIALIZERS } from '../raw-codec.ts'
import { settled } from '../trace.ts'
import { failed, outcome } from './network.ts'
import { openedAdvanced, registered } from './scripted-router.ts'

describe.each(SERIALIZERS)('over $id', serializer => {
  test('onprogress asks for progressive results and gets each', async () => {
    const { session, peer } = await openedAdvanced({}, serializer)
    const onprogress = vi.fn()
    const call = session.call('com.app.p', [3], {}, { onprogress })
    expect(await peer.got()).toEqual([[48, 1, { receive_progress: true }, 'com.app.p', [3]]])
    peer.sends([50, 1, { progress: true }, [1, 2], { a: 3 }], [50, 1, { progress: true }], [50, 1, {}, ['done']])
    expect(await call).toBe('done')
    expect(onprogress.mock.calls).toEqual([
      [[1, 2], { a: 3 }, { progress: true }],
      [[], {}, { progress: true }],
    ])
  })

  test('for await reads the parts, each unwrapped, and result is the last one', async () => {
    const { session, peer } = await openedAdvanced({}, serializer)
    const call = session.callProgressive('com.app.p', [3])
    expect(await peer.got()).toEqual([[48, 1, { receive_progress: true }, 'com.app.p', [3]]])
    peer.sends([50, 1, { progress: true }, [1]], [50, 1, { progress: true }, [2, 3]], [50, 1, {}, ['done']])
    const got: unknown[] = []
    for await (const part of call) got.push(part)
    expect(got).toEqual([1, new Result([2, 3])])
    expect(await call.result).toBe('done')
  })
})

describe('a caller', () => {
  test('R-PCR-2: that reads slower than results come misses none', async () => {
    const { session, peer } = await openedAdvanced()
    const call = session.callProgressive('com.app.p')
    for (let count = 0; count < 100; count++) peer.sends([50, 1, { progress: true }, [count]])
    peer.sends([50, 1, {}])
    await settled()
    const got: unknown[] = []
    for await (const part of call) {
      got.push(part)
      await Promise.resolve()
    }
    expect(got).toEqual(Array.from({ length: 100 }, (_, count) => count))
  })

  test('that leaves the loop gives the call up', async () => {
    const { session, peer } = await openedAdvanced()
    const call = session.callProgressive('com.app.p')
    await peer.got()
    peer.sends([50, 1, { progress: true }, [1]], [50, 1, { progress: true }, [2]])
    for await (const part of call) if (part === 1) break
    expect(await outcome(call.result)).toEqual(failed('wamp.error.canceled'))
    expect(await peer.got()).toEqual([[49, 1, { mode: 'killnowait' }]])
    peer.sends([50, 1, { progress: true }, [3]], [50, 1, {}])
    expect(await peer.got()).toEqual([])
    expect(session.isOpen).toBe(true)
  })

  test('that leaves the loop after the last result gives nothing up', async () => {
    const { session, peer } = await openedAdvanced()
    const call = session.callProgressive('com.app.p')
    await peer.got()
    peer.sends([50, 1, { progress: true }, [1]], [50, 1, {}, ['done']])
    await settled()
    for await (const _ of call) break
    expect(await peer.got()).toEqual([])
    expect(await call.result).toBe('done')
  })

  test.each<[string, unknown[] | undefined, string]>([
    ['an error', [8, 48, 1, {}, 'com.app.error'], 'com.app.error'],
    ['the end of the link', undefined, 'wamp.error.network_failure'],
  ])('reads what came before %s, and then is told', async (_, end, uri) => {
    const { session, peer } = await openedAdvanced()
    const call = session.callProgressive('com.app.p')
    peer.sends([50, 1, { progress: true }, [1]])
    await settled()
    if (end) peer.sends(end)
    else peer.link.close()
    await settled()
    const got: unknown[] = []
    const reading = (async () => {
      for await (const part of call) got.push(part)
    })()
    expect(await outcome(reading)).toEqual(failed(uri))
    expect(got).toEqual([1])
    expect(await outcome(call.result)).toEqual(failed(uri))
  })

  test('that waits in the loop when the call fails is told', async () => {
    const { session, peer } = await openedAdvanced()
    const call = session.callProgressive('com.app.p')
    const reading = (async () => {
      for await (const _ of call);
    })()
    await settled()
    peer.sends([8, 48, 1, {}, 'com.app.error'])
    expect(await outcome(reading)).toEqual(failed('com.app.error'))
  })

  test('whose signal aborts has its reason thrown in the loop', async () => {
    const { session, peer } = await openedAdvanced()
    const controller = new AbortController()
    const call = session.callProgressive('com.app.p', [], {}, { signal: controller.signal })
    await peer.got()
    const reason = new Error('no longer wanted')
    controller.abort(reason)
    const reading = (async () => {
      for await (const _ of call);
    })()
    expect(await outcome(reading)).toEqual({ error: reason })
  })

  test('R-PCR, T-21: that did not ask is not bothered, and its call goes on', async () => {
    const { session, peer } = await openedAdvanced()
    const call = session.call('com.app.p')
    peer.sends([50, 1, { progress: true }, [1]])
    expect(await outcome(call)).toBe('pending')
    peer.sends([50, 1, {}, ['done']])
    expect(await call).toBe('done')
  })

  test('whose onprogress throws is told through onerror, and gets its result', async () => {
    const onerror = vi.fn()
    const { session, peer } = await openedAdvanced({ onerror })
    const thrown = new Error('my own fault')
    const onprogress = () => {
      throw thrown
    }
    const call = session.call('com.app.p', [], {}, { onprogress })
    peer.sends([50, 1, { progress: true }, [1]], [50, 1, {}, ['done']])
    expect(await call).toBe('done')
    expect(onerror.mock.calls).toEqual([[thrown]])
  })

  test.each<[string, (session: Session, onprogress: () => unknown) => Promise<unknown>]>([
    ['call', (session, onprogress) => session.call('com.app.p', [], {}, { onprogress })],
    ['callProgressive', (session, onprogress) => session.callProgressive('com.app.p', [], {}, { onprogress }).result],
  ])('whose onprogress rejects is told through onerror: %s', async (_, calls) => {
    const onerror = vi.fn()
    const { session, peer } = await openedAdvanced({ onerror })
    const thrown = new Error('my own fault')
    const call = calls(session, () => Promise.reject(thrown))
    peer.sends([50, 1, { progress: true }, [1]], [50, 1, {}, ['done']])
    expect(await call).toBe('done')
    await settled()
    expect(onerror.mock.calls).toEqual([[thrown]])
  })

  test('that never reads does not fill the memory: the call is given up', async () => {
    const { session, peer } = await openedAdvanced()
    const call = session.callProgressive('com.app.p')
    await peer.got()
    const part = [50, 1, { progress: true }, [1]]
    for (let count = 0; count <= MOST_UNREAD; count++) peer.sends(part)
    expect(await outcome(call.result)).toEqual(failed('wamp.error.payload_size_exceeded'))
    expect(await peer.got()).toEqual([[49, 1, { mode: 'killnowait' }]])
  })
})

describe('a callee', () => {
  test('sends what details.progress is given, and what its endpoint returns last', async () => {
    const { peer } = await registered((_args, _kwargs, { progress }) => {
      progress?.([1], { a: 2 })
      progress?.()
      return 'done'
    })
    peer.sends([68, 1, 21, { receive_progress: true }])
    expect(await peer.got()).toEqual([
      [70, 1, { progress: true }, [1], { a: 2 }],
      [70, 1, { progress: true }],
      [70, 1, {}, ['done']],
    ])
  })

  test('has no details.progress where the caller did not ask', async () => {
    const { peer } = await registered((_args, _kwargs, { progress }) => progress)
    peer.sends([68, 1, 21, {}])
    expect(await peer.got()).toEqual([[70, 1, {}, [null]]])
  })

  test('sends nothing behind its last answer', async () => {
    let late: (() => void) | undefined
    const { peer } = await registered((_args, _kwargs, { progress }) => {
      late = () => progress?.(['late'])
    })
    peer.sends([68, 1, 21, { receive_progress: true }])
    expect(await peer.got()).toEqual([[70, 1, {}]])
    late?.()
    expect(await peer.got()).toEqual([])
  })

  test('that sends what cannot be sent is told, and may go on', async () => {
    const { peer, session } = await registered((_args, _kwargs, { progress }) => {
      expect(() => progress?.([new Map()])).toThrow(/cannot be sent/)
      // @ts-expect-error What JavaScript would let pass.
      expect(() => progress?.(5)).toThrow(/must be a list/)
      return 'done'
    })
    peer.sends([68, 1, 21, { receive_progress: true }])
    expect(await peer.got()).toEqual([[70, 1, {}, ['done']]])
    expect(session.isOpen).toBe(true)
  })

  async function* counting(_args: unknown[]) {
    yield 1
    yield new Result([2, 3], { a: 4 })
    yield undefined
    return 'done'
  }

  test('that is a generator sends what it yields', async () => {
    const { peer } = await registered(counting)
    peer.sends([68, 1, 21, { receive_progress: true }])
    expect(await peer.got()).toEqual([
      [70, 1, { progress: true }, [1]],
      [70, 1, { progress: true }, [2, 3], { a: 4 }],
      [70, 1, { progress: true }],
      [70, 1, {}, ['done']],
    ])
  })

  test('that is a generator answers one who did not ask with what it returns', async () => {
    const { peer } = await registered(counting)
    peer.sends([68, 1, 21, {}])
    expect(await peer.got()).toEqual([[70, 1, {}, ['done']]])
  })

  test('that is a generator and throws, or yields what cannot be sent, answers with an error', async () => {
    const ended = vi.fn()
    const { peer } = await registered(async function* ([what]) {
      try {
        yield 1
        if (what === 'throw') throw new Error('so what')
        yield new Map()
      } finally {
        ended()
      }
    })
    peer.sends([68, 1, 21, { receive_progress: true }, ['throw']], [68, 2, 21, { receive_progress: true }])
    expect(await peer.got()).toEqual([
      [70, 1, { progress: true }, [1]],
      [70, 2, { progress: true }, [1]],
      [8, 68, 1, {}, 'wamp.error.runtime_error', ['so what']],
      [8, 68, 2, {}, 'wamp.error.invalid_argument', [expect.any(String)]],
    ])
    await settled()
    expect(ended).toHaveBeenCalledTimes(2)
  })
})
