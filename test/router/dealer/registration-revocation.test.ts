// registration_revocation [wamp:registration-revocation]: R-REV-1, T-18.

import { describe, expect, test } from 'vitest'
import { CALL, UNREGISTER, YIELD } from '../../../src/protocol/messages.ts'
import { Payload } from '../../../src/protocol/payload.ts'
import { bareDealer } from './bare-dealer.ts'

const REASON = 'com.app.moved'
const ANNOUNCED = ['registration_revocation']
const NO_SUCH_REGISTRATION = expect.objectContaining({ error: 'wamp.error.no_such_registration' })

test('the callee is told which, and why', () => {
  const { dealer, joins } = bareDealer()
  const callee = joins(ANNOUNCED)
  const id = dealer.add(callee.session, 'com.app.p', {})
  dealer.revoke(id, callee.session, REASON)
  expect(callee.got()).toEqual([[67, 0, { registration: id, reason: REASON }]])
})

test('no reason is no key', () => {
  const { dealer, joins } = bareDealer()
  const callee = joins(ANNOUNCED)
  const id = dealer.add(callee.session, 'com.app.p', {})
  dealer.revoke(id, callee.session)
  expect(callee.got()).toEqual([[67, 0, { registration: id }]])
})

test('R-REV-1: a callee that did not announce it loses the registration all the same, and is not told', () => {
  const { dealer, joins, events } = bareDealer()
  const [callee, caller] = [joins(), joins()]
  const id = dealer.add(callee.session, 'com.app.p', {})
  dealer.revoke(id, callee.session, REASON)
  expect(callee.got()).toEqual([])
  expect(events).toEqual([
    ['unregistered', 1, id],
    ['deleted', 1, id],
  ])
  const call = () => dealer.call(caller.session, [CALL, 1, {}, 'com.app.p', Payload.empty])
  expect(call).toThrow(expect.objectContaining({ error: 'wamp.error.no_such_procedure' }))
})

test('the others of a shared registration keep it', () => {
  const { dealer, joins, events } = bareDealer()
  const [a, b, caller] = [joins(ANNOUNCED), joins(ANNOUNCED), joins()]
  const id = dealer.add(a.session, 'com.app.p', { invoke: 'first' })
  dealer.add(b.session, 'com.app.p', { invoke: 'first' })
  dealer.revoke(id, a.session, REASON)
  expect(events).toEqual([['unregistered', 1, id]])
  dealer.call(caller.session, [CALL, 1, {}, 'com.app.p', Payload.empty])
  expect(b.got()).toEqual([[68, 1, id, {}]])
})

test('an invocation that runs goes on', () => {
  const { dealer, joins } = bareDealer()
  const [callee, caller] = [joins(ANNOUNCED), joins()]
  const id = dealer.add(callee.session, 'com.app.p', {})
  dealer.call(caller.session, [CALL, 1, {}, 'com.app.p', Payload.empty])
  dealer.revoke(id, callee.session)
  dealer.yield_(callee.session, [YIELD, 1, {}, Payload.of(['y'])])
  expect(caller.got()).toEqual([[50, 1, {}]])
})

describe('is refused', () => {
  test.each(['moving endpoint to other callee', 'com..moved', ''])('T-18: with %j for a reason', reason => {
    const { dealer, joins } = bareDealer()
    const callee = joins(ANNOUNCED)
    const id = dealer.add(callee.session, 'com.app.p', {})
    const refused = expect.objectContaining({ error: 'wamp.error.invalid_uri' })
    expect(() => dealer.revoke(id, callee.session, reason)).toThrow(refused)
    expect(callee.got()).toEqual([])
    expect(dealer.registrations.get(id)).toBeDefined()
  })

  test('of what the session does not hold, or holds no more', () => {
    const { dealer, joins } = bareDealer()
    const [callee, other] = [joins(ANNOUNCED), joins(ANNOUNCED)]
    const id = dealer.add(callee.session, 'com.app.p', {})
    expect(() => dealer.revoke(id, other.session)).toThrow(NO_SUCH_REGISTRATION)
    expect(() => dealer.revoke(99, callee.session)).toThrow(NO_SUCH_REGISTRATION)
    dealer.revoke(id, callee.session)
    expect(() => dealer.revoke(id, callee.session)).toThrow(NO_SUCH_REGISTRATION)
    expect(callee.got()).toHaveLength(1)
  })
})

test('an UNREGISTER that crosses it is refused as any other', () => {
  const { dealer, joins } = bareDealer()
  const callee = joins(ANNOUNCED)
  const id = dealer.add(callee.session, 'com.app.p', {})
  dealer.revoke(id, callee.session)
  expect(() => dealer.unregister(callee.session, [UNREGISTER, 1, id])).toThrow(NO_SUCH_REGISTRATION)
})
