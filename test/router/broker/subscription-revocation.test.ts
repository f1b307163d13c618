// subscription_revocation [wamp:subscription-revocation].

import { expect, test } from 'vitest'
import { Payload } from '../../../src/protocol/payload.ts'
import { member, realmWith } from './members.ts'

const ANNOUNCED = { subscriber: ['subscription_revocation'] }

function subscribed(features: Record<string, readonly string[]>) {
  const { broker, told } = realmWith()
  const [holder, other] = [member(features), member()]
  broker.subscribe(holder.session, [32, 1, {}, 'com.app.t'])
  broker.subscribe(other.session, [32, 1, {}, 'com.app.t'])
  const [[, , id] = []] = holder.got()
  other.got()
  told.splice(0)
  return { broker, told, holder, other, id: id as number }
}

test('R-REV-1, R-ID-4: who announced it is told, with request 0', () => {
  const { broker, holder, id } = subscribed(ANNOUNCED)
  broker.revoke(id, holder.session, 'com.app.moved')
  expect(holder.got()).toEqual([[35, 0, { subscription: id, reason: 'com.app.moved' }]])
  broker.subscribe(holder.session, [32, 2, {}, 'com.app.t'])
  broker.revoke(id, holder.session)
  expect(holder.got()).toEqual([
    [33, 2, id],
    [35, 0, { subscription: id }],
  ])
})

test('R-REV-1: who did not announce it is not told', () => {
  const { broker, holder, id } = subscribed({})
  broker.revoke(id, holder.session, 'com.app.moved')
  expect(holder.got()).toEqual([])
})

test.each([ANNOUNCED, {}])('T-20: no event comes behind; others still get theirs (%j)', features => {
  const { broker, holder, other, id } = subscribed(features)
  broker.revoke(id, holder.session)
  holder.got()
  broker.publish(member().session, [16, 1, {}, 'com.app.t', Payload.empty])
  expect(holder.got()).toEqual([])
  expect(other.got()).toEqual([[36, id, 1, {}]])
})

test('R-MET-1: observers are told', () => {
  const { broker, told, holder, other, id } = subscribed(ANNOUNCED)
  broker.revoke(id, holder.session)
  broker.revoke(id, other.session)
  expect(told).toEqual([
    ['unsubscribed', holder.session.id, id],
    ['unsubscribed', other.session.id, id],
    ['deleted', other.session.id, id],
  ])
})

test('T-18: a reason that is no URI is refused, and nothing happens', () => {
  const { broker, told, holder, id } = subscribed(ANNOUNCED)
  expect(() => broker.revoke(id, holder.session, 'moving to another place')).toThrow(/must be a URI/)
  expect(holder.got()).toEqual([])
  expect(told).toEqual([])
})

test('what a session does not hold cannot be revoked', () => {
  const { broker, holder, id } = subscribed(ANNOUNCED)
  expect(() => broker.revoke(id + 1, holder.session)).toThrow(/no_such_subscription/)
  expect(() => broker.revoke(id, member().session)).toThrow(/no_such_subscription/)
})

test('its UNSUBSCRIBE comes too late, and is refused', () => {
  const { broker, holder, id } = subscribed({})
  broker.revoke(id, holder.session)
  expect(() => broker.unsubscribe(holder.session, [34, 2, id])).toThrow(/no_such_subscription/)
})
