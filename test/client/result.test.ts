// What a call resolves to.

import { expect, test } from 'vitest'
import { Result, unwrap } from '../../src/client/result.ts'
import { Payload } from '../../src/protocol/payload.ts'

test.each<[string, Payload, unknown]>([
  ['nothing', Payload.empty, null],
  ['one value', Payload.of([0]), 0],
  ['one value that is null', Payload.of([null]), null],
  ['one list', Payload.of([[]]), []],
  ['two values', Payload.of([1, 2]), new Result([1, 2])],
  ['keywords', Payload.of([], { a: 1 }), new Result([], { a: 1 })],
  ['one value and keywords', Payload.of([1], { a: 1 }), new Result([1], { a: 1 })],
  ['one value and empty keywords', new Payload([[1], {}]), 1],
  ['null and null', new Payload([null, null]), null],
])('%s', (_, payload, value) => {
  expect(unwrap(payload)).toEqual(value)
  expect(unwrap(payload) instanceof Result).toBe(value instanceof Result)
})
