// MessagePack as other libraries write it, and the shortest form of what we write.

import { describe, expect, test } from 'vitest'
import { Payload } from '../../../src/protocol/payload.ts'
import { msgpack } from '../../../src/protocol/serializer/msgpack.ts'
import { hex, toHex } from '../../raw-codec.ts'
import { describeVectors, vectors } from '../vectors.ts'

const read = (bytes: Uint8Array) =>
  (msgpack.decode(Uint8Array.of(...hex('95 24 01 02 80 91'), ...bytes))[4] as Payload).args[0]
const write = (value: unknown) => toHex((msgpack.encode([36, 1, 2, {}, Payload.of([value])]) as Uint8Array).slice(6))

test.each<[unknown, string]>([
  [0, '00'],
  [127, '7f'],
  [128, 'cc80'],
  [256, 'cd0100'],
  [65_536, 'ce00010000'],
  [2 ** 32 - 1, 'ceffffffff'],
  [2 ** 32, 'cf0000000100000000'],
  [2 ** 53 - 1, 'cf001fffffffffffff'],
  [-1, 'ff'],
  [-33, 'd0df'],
  [-(2 ** 31), 'd280000000'],
  [-(2 ** 31) - 1, 'd3ffffffff7fffffff'],
  [5n, '05'],
  [2n ** 63n, 'cf8000000000000000'],
  [0.5, 'cb3fe0000000000000'],
  ['', 'a0'],
  [{}, '80'],
  [{ a: [] }, '81a16190'],
  [undefined, 'c0'],
])('%s is written as %s', (value, digits) => {
  expect(write(value)).toBe(digits)
})

test.each([1, 127, 128, 255, 256, 65_535, 65_536, 2 ** 32 - 1, 2 ** 32, 2 ** 53 - 1, 2 ** 53])(
  'id %d is an integer of the shortest form [T-1]',
  id => {
    const bytes = msgpack.encode([17, id, id]) as Uint8Array
    const length = id < 128 ? 1 : id < 256 ? 2 : id < 65_536 ? 3 : id < 2 ** 32 ? 5 : 9
    expect(bytes.length).toBe(2 + 2 * length)
    expect(toHex(bytes)).not.toContain('cb4')
    expect(msgpack.decode(bytes)).toEqual([17, id, id])
  },
)

test.each([0, 1, 31, 32, 255, 256, 65_535, 65_536])('text of %d bytes in the envelope', length => {
  const uri = 'x'.repeat(length)
  expect(msgpack.decode(msgpack.encode([32, 1, {}, uri]))).toEqual([32, 1, {}, uri])
})

type Case = { msgpack: string[] } & Record<string, unknown>
const suite = vectors<Record<string, Case[]>>('msgpack-test-suite.json', {})
const cases = Object.entries(suite).flatMap(([file, list]) => list.map(one => [file, one] as const))

describeVectors('published MessagePack', () => {
  test('is all there', () => {
    expect(cases).toHaveLength(85)
  })

  describe.each(cases)('%s %j', (_, one) => {
    const [kind, value] = Object.entries(one).find(([key]) => key !== 'msgpack') as [string, unknown]
    const encodings = one.msgpack.map(hex)

    if (kind === 'ext') {
      test('is refused: WAMP has no extensions', () => {
        for (const bytes of encodings) expect(() => read(bytes)).toThrow(/extension type/)
      })
    } else if (kind === 'timestamp') {
      test('is read as ISO 8601 text, to the millisecond', () => {
        const [seconds, nanoseconds] = value as [number, number]
        const exact = seconds * 1000 + nanoseconds / 1e6
        for (const bytes of encodings) {
          const text = read(bytes)
          if (Math.abs(exact) > 8.64e15) expect(text).toBeNull()
          else expect(Math.abs(Date.parse(text as string) - exact)).toBeLessThanOrEqual(1)
        }
      })
    } else {
      const expected =
        kind === 'binary' ? hex(value as string) : kind === 'bignum' || one.bignum ? BigInt(String(one.bignum)) : value
      const plain = typeof expected === 'bigint' && Number.isSafeInteger(Number(expected)) ? Number(expected) : expected
      test('is read in every form', () => {
        for (const bytes of encodings) {
          const got = read(bytes)
          // As a float it may have lost digits before it came.
          if (typeof plain === 'bigint' && typeof got === 'number') expect(got).toBe(Number(plain))
          else expect(got).toEqual(plain)
        }
      })
      test('is written in one of the forms', () => {
        expect(encodings.map(toHex)).toContain(write(expected))
      })
    }
  })
})
