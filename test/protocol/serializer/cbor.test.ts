// CBOR as other libraries write it, and the shortest form of what we write.

import { expect, test } from 'vitest'
import { Payload } from '../../../src/protocol/payload.ts'
import { cbor } from '../../../src/protocol/serializer/cbor.ts'
import { hex, toHex } from '../../raw-codec.ts'

const read = (digits: string) => (cbor.decode(hex(`85 1824 01 02 a0 81 ${digits}`))[4] as Payload).args[0]
const write = (value: unknown) => toHex((cbor.encode([36, 1, 2, {}, Payload.of([value])]) as Uint8Array).slice(7))

test.each<[unknown, string]>([
  [0, '00'],
  [23, '17'],
  [24, '1818'],
  [256, '190100'],
  [65_536, '1a00010000'],
  [2 ** 32 - 1, '1affffffff'],
  [2 ** 32, '1b0000000100000000'],
  [2 ** 53 - 1, '1b001fffffffffffff'],
  [-1, '20'],
  [-500, '3901f3'],
  [-(2 ** 31), '3a7fffffff'],
  [-(2 ** 32) - 1, '3b0000000100000000'],
  [5n, '05'],
  [2n ** 64n - 1n, '1bffffffffffffffff'],
  ['', '60'],
  [{}, 'a0'],
  [{ a: [] }, 'a1616180'],
  [Uint8Array.of(1, 2), '420102'],
  [undefined, 'f6'],
  [null, 'f6'],
  [true, 'f5'],
])('%s is written as %s', (value, digits) => {
  expect(write(value)).toBe(digits)
})

test.each<[string, string, unknown]>([
  ['a half float', 'f93c00', 1],
  ['a single float', 'fa3fc00000', 1.5],
  ['a double float', 'fb3ff8000000000000', 1.5],
  ['infinity', 'f97c00', Number.POSITIVE_INFINITY],
  ['a list without a length', '9f0102ff', [1, 2]],
  ['a dict without a length', 'bf616101ff', { a: 1 }],
  ['bytes as a typed array [T-7]', 'd840420102', Uint8Array.of(1, 2)],
  ['a big integer', 'c2491000000000000000ff', 0x1000000000000000ffn],
  ['a small big integer', 'c24105', 5],
  ['a negative big integer', 'c3491000000000000000ff', -0x100000000000000100n],
  ['a date', 'c074323031332d30332d32315432303a30343a30305a', '2013-03-21T20:04:00.000Z'],
  ['a time', 'c11a514b67b0', '2013-03-21T20:04:00.000Z'],
  ['a time with a fraction', 'c1fb41d452d9ec200000', '2013-03-21T20:04:00.500Z'],
  ['a big integer of 32 bytes', `c25820${'ff'.repeat(32)}`, 2n ** 256n - 1n],
  ['a time of 64 bits', 'c11b0000003afff2f000', '9999-12-31T00:00:00.000Z'],
  ['a time that is none', 'c11bffffffffffffffff', null],
  ['a date that is none', 'c06161', null],
  ['undefined', 'f7', undefined],
  ['a 64-bit integer that is small', '1b0000000000000005', 5],
  ['a negative one of 64 bits', '3b0000000000000005', -6],
])('%s is read', (_, digits, value) => {
  expect(read(digits)).toEqual(value)
})

test.each([1, 23, 24, 255, 256, 65_535, 65_536, 2 ** 32 - 1, 2 ** 32, 2 ** 53 - 1, 2 ** 53])(
  'id %d is an integer of the shortest form [T-1]',
  id => {
    const bytes = cbor.encode([17, id, id]) as Uint8Array
    const length = id < 24 ? 1 : id < 256 ? 2 : id < 65_536 ? 3 : id < 2 ** 32 ? 5 : 9
    expect(bytes.length).toBe(2 + 2 * length)
    expect(cbor.decode(bytes)).toEqual([17, id, id])
  },
)

test.each([0, 1, 23, 24, 255, 256, 65_535, 65_536])('text of %d bytes in the envelope', length => {
  const uri = 'x'.repeat(length)
  expect(cbor.decode(cbor.encode([32, 1, {}, uri]))).toEqual([32, 1, {}, uri])
})
