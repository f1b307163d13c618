// Which values each serializer carries, which it refuses before anything is sent, and what becomes of the rest.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { WampError } from '../../../src/protocol/errors.ts'
import { Payload } from '../../../src/protocol/payload.ts'
import type { Serializer } from '../../../src/protocol/serializer/serializer.ts'
import { MAX_DEPTH } from '../../../src/protocol/serializer/values.ts'
import { decodeRaw, encodeRaw, SERIALIZERS } from '../../raw-codec.ts'

const encode = (serializer: Serializer, payload: Payload) => serializer.encode([36, 1, 2, {}, payload])
/** What a value has become on the other side. */
function sent(serializer: Serializer, value: unknown): unknown {
  const message = serializer.decode(encode(serializer, Payload.of([value])))
  return (message[4] as Payload).args[0]
}
const nested = (levels: number) => {
  let list: unknown[] = []
  for (let level = 1; level < levels; level++) list = [list]
  return list
}

describe.each(SERIALIZERS)('over $id', serializer => {
  test.each<[string, unknown]>([
    ['null', null],
    ['true', true],
    ['0', 0],
    ['-1', -1],
    ['0.5', 0.5],
    ['2^31', 2 ** 31],
    ['-2^31 - 1', -(2 ** 31) - 1],
    ['2^32', 2 ** 32],
    ['a time', 1_732_000_000_000],
    ['2^53 - 1', 2 ** 53 - 1],
    ['-(2^53 - 1)', -(2 ** 53) + 1],
    ['2^53', 2 ** 53],
    ['2^60', 2 ** 60],
    ['1e300', 1e300],
    ['empty text', ''],
    ['text', 'ünïcödé ☃ 😀'],
    ['long text', '😀x'.repeat(10_000)],
    ['text that begins with a byte order mark', `\ufeff${'x'.repeat(100)}`],
    ['text with NUL inside', 'a\u0000b'],
    ['an empty list', []],
    ['a list', [1, [2, [3]]]],
    ['an empty dict', {}],
    ['a dict', { a: { b: [{ c: null }] }, 'any key': 1, '': 2 }],
    ['bytes', Uint8Array.of(0, 1, 254, 255)],
    ['no bytes', new Uint8Array()],
    ['bytes deep inside', { a: [{ b: Uint8Array.of(1) }] }],
    ['300 keys', Object.fromEntries(Array.from({ length: 300 }, (_, key) => [`key${key}`, key]))],
    ['70,000 items', Array.from({ length: 70_000 }, (_, item) => item)],
  ])('%s arrives as it is', (_, value) => {
    expect(sent(serializer, value)).toEqual(value)
  })

  test.each<[string, unknown, unknown]>([
    ['undefined in a list', [1, undefined], [1, null]],
    ['a gap in a list', Object.assign([1], { 2: 3 }), [1, null, 3]],
    ['undefined in a dict', { a: undefined, b: 1 }, { b: 1 }],
    ['a Date', new Date(0), '1970-01-01T00:00:00.000Z'],
    ['a Date that is none', new Date(Number.NaN), null],
    ['a URL', new URL('http://localhost/x'), 'http://localhost/x'],
    ['what has a toJSON', { a: { toJSON: () => [Uint8Array.of(1)] } }, { a: [Uint8Array.of(1)] }],
    ['a small bigint', 5n, 5],
    ['a bigint that a number holds', -(2n ** 52n), -(2 ** 52)],
    ['an ArrayBuffer', Uint8Array.of(1, 2).buffer, Uint8Array.of(1, 2)],
    ['a Uint16Array [T-7]', Uint16Array.of(1, 258), Uint8Array.of(1, 0, 2, 1)],
    ['part of a Float32Array [T-7]', new Float32Array([0, 1]).subarray(1), Uint8Array.of(0, 0, 128, 63)],
    ['a DataView [T-7]', new DataView(Uint8Array.of(1, 2, 3).buffer, 1), Uint8Array.of(2, 3)],
    ['a part of a buffer', new Uint8Array([1, 2, 3, 4]).subarray(1, 3), Uint8Array.of(2, 3)],
    ['an object without a prototype', Object.assign(Object.create(null), { a: 1 }), { a: 1 }],
    ['half a surrogate pair', 'a\ud800b', 'a\ufffdb'],
    ['half a surrogate pair in long text', `${'x'.repeat(200)}\udc00`, `${'x'.repeat(200)}\ufffd`],
    ['half a surrogate pair in a key', { 'a\ud800': 1 }, { 'a\ufffd': 1 }],
  ])('%s becomes what JavaScript makes of it', (_, value, arrives) => {
    expect(sent(serializer, value)).toEqual(arrives)
  })

  const cycle: Record<string, unknown> = {}
  cycle.self = [cycle, cycle]
  test.each<[string, unknown, RegExp]>([
    ['a function', () => {}, /a function cannot be sent/],
    ['a symbol', Symbol('x'), /a symbol cannot be sent/],
    ['a Map', new Map(), /a Map cannot be sent/],
    ['a Set', new Set(), /a Set cannot be sent/],
    ['a WeakMap', new WeakMap(), /a WeakMap cannot be sent/],
    ['a RegExp', /x/, /a RegExp cannot be sent/],
    ['an Error', new TypeError('x'), /a Error cannot be sent/],
    ['a Promise', Promise.resolve(), /a Promise cannot be sent/],
    ['a cycle', cycle, /a cycle, cannot be sent/],
    ['what nests too deep', nested(MAX_DEPTH), /nested deeper than 930/],
  ])('%s is refused, wherever it stands', (_, value, why) => {
    for (const payload of [Payload.of([value]), Payload.of([[{ a: value }]]), Payload.of([], { key: value })]) {
      const encoding = () => encode(serializer, payload)
      expect(encoding).toThrow(WampError)
      expect(encoding).toThrow(why)
      expect(encoding).toThrow(expect.objectContaining({ error: 'wamp.error.invalid_argument' }))
    }
  })

  test('what is as deep as may be sent may be read, and passed on to every other serializer', () => {
    const message = serializer.decode(encode(serializer, new Payload([nested(MAX_DEPTH)])))
    for (const other of SERIALIZERS) {
      const passed = other.decode(other.encode(message))
      expect(JSON.stringify((passed[4] as Payload).args)).toBe('['.repeat(MAX_DEPTH) + ']'.repeat(MAX_DEPTH))
    }
  })

  test('twelve megabytes arrive', () => {
    const bytes = new Uint8Array(12 * 2 ** 20).map((_, at) => at % 251)
    // Compared as bytes: item by item it would take minutes.
    expect(Buffer.compare(sent(serializer, bytes) as Uint8Array, bytes)).toBe(0)
    const text = 'x☃'.repeat(4 * 2 ** 20)
    expect(sent(serializer, text) === text).toBe(true)
  })

  test('nothing of the application is changed by sending it', () => {
    const args = [{ a: undefined, b: 5n, c: [undefined, new Date(0)], 'd\ud800': Uint16Array.of(1) }]
    const copy = structuredClone(args)
    encode(serializer, Payload.of(args, { a: args }))
    expect(args).toEqual(copy)
  })

  test('bytes that arrive are their own, and of no platform', () => {
    const bytes = sent(serializer, Uint8Array.of(1, 2)) as Uint8Array
    expect(Object.getPrototypeOf(bytes)).toBe(Uint8Array.prototype)
    expect(bytes.buffer.byteLength).toBe(2)
  })

  test('keys named like what every object has are keys', () => {
    const value = JSON.parse('{"constructor": 1, "toString": {"a": 5000000000}, "hasOwnProperty": [2]}')
    expect(sent(serializer, value)).toEqual(value)
    const hostile = JSON.parse('{"__proto__": {"polluted": 5000000000}, "b": 1}')
    expect((sent(serializer, hostile) as { polluted?: unknown }).polluted).toBeUndefined()
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
  })
})

describe.each(SERIALIZERS.filter(({ binary }) => binary))('numbers over $id', serializer => {
  test.each([2n ** 53n, 2n ** 53n + 1n, 2n ** 63n - 1n, 2n ** 63n, 2n ** 64n - 1n, -(2n ** 53n), -(2n ** 63n)])(
    '%d arrives exactly',
    value => {
      expect(sent(serializer, value)).toBe(value)
    },
  )

  test.each([2n ** 64n, -(2n ** 63n) - 1n])('%d does not fit and is refused', value => {
    expect(() => encode(serializer, Payload.of([value]))).toThrow(/does not fit 64 bits/)
  })

  test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])('%d arrives as it is', value => {
    expect(sent(serializer, value)).toBe(value)
  })
})

test('in JSON, what it has no number for becomes text or null [T-5]', () => {
  const [json] = SERIALIZERS
  if (!json) throw new Error('no JSON')
  expect(sent(json, 2n ** 63n)).toBe('9223372036854775808')
  expect(sent(json, [Number.NaN, Number.POSITIVE_INFINITY])).toEqual([null, null])
})

describe('R-MSG-5: empty trailing elements are left out', () => {
  test.each<[string, Payload, unknown[]]>([
    ['nothing', Payload.of(), []],
    ['empty Arguments and ArgumentsKw', Payload.of([], {}), []],
    ['Arguments', Payload.of([1]), [[1]]],
    ['ArgumentsKw', Payload.of([], { a: 1 }), [[], { a: 1 }]],
    ['both', Payload.of([1], { a: 1 }), [[1], { a: 1 }]],
  ])('%s', (_, payload, trailing) => {
    for (const serializer of SERIALIZERS) {
      expect(decodeRaw(serializer.id, encode(serializer, payload))).toEqual([36, 1, 2, {}, ...trailing])
    }
  })
})

test('options that are no dict are not taken for one without entries', () => {
  for (const { encode, id } of SERIALIZERS) {
    for (const extra of [new Map([[1, 2]]), new Error('why'), Promise.resolve()]) {
      expect(() => encode([5, 'signature', extra as never])).toThrow(WampError)
    }
    expect(decodeRaw(id, encode([5, 'signature', new ArrayBuffer(2) as never]))).not.toEqual([5, 'signature', {}])
    expect(decodeRaw(id, encode([5, 'signature', Object.create(null)]))).toEqual([5, 'signature', {}])
  }
})

test.each(SERIALIZERS.filter(({ binary }) => binary))(
  'texts and counts, which are written without a library, are as it would write them, over $id',
  ({ id, encode }) => {
    const text = fc.oneof(
      fc.string({ unit: 'binary-ascii', maxLength: 70 }),
      fc.string({ unit: 'binary', maxLength: 70 }),
      fc.constantFrom(31, 32, 64, 65, 255, 256, 70_000).map(length => 'x'.repeat(length)),
    )
    // Of larger ones a library makes floating-point numbers.
    const count = fc.oneof(fc.nat({ max: 300 }), fc.nat({ max: 2 ** 31 - 1 }))
    fc.assert(
      fc.property(fc.array(fc.oneof(text, count), { maxLength: 20 }), args => {
        fc.pre(args.length > 0)
        expect(encode([36, 1, 2, {}, Payload.of(args)])).toEqual(encodeRaw(id, [36, 1, 2, {}, args]))
      }),
    )
  },
)

describe.each(SERIALIZERS.filter(({ binary }) => binary))('a list that is no plain one, over $id', serializer => {
  test('is what its indices say, whatever its iterator does', () => {
    class Odd extends Array<unknown> {
      override *[Symbol.iterator](): ArrayIterator<unknown> {
        yield 'only this'
      }
    }
    const message = serializer.decode(encode(serializer, Payload.of(Odd.of(1, 2, 3))))
    expect((message[4] as Payload).args).toEqual([1, 2, 3])
  })

  test.each([1.5, -5, { a: 1 }])('is well formed where an element becomes %s while it is written', later => {
    let asked = 0
    const list = Object.defineProperty(['a', 'b'], 1, { get: () => (asked++ === 0 ? 1 : later), enumerable: true })
    const message = serializer.decode(encode(serializer, Payload.of(list)))
    expect([1, later]).toContainEqual((message[4] as Payload).args[1])
  })
})
