// Roles and features in HELLO and WELCOME [R-SES-2, R-SES-6].

import { expect, test } from 'vitest'
import { announce, CLIENT_ROLES, readRoles } from '../../src/protocol/roles.ts'

test('every role is announced with its features, even where it has none', () => {
  expect(announce({ caller: ['caller_identification'], callee: [] })).toEqual({
    caller: { features: { caller_identification: true } },
    callee: { features: {} },
  })
})

test('a feature is what is announced as true', () => {
  const features = { progressive: true, off: false, odd: 1, text: 'true', nothing: null }
  const read = readRoles(CLIENT_ROLES, { caller: { features }, callee: {}, subscriber: null, bystander: 5 })
  expect([...read.caller]).toEqual(['progressive'])
  for (const role of ['callee', 'publisher', 'subscriber'] as const) expect(read[role].size).toBe(0)
})

test.each([
  ['none', undefined],
  ['no role of the peer', { broker: {} }],
  ['a role that is null', { caller: null }],
  ['a role that is a list', { caller: [] }],
  ['features that are text', { caller: { features: 'all' } }],
])('%s is a violation', (_, roles) => {
  expect(() => readRoles(CLIENT_ROLES, roles)).toThrow(/^Details\.roles/)
})

test('one name that reads like several is not taken for them, whoever announced it before', () => {
  readRoles(CLIENT_ROLES, { caller: { features: { 'one two': true } } })
  const read = readRoles(CLIENT_ROLES, { caller: { features: { one: true, two: true } } })
  expect([...read.caller]).toEqual(['one', 'two'])
})
