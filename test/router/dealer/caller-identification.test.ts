// caller_identification [wamp:caller-identification].

import { describe, expect, test } from 'vitest'
import { CALL, type CallOptions, type RegisterOptions } from '../../../src/protocol/messages.ts'
import { Payload } from '../../../src/protocol/payload.ts'
import { SERIALIZERS } from '../../raw-codec.ts'
import { trace } from '../../trace.ts'
import { bareDealer } from './bare-dealer.ts'

async function detailsOfInvocation(register: object, call: object, serializer = SERIALIZERS[0]) {
  const { joins } = trace()
  const origin = { authid: 'ann', authrole: 'guest' }
  const [callee, caller] = [await joins(serializer), await joins(serializer, { origin })]
  callee.sends([64, 1, register, 'com.app.p'])
  await callee.got()
  caller.sends([48, 1, call, 'com.app.p'])
  const [invocation] = await callee.got()
  return { caller, details: invocation?.[3] }
}

describe.each(SERIALIZERS)('over $id', serializer => {
  test.each([
    ['the caller offers it', {}, { disclose_me: true }],
    ['the callee asks for it', { disclose_caller: true }, {}],
    ['both want it', { disclose_caller: true }, { disclose_me: true }],
    ['the callee asks, whatever the caller says', { disclose_caller: true }, { disclose_me: false }],
  ])('the caller is named where %s', async (_, register, call) => {
    const { caller, details } = await detailsOfInvocation(register, call, serializer)
    expect(details).toEqual({ caller: caller.id, caller_authid: 'ann', caller_authrole: 'guest' })
  })

  test.each([
    ['nobody asks', {}, {}],
    ['both say no', { disclose_caller: false }, { disclose_me: false }],
    ['both say null', { disclose_caller: null }, { disclose_me: null }],
  ])('the caller is not named where %s', async (_, register, call) => {
    expect((await detailsOfInvocation(register, call, serializer)).details).toEqual({})
  })
})

test('nobody says who they are themselves', async () => {
  expect((await detailsOfInvocation({}, { caller: 1, caller_authid: 'admin' })).details).toEqual({})
})

test.each([
  [64, 1, { disclose_caller: 1 }, 'com.app.p'],
  [48, 1, { disclose_me: 1 }, 'com.app.p'],
])('an option of a wrong type is a violation: [%j, %j, %j]', async (...message) => {
  const peer = await trace().joins()
  peer.sends(message)
  expect(await peer.got()).toEqual([[3, expect.any(Object), 'wamp.error.protocol_violation']])
})

describe('what the realm’s rules say of disclosure', () => {
  const named = { caller: 2, caller_authid: 'ann', caller_authrole: 'guest' }

  function called(disclose: boolean | undefined, call: CallOptions, register: RegisterOptions = {}) {
    const { dealer, joins } = bareDealer()
    const [callee, caller] = [joins(), joins([], { authid: 'ann' })]
    dealer.add(callee.session, 'com.app.p', register)
    dealer.call(caller.session, [CALL, 1, call, 'com.app.p', Payload.empty], disclose)
    return callee.got()[0]?.[3]
  }

  test('true names the caller, whoever asks', () => {
    expect(called(true, {})).toEqual(named)
    expect(called(true, { disclose_me: false })).toEqual(named)
  })

  test('false names nobody to a callee that asks', () => {
    expect(called(false, {}, { disclose_caller: true })).toEqual({})
  })

  test('D3: false refuses a caller that asks', () => {
    const refused = expect.objectContaining({ error: 'wamp.error.option_disallowed.disclose_me' })
    expect(() => called(false, { disclose_me: true })).toThrow(refused)
    expect(() => called(false, { disclose_me: true }, { disclose_caller: true })).toThrow(refused)
  })

  test('the router itself always knows who calls its own procedures', () => {
    const { dealer, joins } = bareDealer()
    const [router, caller] = [joins(), joins([], { authid: 'ann' })]
    dealer.add(router.session, 'wamp.session.count', {})
    dealer.call(caller.session, [CALL, 1, {}, 'wamp.session.count', Payload.empty], false)
    expect(router.got()[0]?.[3]).toEqual(named)
  })
})
