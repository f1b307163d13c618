// The trailing elements of a message: what is left out, and what is made of null [R-MSG-5, T-13].

import { expect, test } from 'vitest'
import { Payload } from '../../src/protocol/payload.ts'

test.each<[string, Payload, unknown[], object]>([
  ['nothing', Payload.empty, [], {}],
  ['null', new Payload([null]), [], {}],
  ['null and null', new Payload([null, null]), [], {}],
  ['Arguments', new Payload([[1]]), [1], {}],
  ['null and ArgumentsKw', new Payload([null, { a: 1 }]), [], { a: 1 }],
  ['a bare binary', new Payload([Uint8Array.of(1)]), [Uint8Array.of(1)], {}],
])('%s', (_, payload, args, kwargs) => {
  expect(payload.args).toEqual(args)
  expect(payload.kwargs).toEqual(kwargs)
})

test('is read when somebody asks, and once', () => {
  let reads = 0
  const payload = new Payload(undefined, {
    form: 'json',
    count: 1,
    exact: true,
    tail: () => '[1]',
    read: () => {
      reads++
      return [[1]]
    },
  })
  expect(reads).toBe(0)
  expect([payload.args, payload.kwargs, payload.trailing]).toEqual([[1], {}, [[1]]])
  expect(reads).toBe(1)
})

test('one that is empty costs nothing', () => {
  expect(Payload.of()).toBe(Payload.empty)
  expect(Payload.of([], {})).toBe(Payload.empty)
})
