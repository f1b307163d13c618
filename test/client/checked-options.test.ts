// Options and arguments that are not what they must be: refused here, before a router ignores them or ends the session.

import { describe, expect, test } from 'vitest'
import type { Session } from '../../src/client/session.ts'
import { outcome } from './network.ts'
import { opened, openedAdvanced } from './scripted-router.ts'

type Given = [args?: unknown, kwargs?: unknown, options?: unknown]
/** What JavaScript lets an application say. */
const SAYS: Record<string, (session: Session, ...given: Given) => Promise<unknown>> = {
  call: (session, ...given) => session.call('com.app.p', ...(given as [])),
  callProgressive: async (session, ...given) => session.callProgressive('com.app.p', ...(given as [])),
  publish: (session, ...given) => session.publish('com.app.t', ...(given as [])),
  register: (session, _args, _kwargs, options) => session.register('com.app.p', () => {}, options as object),
  subscribe: (session, _args, _kwargs, options) => session.subscribe('com.app.t', () => {}, options as object),
}

/** That `method` is refused with a sentence like this, and the router hears nothing. */
async function expectRefused(method: string, sentence: RegExp, ...given: Given) {
  const { session, peer } = await opened()
  expect(await outcome(SAYS[method]?.(session, ...given) ?? Promise.resolve())).toEqual({
    error: expect.objectContaining({
      name: 'WampError',
      error: 'wamp.error.invalid_argument',
      message: expect.stringMatching(sentence),
    }),
  })
  expect(await peer.got()).toEqual([])
  expect(session.isOpen).toBe(true)
}

describe('an option that does not exist is refused, with the one that is meant', () => {
  test.each<[string, string, string | undefined]>([
    ['call', 'recieve_progress', 'receive_progress'],
    ['call', 'receiveProgress', 'receive_progress'],
    ['call', 'Timeout', 'timeout'],
    ['call', 'on_progress', 'onprogress'],
    ['call', 'acknowledge', undefined],
    ['call', 'progress', 'onprogress'],
    ['callProgressive', 'progres', 'progress'],
    ['publish', 'excludeMe', 'exclude_me'],
    ['publish', 'aknowledge', 'acknowledge'],
    ['publish', 'match', undefined],
    ['publish', 'conflate', 'x_conflate'],
    ['register', 'invok', 'invoke'],
    ['register', 'discloseCaller', 'disclose_caller'],
    ['register', 'concurrency', undefined],
    ['subscribe', 'getRetained', 'get_retained'],
    ['subscribe', 'constructor', undefined],
    ['subscribe', 'a'.repeat(100_000), undefined],
  ])('%s: %s', async (method, name, meant) => {
    const sentence = meant === undefined ? /has no option "[^"]*" \(/ : new RegExp(`do you mean ${meant}\\?`)
    await expectRefused(method, sentence, [], {}, { [name]: true })
  })
})

test.each<[string, object, RegExp]>([
  ['call', { timeout: '5' }, /options of call\.timeout must be a number, and is "5"/],
  ['call', { disclose_me: 1 }, /disclose_me must be a boolean, and is 1/],
  ['call', { signal: {} }, /signal must be an AbortSignal/],
  ['call', { cancelMode: 'abort' }, /cancelMode must be one of skip, kill, killnowait/],
  ['call', { onprogress: true }, /onprogress must be a function/],
  ['callProgressive', { progress: 'yes' }, /progress must be a boolean/],
  ['publish', { exclude: 'ann' }, /exclude must be a list of ids/],
  ['publish', { acknowledge: 'yes' }, /acknowledge must be a boolean/],
  ['publish', { x_conflate: 1 }, /options of publish\.x_conflate must be a boolean, and is 1/],
  ['register', { invoke: 'rr' }, /invoke must be one of single, first/],
  ['subscribe', { match: 'regex' }, /match must be one of exact, prefix, wildcard/],
])('an option of the wrong type is refused: %s %j', async (method, options, sentence) => {
  await expectRefused(method, sentence, [], {}, options)
})

test.each(['call', 'callProgressive', 'publish'])(
  'arguments that would be lost on the way are refused: %s',
  async method => {
    for (const args of [5, 'text', { a: 1 }, Uint8Array.of(1)]) {
      await expectRefused(method, /arguments must be a list, and are/, args)
    }
    for (const kwargs of [5, 'text', [1], Uint8Array.of(1)]) {
      await expectRefused(method, /keyword arguments must be an object, and are/, [], kwargs)
    }
  },
)

test('R-MSG-3: options for the router itself pass, absent ones do not', async () => {
  const { session, peer } = await opened()
  const options = { x_mine: [1], _own: { a: 1 }, disclose_me: undefined }
  for (const says of Object.values(SAYS)) void says(session, [], {}, options).catch(() => {})
  const wire = { x_mine: [1], _own: { a: 1 } }
  expect(await peer.got()).toEqual([
    [48, 1, wire, 'com.app.p'],
    [48, 2, { ...wire, receive_progress: true }, 'com.app.p'],
    [16, 3, wire, 'com.app.t'],
    [64, 4, wire, 'com.app.p'],
    [32, 5, wire, 'com.app.t'],
  ])
})

test('null is nothing, as in Autobahn, wherever something may be left out', async () => {
  const { session, peer } = await opened()
  for (const says of Object.values(SAYS)) void says(session, null, null, null).catch(() => {})
  expect(await peer.got()).toEqual([
    [48, 1, {}, 'com.app.p'],
    [48, 2, { receive_progress: true }, 'com.app.p'],
    [16, 3, {}, 'com.app.t'],
    [64, 4, {}, 'com.app.p'],
    [32, 5, {}, 'com.app.t'],
  ])
})

test('every option of the wire that is heeded passes', async () => {
  const { session, peer } = await openedAdvanced()
  const call = { disclose_me: true, receive_progress: true, timeout: 5, caller: 7 }
  const register = { match: 'prefix', invoke: 'random', disclose_caller: true, force_reregister: true }
  void SAYS.call?.(session, [], {}, call).catch(() => {})
  void SAYS.register?.(session, [], {}, { ...register, forward_timeout: true }).catch(() => {})
  expect(await peer.got()).toEqual([
    [48, 1, call, 'com.app.p'],
    [64, 2, { ...register, forward_timeout: true }, 'com.app.p'],
  ])
})

test('what an application does with its options afterwards changes nothing', async () => {
  const { session, peer } = await opened()
  const options = { match: 'prefix' as 'prefix' | 'exact' }
  const kwargs = { a: 1 }
  const subscribing = session.subscribe('com.app.t', () => {}, options)
  void session.publish('com.app.t', [], kwargs)
  options.match = 'exact'
  kwargs.a = 2
  peer.sends([33, 1, 11])
  expect((await subscribing).options).toEqual({ match: 'prefix' })
  expect(await peer.got()).toEqual([
    [32, 1, { match: 'prefix' }, 'com.app.t'],
    [16, 2, {}, 'com.app.t', [], { a: 1 }],
  ])
})
