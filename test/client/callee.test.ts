// Registrations of a session: endpoints, what they throw and return, and registering again.

import { describe, expect, test, vi } from 'vitest'
import { Result } from '../../src/client/result.ts'
import type { SessionOptions } from '../../src/client/session-options.ts'
import { WampError } from '../../src/protocol/errors.ts'
import { SERIALIZERS } from '../raw-codec.ts'
import { settled } from '../trace.ts'
import { failed, network, outcome } from './network.ts'
import { opened } from './scripted-router.ts'

/** What an endpoint's answer to one invocation is on the wire. */
async function answerOf(endpoint: () => unknown, options: SessionOptions = {}, serializer = SERIALIZERS[0]) {
  const { session, peer } = await opened(options, serializer)
  const registering = session.register('com.app.p', endpoint)
  await peer.got()
  peer.sends([65, 1, 21])
  await registering
  peer.sends([68, 1, 21, {}])
  await settled()
  const answers = await peer.got()
  expect(session.isOpen).toBe(true)
  return answers
}
const throwing = (thrown: unknown) => () => {
  throw thrown
}

describe.each(SERIALIZERS)('over $id', serializer => {
  test.each<[string, unknown, unknown[]]>([
    ['undefined', undefined, []],
    ['null', null, [[null]]],
    ['a value', 'y', [['y']]],
    ['a list', [1, 2], [[[1, 2]]]],
    ['a Result of nothing', new Result(), []],
    ['a Result', new Result([1, 2], { a: 3 }), [[1, 2], { a: 3 }]],
    ['a Result of keywords', new Result([], { a: 3 }), [[], { a: 3 }]],
    ['a promise', Promise.resolve(7), [[7]]],
  ])('%s is yielded as it should be', async (_, returned, payload) => {
    expect(await answerOf(() => returned, {}, serializer)).toEqual([[70, 1, {}, ...payload]])
  })

  test.each<[string, unknown, unknown[]]>([
    ['a WampError', new WampError('com.app.error', [1], { a: 2 }), ['com.app.error', [1], { a: 2 }]],
    ['a WampError of a URI only', new WampError('com.app.error'), ['com.app.error']],
    ['an Error', new Error('so what'), ['wamp.error.runtime_error', ['so what']]],
    ['a text', 'so what', ['wamp.error.runtime_error', ['so what']]],
    ['undefined', undefined, ['wamp.error.runtime_error']],
    ['an object', { code: 5 }, ['wamp.error.runtime_error', [{ code: 5 }]]],
  ])('%s thrown is an ERROR', async (_, thrown, rest) => {
    expect(await answerOf(throwing(thrown), {}, serializer)).toEqual([[8, 68, 1, {}, ...rest]])
    expect(await answerOf(() => Promise.reject(thrown), {}, serializer)).toEqual([[8, 68, 1, {}, ...rest]])
  })

  test.each<[string, unknown]>([
    ['a Map', new Map()],
    ['a function', () => {}],
    ['a Result with a symbol', new Result([], { a: Symbol('x') })],
  ])('%s, which cannot be sent, is an ERROR that says so', async (_, returned) => {
    expect(await answerOf(() => returned, {}, serializer)).toEqual([
      [8, 68, 1, {}, 'wamp.error.invalid_argument', [expect.stringMatching(/cannot be sent/)]],
    ])
  })

  test('a cycle, which cannot be sent, is an ERROR that says so', async () => {
    const cycle: unknown[] = []
    cycle.push(cycle)
    expect(await answerOf(() => cycle, {}, serializer)).toEqual([
      [8, 68, 1, {}, 'wamp.error.invalid_argument', [expect.stringMatching(/cycle/)]],
    ])
  })

  test('an error that cannot be sent arrives without its arguments, and is reported', async () => {
    const onerror = vi.fn()
    const thrown = new WampError('com.app.error', [new Map()])
    expect(await answerOf(throwing(thrown), { onerror }, serializer)).toEqual([[8, 68, 1, {}, 'com.app.error']])
    expect(onerror).toHaveBeenCalledWith(expect.objectContaining({ error: 'wamp.error.invalid_argument' }))
  })

  test.each(['my error', '', 'a..b', 'a#b'])(
    'an error named %j, which is no URI, does not end the session',
    async name => {
      expect(await answerOf(throwing(new WampError(name, ['why'], { a: 1 })), {}, serializer)).toEqual([
        [8, 68, 1, {}, 'wamp.error.runtime_error', [expect.stringMatching(/not a URI/), 'why'], { a: 1 }],
      ])
    },
  )
})

test('R-REG-4: an invocation directly behind REGISTERED, in one burst, is answered', async () => {
  const { session, peer } = await opened()
  const registering = session.register('com.app.p', ([x]) => x)
  await peer.got()
  peer.sends([65, 1, 21], [68, 1, 21, {}, ['x']])
  await registering
  expect(await peer.got()).toEqual([[70, 1, {}, ['x']]])
})

test('R-ORD-2: endpoints are called in the order of the calls, over all procedures', async () => {
  const { opens } = network()
  const [callee, caller] = [await opens(), await opens()]
  const got: unknown[] = []
  await callee.register('com.app.a', ([index]) => got.push(index))
  await callee.register('com.app.b', ([index]) => got.push(index))
  const calls = Array.from({ length: 1_000 }, (_, index) => index)
  const results = await Promise.all(calls.map(index => caller.call(index % 2 ? 'com.app.b' : 'com.app.a', [index])))
  expect(got).toEqual(calls)
  expect(results).toEqual(calls.map(index => index + 1))
})

test('an invocation of a registration that ended is answered', async () => {
  const { peer } = await opened()
  peer.sends([68, 1, 99, {}])
  expect(await peer.got()).toEqual([[8, 68, 1, {}, 'wamp.error.no_such_registration', [expect.any(String)]]])
})

test('an invocation that runs when its registration ends is answered', async () => {
  const { opens } = network()
  const [callee, caller] = [await opens(), await opens()]
  let answer: (value: unknown) => void = () => {}
  const registration = await callee.register('com.app.p', () => new Promise(resolve => (answer = resolve)))
  const call = caller.call('com.app.p')
  await settled()
  await registration.unregister()
  answer('y')
  expect(await call).toBe('y')
})

test('an answer that comes after the session ended harms nobody', async () => {
  const { session, peer } = await opened()
  let answer: (value: unknown) => void = () => {}
  const registering = session.register('com.app.p', () => new Promise(resolve => (answer = resolve)))
  peer.sends([65, 1, 21], [68, 1, 21, {}])
  await registering
  await settled()
  peer.link.close()
  await settled()
  answer('y')
  await settled()
  expect(session.state).toBe('closed')
})

describe('unregister', () => {
  test('twice rejects the second time', async () => {
    const { opens } = network()
    const session = await opens()
    const registration = await session.register('com.app.p', () => {})
    await session.unregister(registration)
    expect(await outcome(registration.unregister())).toEqual(failed('wamp.error.no_such_registration'))
    await session.register('com.app.p', () => {})
  })

  test('that the router refuses resolves: it holds no such registration either way', async () => {
    const { session, peer } = await opened()
    const registering = session.register('com.app.p', () => {})
    await peer.got()
    peer.sends([65, 1, 21])
    const ending = (await registering).unregister()
    expect(await peer.got()).toEqual([[66, 2, 21]])
    peer.sends([8, 66, 2, {}, 'wamp.error.no_such_registration'])
    expect(await outcome(ending)).toEqual({ value: undefined })
  })
})

test.each(['wamp.error.procedure_already_exists', 'wamp.error.invalid_uri'])('register rejects with %s', async uri => {
  const { opens } = network()
  const [session, other] = [await opens(), await opens()]
  await other.register('com.app.taken', () => {})
  const registering = session.register(uri.endsWith('uri') ? 'wamp.mine' : 'com.app.taken', () => {})
  expect(await outcome(registering)).toEqual(failed(uri))
  expect(session.isOpen).toBe(true)
})

test('a procedure that cannot be sent rejects, and is not tried again on the next connection', async () => {
  const { router, session, peer } = await opened({ reconnect: 'once-open' })
  expect(await outcome(session.register('\u0000', () => {}))).toEqual(failed('wamp.error.invalid_argument'))
  peer.link.close()
  await settled()
  session.retry()
  const next = await router.welcomes()
  expect(await next.got()).toEqual([])
  expect(session.state).toBe('open')
  await outcome(session.close())
  next.link.close()
})
