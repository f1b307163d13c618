// A session against a router that answers by whim: every promise is kept, and nothing goes on after `close`.
//
// `PROPERTY_RUNS=5000 PROPERTY_SEED=7 npx vitest run --project unit test/properties` looks further.

import fc from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Session } from '../../src/client/session.ts'
import { WampError } from '../../src/protocol/errors.ts'
import { settled } from '../trace.ts'
import { DOES, type Does, OwnError, User } from './user.ts'
import { DIALS, WHIMS, type Whims, WhimsicalRouter } from './whims.ts'

const { PROPERTY_RUNS: numRuns = 2_000, PROPERTY_SEED: seed = 20_261_122 } = process.env

/** What happens: the user does something, everything under way arrives, time passes, or the router makes up its mind. */
type Step = { readonly user: Does } | { readonly wait: number } | 'settle' | 'deliver' | 'cut'

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 10, arbitrary: fc.record({ user: fc.constantFrom(...DOES) }) },
  { weight: 5, arbitrary: fc.constant('settle' as const) },
  { weight: 3, arbitrary: fc.record({ wait: fc.constantFrom(10, 400, 400, 2_000, 20_000, 70_000) }) },
  { weight: 2, arbitrary: fc.constantFrom('deliver' as const, 'cut' as const) },
)
const whims: fc.Arbitrary<Whims> = fc.record({
  whims: fc.array(fc.constantFrom(...WHIMS), { minLength: 1, maxLength: 40, size: 'max' }),
  dials: fc.array(fc.constantFrom(...DIALS), { minLength: 1, maxLength: 5 }),
  serializer: fc.constantFrom('json' as const, 'msgpack' as const, 'cbor' as const),
  announces: fc.boolean(),
})
const options = fc.record({
  reconnect: fc.constantFrom('never' as const, 'once-open' as const, 'always' as const),
  /** The state in which the user, when told of it, closes the session. */
  closesWhen: fc.option(fc.constantFrom('open', 'connecting', 'reconnecting'), { freq: 2 }),
})

const unhandled: unknown[] = []
const handle = (reason: unknown) => void unhandled.push(reason)
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance', 'Date'] })
  process.on('unhandledRejection', handle)
})
afterEach(() => {
  vi.useRealTimers()
  process.off('unhandledRejection', handle)
})

async function perform(user: User, router: WhimsicalRouter, step: Step): Promise<void> {
  if (step === 'settle') await settled()
  else if (step === 'deliver') router.deliver()
  else if (step === 'cut') router.cut()
  else if ('user' in step) user.does(step.user)
  else vi.advanceTimersByTime(step.wait)
}

/** Nothing but what the application itself failed with, and what WAMP refuses, is reported to it. */
const isUnexpected = (error: unknown) => !(error instanceof OwnError || error instanceof WampError)

test('every promise is kept, and nothing is left after close', async () => {
  const property = fc.asyncProperty(whims, options, fc.array(step, { maxLength: 60, size: 'max' }), async (...run) => {
    const [whims, { reconnect, closesWhen }, steps] = run
    vi.clearAllTimers()
    const router = new WhimsicalRouter(whims)
    const reported: unknown[] = []
    const session: Session = new Session(router.dial, {
      reconnect,
      onerror: error => reported.push(error),
      onstate: state => state === closesWhen && user.does('close'),
    })
    const user = new User(session)
    user.does('open')
    for (const step of steps) await perform(user, router, step)
    user.does('close')
    await settled()
    // An answer to our GOODBYE, and until then to what was in flight, is waited for two seconds.
    vi.advanceTimersByTime(2_000)
    await settled()
    expect(user.pending).toEqual([])
    expect(vi.getTimerCount()).toBe(0)
    expect(session.state).toBe('closed')
    expect(router.faults).toEqual([])
    expect(reported.filter(isUnexpected)).toEqual([])
    expect(unhandled.splice(0)).toEqual([])
  })
  await fc.assert(property, { numRuns: Number(numRuns), seed: Number(seed) })
}, 600_000)
