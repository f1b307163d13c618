// progressive_call_invocations [wamp:progressive-call-invocations]: R-PCI-1 to R-PCI-6.

import { describe, expect, test } from 'vitest'
import { describeVectors, vectors } from '../../protocol/vectors.ts'
import { SERIALIZERS } from '../../raw-codec.ts'
import { type Peer, trace } from '../../trace.ts'
import { ABORT, callError, calleeAndCaller, ID, joinsWith, registered } from './calling.ts'

const PARTS = 'progressive_call_invocations'
const BOTH = [PARTS, 'call_canceling']
const MORE = { progress: true }

const able = () => calleeAndCaller({ callee: BOTH, caller: BOTH })

test.each(SERIALIZERS)('parts of a call reach the callee in order, with one id, over $id', async serializer => {
  const context = trace()
  const [callee, caller] = [
    await joinsWith(context, BOTH, { serializer }),
    await joinsWith(context, BOTH, { serializer }),
  ]
  const id = await registered(callee, 1)
  caller.sends(
    [48, 1, MORE, 'com.app.p', [1], { key: 1 }],
    [48, 1, MORE, 'com.app.p', [2]],
    [48, 2, {}, 'com.app.p', ['other']],
    [48, 1, { progress: false }, 'com.app.p', [3]],
  )
  expect(await callee.got()).toEqual([
    [68, 1, id, MORE, [1], { key: 1 }],
    [68, 1, id, MORE, [2]],
    [68, 2, id, {}, ['other']],
    [68, 1, id, {}, [3]],
  ])
  callee.sends([70, 1, {}, [6]])
  expect(await caller.got()).toEqual([[50, 1, {}, [6]]])
})

describe('R-PCI-1: a caller that did not announce it', () => {
  test.each(['com.app.p', 'com.app.nobody', 'wamp.session.count'])('may not send parts of %s', async procedure => {
    const { callee, caller } = await calleeAndCaller({ callee: BOTH, caller: ['call_canceling'] })
    caller.sends([48, 1, MORE, procedure])
    expect(await caller.got()).toEqual([ABORT])
    expect(await callee.got()).toEqual([])
  })

  test('R-PE-9: may not use an id twice', async () => {
    const { callee, caller } = await calleeAndCaller({ callee: BOTH })
    caller.sends([48, 1, {}, 'com.app.p'], [48, 1, {}, 'com.app.p'])
    expect(await caller.got()).toEqual([ABORT])
    expect((await callee.got()).map(([type]) => type)).toEqual([68, 69])
  })

  test('R-PE-9: nor after its call has ended', async () => {
    const { callee, caller } = await calleeAndCaller({ callee: BOTH })
    caller.sends([48, 1, {}, 'com.app.p'])
    await callee.got()
    callee.sends([70, 1, {}])
    expect(await caller.got()).toEqual([[50, 1, {}]])
    caller.sends([48, 1, {}, 'com.app.p'])
    expect(await caller.got()).toEqual([ABORT])
  })
})

test.each([[[PARTS]], [['call_canceling']], [[]]])(
  'R-PCI-2: a callee with %j cannot be sent parts; what follows is discarded',
  async features => {
    const { callee, caller } = await calleeAndCaller({ callee: features, caller: BOTH })
    caller.sends([48, 1, MORE, 'com.app.p'], [48, 1, MORE, 'com.app.p'], [48, 1, {}, 'com.app.p'])
    expect(await caller.got()).toEqual([callError(1, 'wamp.error.feature_not_supported')])
    expect(await callee.got()).toEqual([])
    caller.sends([48, 2, {}, 'com.app.p'])
    expect(await callee.got()).toEqual([[68, 1, ID, {}]])
  },
)

test('R-PCI-2: nor can the router itself', async () => {
  const { caller } = await able()
  caller.sends([48, 1, MORE, 'wamp.session.count'])
  expect(await caller.got()).toEqual([callError(1, 'wamp.error.feature_not_supported')])
})

test('R-PCI-3: all parts go to one callee of a shared registration', async () => {
  const context = trace()
  const [a, b, caller] = [
    await joinsWith(context, BOTH),
    await joinsWith(context, BOTH),
    await joinsWith(context, BOTH),
  ]
  for (const callee of [a, b]) await registered(callee, 1, 'com.app.p', { invoke: 'roundrobin' })
  caller.sends(
    [48, 1, MORE, 'com.app.p', [1]],
    [48, 2, {}, 'com.app.p', ['other']],
    [48, 1, MORE, 'com.app.p', [2]],
    [48, 1, {}, 'com.app.p', [3]],
  )
  expect((await a.got()).map(([, , , , args]) => args)).toEqual([[1], [2], [3]])
  expect((await b.got()).map(([, , , , args]) => args)).toEqual([['other']])
})

test('R-PCI-4: the options of the first part hold for all, whatever the later ones say', async () => {
  const features = [...BOTH, 'progressive_call_results', 'payload_passthru_mode']
  const { callee, caller, clock } = await calleeAndCaller({ callee: features, caller: features })
  const first = { progress: true, disclose_me: true, receive_progress: true, ppt_scheme: 'x_a', timeout: 100 }
  caller.sends([48, 1, first, 'com.app.p', [1]])
  const [[, , , details] = []] = await callee.got()
  expect(details).toMatchObject({ progress: true, caller: caller.id, receive_progress: true, ppt_scheme: 'x_a' })
  const later = {
    disclose_me: false,
    receive_progress: false,
    ppt_scheme: 'x_b',
    ppt_cipher: 'c',
    timeout: 1,
    x_own: 1,
  }
  caller.sends([48, 1, { ...later, progress: true }, 'com.app.p', [2]], [48, 1, later, 'com.app.p', [3]])
  const { progress: _, ...last } = details as Record<string, unknown>
  expect((await callee.got()).map(message => message[3])).toEqual([details, last])
  clock.advance(99)
  callee.sends([70, 1, { progress: true }, ['part']])
  expect(await caller.got()).toEqual([[50, 1, { progress: true }, ['part']]])
  clock.advance(100)
  expect(await caller.got()).toEqual([callError(1, 'wamp.error.timeout')])
})

interface RequestIds {
  cases: { name: string; incoming: (unknown[] | string)[]; expect: string[] }[]
}
const published = vectors<RequestIds>('call-request-ids.json', { cases: [] })

describeVectors('R-PCI-5: published sequences of request ids', () => {
  test.each(published.cases)('$name', async ({ incoming, expect: expected }) => {
    const context = trace()
    const [callee, caller] = [await joinsWith(context, BOTH), await joinsWith(context, BOTH)]
    for (const [index, name] of ['foo', 'bar', 'baz'].entries()) await registered(callee, index + 1, name)
    const outcomes: string[] = []
    for (const message of incoming) {
      if (typeof message === 'string') callee.sends([70, 1, {}])
      else caller.sends(message)
      outcomes.push(outcome(await callee.got(), await caller.got(), outcomes))
    }
    expect(outcomes).toEqual(expected)
  })

  const outcome = (atCallee: unknown[][], atCaller: unknown[][], before: string[]) => {
    const [[type, , reason] = []] = atCaller
    if (type === 3) return `abort ${reason}`
    if (type === 50) return 'result'
    const [invocation] = atCallee
    if (invocation === undefined) return 'discard'
    return Number(invocation[1]) > before.filter(name => name === 'new').length ? 'new' : 'continue'
  }
})

describe('R-PCI-5: a CALL with the id of a call that is under way is a violation', () => {
  test.each<[string, unknown[][]]>([
    ['where the call has no parts', [[48, 1, {}, 'com.app.p']]],
    [
      'where its last part was sent',
      [
        [48, 1, MORE, 'com.app.p'],
        [48, 1, {}, 'com.app.p'],
      ],
    ],
    ['where it is another procedure’s', [[48, 1, MORE, 'com.app.q']]],
  ])('%s', async (_, before) => {
    const { caller, callee } = await able()
    await registered(callee, 2, 'com.app.q')
    caller.sends(...before)
    await callee.got()
    caller.sends([48, 1, MORE, 'com.app.p'])
    expect(await caller.got()).toEqual([ABORT])
    expect((await callee.got()).at(-1)).toEqual([69, 1, { mode: 'killnowait' }])
  })
})

test('R-PCI-5: the id of any other request goes on with nothing', async () => {
  const { caller, callee } = await able()
  caller.sends([32, 1, {}, 'com.app.topic'], [48, 1, MORE, 'com.app.p'], [48, 2, {}, 'com.app.p'])
  expect((await callee.got()).map(([type, request]) => [type, request])).toEqual([[68, 1]])
  expect((await caller.got()).map(([type]) => type)).toEqual([33])
})

describe('R-PCI-6: parts that follow the end of their call are discarded without an answer', () => {
  test.each<[string, unknown[][]]>([
    ['a result', [[70, 1, {}]]],
    ['an error', [[8, 68, 1, {}, 'com.app.error']]],
    ['the callee leaving', [[6, {}, 'wamp.close.normal']]],
  ])('by %s', async (_, end) => {
    const { caller, callee } = await able()
    caller.sends([48, 1, MORE, 'com.app.p'])
    await callee.got()
    callee.sends(...end)
    await callee.got()
    expect(await caller.got()).toHaveLength(1)
    caller.sends([48, 1, MORE, 'com.app.p'], [48, 1, {}, 'com.app.p'], [48, 1, {}, 'com.app.q'])
    expect(await caller.got()).toEqual([])
    expect(await callee.got()).toEqual([])
    expect(caller.closed).toBeUndefined()
  })

  test.each(['skip', 'kill', 'killnowait'])('by CANCEL %s', async mode => {
    const { caller, callee } = await able()
    caller.sends([48, 1, MORE, 'com.app.p'], [49, 1, { mode }], [48, 1, MORE, 'com.app.p'], [48, 1, {}, 'com.app.p'])
    // Also with skip: a callee that waits for more arguments would wait for good.
    const interrupt = mode === 'kill' ? 'kill' : 'killnowait'
    expect(await callee.got()).toEqual([
      [68, 1, ID, MORE],
      [69, 1, { mode: interrupt }],
    ])
    if (mode === 'kill') callee.sends([8, 68, 1, {}, 'wamp.error.canceled'])
    expect((await caller.got()).map(([type, , , , uri]) => [type, uri])).toEqual([[8, 'wamp.error.canceled']])
  })

  test('but once all are there, skip leaves the callee alone', async () => {
    const { caller, callee } = await able()
    caller.sends([48, 1, MORE, 'com.app.p'], [48, 1, {}, 'com.app.p'], [49, 1, { mode: 'skip' }])
    expect((await callee.got()).map(([type]) => type)).toEqual([68, 68])
  })

  test('and by the end of a call that nobody could answer', async () => {
    const { caller } = await able()
    caller.sends([48, 1, MORE, 'com.app.nobody'], [48, 1, MORE, 'com.app.nobody'], [48, 1, {}, 'com.app.nobody'])
    expect(await caller.got()).toEqual([callError(1, 'wamp.error.no_such_procedure')])
  })
})

test.each<[string, (peer: Peer) => void]>([
  ['GOODBYE', peer => peer.sends([6, {}, 'wamp.close.normal'])],
  ['a dead link', peer => peer.link.close()],
])('R-LV-1: the caller leaves by %s among parts: the callee is interrupted', async (_, leaves) => {
  const { caller, callee } = await able()
  caller.sends([48, 1, MORE, 'com.app.p'], [48, 1, MORE, 'com.app.p'])
  await callee.got()
  leaves(caller)
  expect(await callee.got()).toEqual([[69, 1, { mode: 'killnowait' }]])
})

test('a stream in both directions', async () => {
  const features = [...BOTH, 'progressive_call_results']
  const { caller, callee } = await calleeAndCaller({ callee: features, caller: features })
  caller.sends([48, 1, { progress: true, receive_progress: true }, 'com.app.p', [0]])
  for (let part = 1; part < 5; part++) {
    callee.sends([70, 1, { progress: true }, [part]])
    expect(await caller.got()).toEqual([[50, 1, { progress: true }, [part]]])
    caller.sends([48, 1, { progress: true }, 'com.app.p', [part]])
    expect((await callee.got()).at(-1)).toEqual([68, 1, ID, expect.objectContaining({ progress: true }), [part]])
  }
  callee.sends([70, 1, {}, ['early']])
  caller.sends([48, 1, {}, 'com.app.p'])
  expect(await caller.got()).toEqual([[50, 1, {}, ['early']]])
})

test('a part with no form in the serializer of the callee ends the call, and interrupts the callee', async () => {
  const [json, msgpack] = SERIALIZERS
  const context = trace()
  const callee = await joinsWith(context, BOTH, { serializer: json })
  const caller = await joinsWith(context, BOTH, { serializer: msgpack })
  await registered(callee, 1)
  caller.sends([48, 1, MORE, 'com.app.p'], [48, 1, MORE, 'com.app.p', ['\u0000not binary']], [48, 1, {}, 'com.app.p'])
  expect(await caller.got()).toEqual([callError(1, 'wamp.error.invalid_argument')])
  expect((await callee.got()).slice(1)).toEqual([[69, 1, { mode: 'killnowait' }]])
  caller.sends([48, 2, {}, 'com.app.p'])
  expect(await callee.got()).toEqual([[68, 2, ID, {}]])
})

describe('a realm that does not check ids', () => {
  const router = { settings: { strictRequestIds: false } }

  test.each([[[]], [BOTH]])('two calls with one id are still a violation, from a caller with %j', async features => {
    const { caller } = await calleeAndCaller({ caller: features, router })
    caller.sends([48, 7, {}, 'com.app.p'], [48, 7, {}, 'com.app.p'])
    expect(await caller.got()).toEqual([ABORT])
  })

  test('the id of a call that has ended may be used for another, which is answered', async () => {
    const { caller, callee } = await calleeAndCaller({ callee: BOTH, caller: BOTH, router })
    for (const invocation of [1, 2]) {
      caller.sends([48, 1, {}, 'com.app.p', [invocation]])
      expect(await callee.got()).toEqual([[68, invocation, ID, {}, [invocation]]])
      callee.sends([70, invocation, {}, [invocation]])
      expect(await caller.got()).toEqual([[50, 1, {}, [invocation]]])
    }
  })

  test('a call with any id goes on by it', async () => {
    const { caller, callee } = await calleeAndCaller({ callee: BOTH, caller: BOTH, router })
    caller.sends([48, 77, MORE, 'com.app.p', [1]], [48, 77, {}, 'com.app.p', [2]])
    expect(await callee.got()).toEqual([
      [68, 1, ID, MORE, [1]],
      [68, 1, ID, {}, [2]],
    ])
  })
})
