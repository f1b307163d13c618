// Whatever an application does and a router says, in any order: every promise settles, and nothing stays behind.

import fc from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Session } from '../../src/client/session.ts'
import { settled } from '../trace.ts'
import { openedAdvanced } from './scripted-router.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
})
afterEach(() => {
  vi.useRealTimers()
})

/** What an application has begun and waits for. */
interface Begun {
  readonly promises: Promise<unknown>[]
  readonly controllers: AbortController[]
  readonly signals: AbortSignal[]
}
type Step = (session: Session, begun: Begun) => void
const waits = (ask: (session: Session, begun: Begun) => Promise<unknown>): Step => {
  return (session, begun) => void begun.promises.push(ask(session, begun).catch(() => {}))
}
async function read(parts: AsyncIterable<unknown>, most: number): Promise<void> {
  let count = 0
  for await (const _ of parts) if (++count === most) break
}
const cancelling = (cancelMode: 'skip' | 'kill' | 'killnowait') =>
  waits((session, { controllers }) => {
    const controller = new AbortController()
    controllers.push(controller)
    return session.call('com.app.p', [1], {}, { signal: controller.signal, cancelMode, timeout: 50 })
  })

const STEPS: Record<string, Step> = {
  call: waits(session => session.call('com.app.p', [1], {}, { onprogress: () => {} })),
  skip: cancelling('skip'),
  kill: cancelling('kill'),
  killnowait: cancelling('killnowait'),
  abort: (_session, { controllers }) => controllers.shift()?.abort(),
  read: waits(async session => read(session.callProgressive('com.app.p'), 100)),
  leave: waits(async session => read(session.callProgressive('com.app.p'), 1)),
  stream: waits(async session => {
    const call = session.callProgressive('com.app.p', [], {}, { progress: true })
    call.send([1])
    return call.end([2])
  }),
  subscribe: waits(async session => {
    const subscription = await session.subscribe('com.app.t', () => {}, { get_retained: true })
    await subscription.unsubscribe()
  }),
  listen: waits(session => session.subscribe('com.app.t', () => {})),
  publish: waits(session => session.publish('com.app.t', [1], {}, { acknowledge: true })),
  answer: waits(session => session.register('com.app.p', ([x]) => x)),
  count: waits(session =>
    session.register('com.app.p', async function* (_args, _kwargs, { parts }) {
      for await (const part of parts ?? []) yield part.args[0]
    }),
  ),
  heed: waits(async (session, { promises, signals }) => {
    const registration = await session.register('com.app.p', (_args, _kwargs, { signal, progress }) => {
      signals.push(signal)
      progress?.([1])
      const done = new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
      promises.push(done.catch(() => {}))
      return done
    })
    await registration.unregister()
  }),
  time: () => void vi.advanceTimersByTime(60),
}

const id = fc.integer({ min: 1, max: 5 })
const flags = fc.subarray(['progress', 'receive_progress', 'retained'])
const details = fc.tuple(flags, fc.constantFrom({}, { timeout: 30 })).map(([names, timeout]) => {
  return { ...Object.fromEntries(names.map(name => [name, true])), ...timeout }
})
const MESSAGE = fc.oneof(
  fc.tuple(fc.constant(50), id, details, fc.constant([1])),
  fc.tuple(fc.constant(8), fc.constantFrom(16, 32, 48, 64, 66), id, details, fc.constant('com.app.error')),
  fc.tuple(fc.constantFrom(17, 33, 65), id, id),
  fc.tuple(fc.constantFrom(35, 67), id),
  fc.tuple(fc.constantFrom(35, 67), fc.constant(0), fc.record({ subscription: id, registration: id })),
  fc.tuple(fc.constant(36), id, id, details, fc.constant([1])),
  fc.tuple(fc.constant(68), id, id, details, fc.constant([1])),
  fc.tuple(fc.constant(69), id, fc.constantFrom({}, { mode: 'kill' }, { mode: 'killnowait' })),
)
const STORY = fc.array(fc.oneof(fc.constantFrom(...Object.keys(STEPS)), MESSAGE), { maxLength: 25 })

test('a story of any steps and messages leaves nothing behind', async () => {
  await fc.assert(
    fc.asyncProperty(STORY, async story => {
      const { session, peer } = await openedAdvanced({ onerror: () => {} })
      const begun: Begun = { promises: [], controllers: [], signals: [] }
      for (const part of story) {
        if (typeof part === 'string') STEPS[part]?.(session, begun)
        else peer.sends(part)
        await settled()
      }
      peer.link.close()
      await settled()
      await Promise.all(begun.promises)
      expect(session.state).toBe('closed')
      expect(vi.getTimerCount()).toBe(0)
    }),
    { numRuns: 300 },
  )
}, 30_000)
