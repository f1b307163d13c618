// Call canceling, both ends: what a caller says and awaits, and what an endpoint hears and may still answer.

import { describe, expect, test, vi } from 'vitest'
import type { Endpoint, InvocationDetails } from '../../src/client/callee.ts'
import { WampError } from '../../src/protocol/errors.ts'
import { settled } from '../trace.ts'
import { failed, outcome } from './network.ts'
import { opened, openedAdvanced, registered } from './scripted-router.ts'

const reason = new Error('no longer wanted')

describe('a caller', () => {
  test.each(['skip', 'killnowait'] as const)('R-CC: in mode %s rejects at once, and says so', async cancelMode => {
    const { session, peer } = await openedAdvanced()
    const controller = new AbortController()
    const call = session.call('com.app.p', [], {}, { signal: controller.signal, cancelMode })
    await peer.got()
    controller.abort(reason)
    expect(await outcome(call)).toEqual({ error: reason })
    expect(await peer.got()).toEqual([[49, 1, { mode: cancelMode }]])
    peer.sends([8, 48, 1, {}, 'wamp.error.canceled'], [50, 1, {}, ['late']])
    expect(await peer.got()).toEqual([])
    expect(session.isOpen).toBe(true)
  })

  test.each(['wamp.error.canceled', 'wamp.error.cancelled'])(
    'R-CC, D1: in mode kill rejects when the callee has ended, here with %s',
    async uri => {
      const { session, peer } = await openedAdvanced()
      const controller = new AbortController()
      const call = session.call('com.app.p', [], {}, { signal: controller.signal, cancelMode: 'kill' })
      await peer.got()
      controller.abort(reason)
      expect(await outcome(call)).toBe('pending')
      expect(await peer.got()).toEqual([[49, 1, { mode: 'kill' }]])
      peer.sends([8, 48, 1, {}, uri])
      expect(await outcome(call)).toEqual({ error: reason })
    },
  )

  test.each([
    ['a result', [50, 1, {}, ['done']], { value: 'done' }],
    ['an error of its own', [8, 48, 1, {}, 'com.app.error'], failed('com.app.error')],
  ])('in mode kill gets what the callee answers all the same: %s', async (_, answer, expected) => {
    const { session, peer } = await openedAdvanced()
    const controller = new AbortController()
    const call = session.call('com.app.p', [], {}, { signal: controller.signal, cancelMode: 'kill' })
    controller.abort(reason)
    peer.sends(answer as unknown[])
    expect(await outcome(call)).toEqual(expected)
  })

  test('in mode kill hears no more of what comes before the last result', async () => {
    const { session, peer } = await openedAdvanced()
    const controller = new AbortController()
    const onprogress = vi.fn()
    const call = session.call('com.app.p', [], {}, { signal: controller.signal, cancelMode: 'kill', onprogress })
    controller.abort(reason)
    peer.sends([50, 1, { progress: true }, [1]], [50, 1, {}, ['done']])
    expect(await call).toBe('done')
    expect(onprogress).not.toHaveBeenCalled()
  })

  test('in mode kill does not wait for ever: its time goes on', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const { session, peer } = await openedAdvanced({ callTimeout: 500 })
    const controller = new AbortController()
    const call = session.call('com.app.p', [], {}, { signal: controller.signal, cancelMode: 'kill' })
    controller.abort(reason)
    await peer.got()
    vi.advanceTimersByTime(500)
    expect(await outcome(call)).toEqual(failed('wamp.error.timeout'))
    expect(await peer.got()).toEqual([[49, 1, { mode: 'killnowait' }]])
    expect(vi.getTimerCount()).toBe(0)
    vi.useRealTimers()
  })

  test('in mode kill at a dealer without the feature does not wait: nobody was told', async () => {
    const { session, peer } = await opened()
    const controller = new AbortController()
    const call = session.call('com.app.p', [], {}, { signal: controller.signal, cancelMode: 'kill' })
    await peer.got()
    controller.abort(reason)
    expect(await outcome(call)).toEqual({ error: reason })
    expect(await peer.got()).toEqual([])
  })

  test('D1: reads wamp.error.cancelled as wamp.error.canceled', async () => {
    const { session, peer } = await openedAdvanced()
    const call = session.call('com.app.p')
    peer.sends([8, 48, 1, {}, 'wamp.error.cancelled', ['the callee left']])
    expect(await outcome(call)).toEqual({
      error: expect.objectContaining({ error: 'wamp.error.canceled', args: ['the callee left'] }),
    })
  })

  test('whose link is lost while it waits for the callee rejects', async () => {
    const { session, peer } = await openedAdvanced()
    const controller = new AbortController()
    const call = session.call('com.app.p', [], {}, { signal: controller.signal, cancelMode: 'kill' })
    controller.abort(reason)
    await peer.got()
    peer.link.close()
    expect(await outcome(call)).toEqual(failed('wamp.error.network_failure'))
  })
})

describe('a callee', () => {
  /** An endpoint that is at work when its call is given up. */
  async function interrupted(endpoint: Endpoint, options: object, onerror = vi.fn()) {
    const all = await registered(endpoint, { onerror })
    all.peer.sends([68, 1, 21, {}], [69, 1, options])
    const answers = await all.peer.got()
    expect(all.session.isOpen).toBe(true)
    expect(onerror).not.toHaveBeenCalled()
    return { ...all, answers }
  }
  const abortable = (aborted: (why: unknown) => unknown): Endpoint => {
    return (_args, _kwargs, { signal }) =>
      new Promise((resolve, reject) => {
        signal.addEventListener('abort', () => {
          try {
            resolve(aborted(signal.reason))
          } catch (error) {
            reject(error)
          }
        })
      })
  }
  const canceled = [8, 68, 1, {}, 'wamp.error.canceled', [expect.any(String)]]

  test.each([{ mode: 'killnowait' }, {}])('with %j is told, and answers nothing more', async options => {
    const heard = vi.fn()
    const { answers, peer } = await interrupted(abortable(heard), options)
    expect(heard).toHaveBeenCalledWith(expect.objectContaining({ error: 'wamp.error.canceled' }))
    expect(answers).toEqual([])
    expect(await peer.got()).toEqual([])
  })

  test('that takes no notice has its answer dropped', async () => {
    let answer: (value: unknown) => void = () => {}
    const { answers, peer } = await interrupted(() => new Promise(resolve => (answer = resolve)), {})
    answer('late')
    expect([...answers, ...(await peer.got())]).toEqual([])
  })

  test('with mode kill answers at once for an endpoint that never looked at its signal', async () => {
    let answer: (value: unknown) => void = () => {}
    const endpoint = () => new Promise(resolve => (answer = resolve))
    const { answers, peer } = await interrupted(endpoint, { mode: 'kill' })
    expect(answers).toEqual([canceled])
    answer('late')
    expect(await peer.got()).toEqual([])
  })

  test.each<[string, (why: unknown) => unknown, unknown[]]>([
    ['what it returns', () => 'half of it', [70, 1, {}, ['half of it']]],
    [
      "the signal's reason, thrown",
      why => {
        throw why
      },
      canceled,
    ],
    [
      'an AbortError of the platform',
      () => {
        throw new DOMException('This operation was aborted', 'AbortError')
      },
      canceled,
    ],
    [
      'an error of its own',
      () => {
        throw new WampError('com.app.error')
      },
      [8, 68, 1, {}, 'com.app.error'],
    ],
  ])('with mode kill answers with %s', async (_, aborted, answer) => {
    const { answers } = await interrupted(abortable(aborted), { mode: 'kill' })
    expect(answers).toEqual([answer])
  })

  test('hears the reason that the router gives', async () => {
    const heard = vi.fn()
    await interrupted(abortable(heard), { mode: 'killnowait', reason: 'wamp.error.timeout' })
    expect(heard).toHaveBeenCalledWith(expect.objectContaining({ error: 'wamp.error.timeout' }))
  })

  test('hears nothing after it answered, and INTERRUPT twice or for nothing is ignored', async () => {
    const taken: AbortSignal[] = []
    const { answers, peer } = await interrupted(
      (_args, _kwargs, { signal }: InvocationDetails) => {
        taken.push(signal)
        return 'done'
      },
      { mode: 'kill' },
    )
    peer.sends([69, 1, {}], [69, 1, {}], [69, 99, { mode: 'kill' }])
    // In one burst with the call the interrupt comes before the answer; it is heeded, and the answer goes all the same.
    expect([...answers, ...(await peer.got())]).toEqual([[70, 1, {}, ['done']]])
    expect(taken).toHaveLength(1)
  })

  test('is told when the link is lost: nobody waits any more', async () => {
    const heard = vi.fn()
    const { peer } = await registered(abortable(heard))
    peer.sends([68, 1, 21, {}])
    await settled()
    peer.link.close()
    await settled()
    expect(heard).toHaveBeenCalledWith(expect.objectContaining({ error: 'wamp.error.network_failure' }))
  })

  test('R-PCI-6: an interrupted generator ends at its next yield, its finally included', async () => {
    const ended = vi.fn()
    let go: () => void = () => {}
    async function* endpoint() {
      try {
        for (let count = 0; ; count++) {
          yield count
          await new Promise<void>(resolve => (go = resolve))
        }
      } finally {
        ended()
      }
    }
    const { peer } = await registered(endpoint)
    peer.sends([68, 1, 21, { receive_progress: true }], [69, 1, {}])
    await peer.got()
    go()
    expect(await peer.got()).toEqual([])
    expect(ended).toHaveBeenCalledTimes(1)
  })
})
