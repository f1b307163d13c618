// The trailing elements of a message: what is left out, and what is made of null [R-MSG-5, T-13].

import { expect, test } from 'vitest'
import type { Event_ } from '../../src/protocol/messages.ts'
import { Payload, type RawTrailing } from '../../src/protocol/payload.ts'
import { SERIALIZERS } from '../raw-codec.ts'

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
  const raw: RawTrailing = {
    form: 'json',
    count: 1,
    exact: true,
    length: 3,
    tail: () => '[1]',
    read: () => {
      reads++
      return [[1]]
    },
    own: () => raw,
  }
  const payload = new Payload(undefined, raw)
  expect(reads).toBe(0)
  expect([payload.args, payload.kwargs, payload.trailing]).toEqual([[1], {}, [[1]]])
  expect(reads).toBe(1)
  expect([payload.unread().args, reads]).toEqual([[1], 2])
})

test.each(SERIALIZERS)('to be kept it is a copy of what came, over $id', ({ id, encode, decode }) => {
  const received = encode([36, 1, 2, {}, Payload.of([2.5, 'x', Uint8Array.of(1)], { a: [2n ** 60n, null] })])
  const frame = typeof received === 'string' ? received : new Uint8Array(received)
  const [, , , , payload] = decode(frame) as Event_
  const own = payload.own()
  const expected = [...payload.unread().trailing]
  if (typeof frame !== 'string') frame.fill(0xff)
  expect(own.unread().trailing).toEqual(expected)
  expect(encode([36, 1, 2, {}, own])).toEqual(received)
  expect(own.own().raw).toMatchObject({ form: id, count: 2, exact: true })
})

test('one that is empty costs nothing', () => {
  expect(Payload.of()).toBe(Payload.empty)
  expect(Payload.of([], {})).toBe(Payload.empty)
})

test('one that is kept keeps 1 KiB of memory at most that is not its own', () => {
  for (const { encode, decode } of SERIALIZERS.filter(({ binary }) => binary)) {
    const received = decode(encode([36, 1, 2, {}, Payload.of([1])])) as Event_
    const tail = received[4].own().raw?.tail() as Uint8Array
    expect(tail.buffer.byteLength).toBeLessThanOrEqual(1_024)
  }
})
