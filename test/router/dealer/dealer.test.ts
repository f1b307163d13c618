// Registrations and calls [wamp:remote-procedure-calls]: R-REG, R-CALL, R-PE-8, R-ORD.

import { describe, expect, test } from 'vitest'
import { SERIALIZERS } from '../../raw-codec.ts'
import { settled, trace } from '../../trace.ts'
import { ABORT, calling, ID, registered, SENTENCE } from './calling.ts'

describe.each(SERIALIZERS)('over $id', serializer => {
  test('R-REG-1, R-CALL-2: YIELD becomes the RESULT', async () => {
    const { callee, caller } = await calling(serializer)
    callee.sends([70, 1, {}, ['y'], { key: 2 }])
    expect(await caller.got()).toEqual([[50, 1, {}, ['y'], { key: 2 }]])
    expect(await callee.got()).toEqual([])
  })

  test('R-CALL-2: ERROR is passed on with its URI, arguments and keywords', async () => {
    const { callee, caller } = await calling(serializer)
    callee.sends([8, 68, 1, {}, 'com.app.error', ['why'], { key: 2 }])
    expect(await caller.got()).toEqual([[8, 48, 1, {}, 'com.app.error', ['why'], { key: 2 }]])
  })

  test('R-CALL-1: a procedure that nobody has is no_such_procedure', async () => {
    const caller = await trace().joins(serializer)
    caller.sends([48, 1, {}, 'com.app.nobody'])
    expect(await caller.got()).toEqual([[8, 48, 1, {}, 'wamp.error.no_such_procedure', SENTENCE]])
  })

  test('R-ORD-2: 1,000 calls in one burst are invoked in order, over all procedures, and all are answered', async () => {
    const { joins } = trace()
    const [callee, caller] = [await joins(serializer), await joins(serializer)]
    await registered(callee, 1, 'com.app.a')
    await registered(callee, 2, 'com.app.b')
    const calls = Array.from({ length: 1_000 }, (_, index) => index)
    caller.sends(...calls.map(index => [48, index + 1, {}, index % 2 ? 'com.app.b' : 'com.app.a', [index]]))
    const invocations = await callee.got()
    expect(invocations.map(([type, request, , , args]) => [type, request, args])).toEqual(
      calls.map(index => [68, index + 1, [index]]),
    )
    // Answered from the last to the first: results may overtake each other.
    callee.sends(...invocations.toReversed().map(([, request, , , args]) => [70, request, {}, args]))
    const results = await caller.got()
    expect(results.sort((a, b) => Number(a[1]) - Number(b[1]))).toEqual(
      calls.map(index => [50, index + 1, {}, [index]]),
    )
  })
})

describe('R-REG-2: a procedure has one callee', () => {
  test.each(['the same session', 'another session'])('REGISTER again from %s is refused', async which => {
    const { joins } = trace()
    const [a, b] = [await joins(), await joins()]
    await registered(a, 1)
    const second = which === 'the same session' ? a : b
    second.sends([64, second === a ? 2 : 1, {}, 'com.app.p'])
    expect(await second.got()).toEqual([
      [8, 64, second === a ? 2 : 1, {}, 'wamp.error.procedure_already_exists', SENTENCE],
    ])
  })

  test('after UNREGISTER another may have it', async () => {
    const { joins } = trace()
    const [a, b] = [await joins(), await joins()]
    const first = await registered(a, 1)
    a.sends([66, 2, first])
    expect(await a.got()).toEqual([[67, 2]])
    expect(await registered(b, 1)).not.toBe(first)
  })

  test.each(['GOODBYE', 'a dead link', 'a violation'])('after %s another may have it', async how => {
    const { joins } = trace()
    const [a, b] = [await joins(), await joins()]
    await registered(a, 1)
    if (how === 'GOODBYE') a.sends([6, {}, 'wamp.close.normal'])
    else if (how === 'a violation') a.sends([36, 1, 1, {}])
    else a.link.close()
    await settled()
    await registered(b, 1)
  })
})

describe('R-REG-3: UNREGISTER', () => {
  test.each(['never given', 'ended already', 'of another session'])('of a registration %s is refused', async which => {
    const { joins } = trace()
    const [a, b] = [await joins(), await joins()]
    const own = await registered(a, 1)
    const foreign = await registered(b, 1, 'com.app.other')
    a.sends([66, 2, own])
    await a.got()
    a.sends([66, 3, which === 'never given' ? 999 : which === 'ended already' ? own : foreign])
    expect(await a.got()).toEqual([[8, 66, 3, {}, 'wamp.error.no_such_registration', SENTENCE]])
    a.sends([48, 4, {}, 'com.app.other'])
    expect(await b.got()).toEqual([[68, 1, foreign, {}]])
  })

  test('of the meta API is refused', async () => {
    const peer = await trace().joins()
    peer.sends([66, 1, 1], [66, 2, 2], [66, 3, 3], [48, 4, {}, 'wamp.session.count'])
    expect((await peer.got()).map(([type]) => type)).toEqual([8, 8, 8, 50])
  })

  test('leaves invocations that run to their end', async () => {
    const { callee, caller, registration } = await calling()
    callee.sends([66, 2, registration], [70, 1, {}, ['y']])
    expect(await caller.got()).toEqual([[50, 1, {}, ['y']]])
    expect(await callee.got()).toEqual([[67, 2]])
  })
})

test('R-REG-4, R-ORD-3: REGISTERED comes before the first invocation', async () => {
  const { joins } = trace()
  const [callee, caller] = [await joins(), await joins()]
  callee.sends([64, 1, {}, 'com.app.p'])
  caller.sends([48, 1, {}, 'com.app.p'])
  const got = await callee.got()
  expect(got).toEqual([
    [65, 1, ID],
    [68, 1, got[0]?.[2], {}],
  ])
})

test('R-ID-3: invocations to each callee are numbered 1, 2, 3, whoever calls', async () => {
  const { joins } = trace()
  const [a, b, c, d] = [await joins(), await joins(), await joins(), await joins()]
  await registered(a, 1, 'com.app.a')
  await registered(b, 1, 'com.app.b')
  c.sends([48, 1, {}, 'com.app.a'], [48, 2, {}, 'com.app.b'], [48, 3, {}, 'com.app.a'])
  d.sends([48, 1, {}, 'com.app.a'])
  expect((await a.got()).map(([, request]) => request)).toEqual([1, 2, 3])
  expect((await b.got()).map(([, request]) => request)).toEqual([1])
})

test('a session may call itself', async () => {
  const peer = await trace().joins()
  await registered(peer, 1)
  peer.sends([48, 2, {}, 'com.app.p', ['x']])
  const [invocation] = await peer.got()
  expect(invocation).toEqual([68, 1, ID, {}, ['x']])
  peer.sends([70, 1, {}, ['y']])
  expect(await peer.got()).toEqual([[50, 2, {}, ['y']]])
})

describe('R-PE-8: an answer to an invocation', () => {
  test.each([
    ['YIELD', [70, 2, {}]],
    ['YIELD far ahead', [70, 2 ** 53, {}]],
    ['a YIELD in progress', [70, 2, { progress: true }]],
    ['ERROR', [8, 68, 2, {}, 'com.app.error']],
  ])('%s for one that was never sent is a violation', async (_, message) => {
    const { callee, caller } = await calling()
    callee.sends(message)
    expect(await callee.got()).toEqual([ABORT])
    expect(await caller.got()).toEqual([[8, 48, 1, {}, 'wamp.error.canceled', SENTENCE]])
  })

  test('from a session that was never invoked is a violation', async () => {
    const { caller, callee } = await calling()
    caller.sends([70, 1, {}])
    expect(await caller.got()).toEqual([ABORT])
    callee.sends([70, 1, {}])
    expect(await callee.got()).toEqual([])
    expect(callee.closed).toBeUndefined()
  })

  test('R-CALL-3: that was answered before is ignored', async () => {
    const { callee, caller } = await calling()
    callee.sends([70, 1, {}, ['first']], [70, 1, {}, ['second']], [8, 68, 1, {}, 'com.app.error'])
    expect(await caller.got()).toEqual([[50, 1, {}, ['first']]])
    expect(await callee.got()).toEqual([])
    expect(callee.closed).toBeUndefined()
  })
})

describe('a payload with no form in the serializer of its receiver', () => {
  const UNSPEAKABLE = ['\u0000not binary']
  const [json, msgpack] = SERIALIZERS

  test('arguments: the caller is told, the callee sees no gap in its invocations', async () => {
    const { joins, router } = trace()
    const [callee, caller] = [await joins(json), await joins(msgpack)]
    await registered(callee, 1)
    caller.sends([48, 1, {}, 'com.app.p', UNSPEAKABLE], [48, 2, {}, 'com.app.p', ['fine']])
    expect(await caller.got()).toEqual([[8, 48, 1, {}, 'wamp.error.invalid_argument', SENTENCE]])
    expect(await callee.got()).toEqual([[68, 1, ID, {}, ['fine']]])
    expect(router.counters.undeliverable).toBe(1)
  })

  test.each([
    ['result', [70, 1, {}, UNSPEAKABLE], 'wamp.error.invalid_argument'],
    ['error', [8, 68, 1, {}, 'com.app.error', UNSPEAKABLE], 'com.app.error'],
  ])('%s: the caller is told', async (_, answer, uri) => {
    const { joins, router } = trace()
    const [callee, caller] = [await joins(msgpack), await joins(json)]
    await registered(callee, 1)
    caller.sends([48, 1, {}, 'com.app.p'])
    await callee.got()
    callee.sends(answer)
    expect(await caller.got()).toEqual([[8, 48, 1, {}, uri, SENTENCE]])
    expect(callee.closed).toBeUndefined()
    expect(router.counters.undeliverable).toBe(1)
  })
})
