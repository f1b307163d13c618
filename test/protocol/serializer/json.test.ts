// Binary in JSON: NUL and base64 [R-SER-4].

import { describe, expect, test } from 'vitest'
import { Payload } from '../../../src/protocol/payload.ts'
import { json } from '../../../src/protocol/serializer/json.ts'
import { hex, toHex } from '../../raw-codec.ts'
import { describeVectors, vectors } from '../vectors.ts'

const read = (value: string) => (json.decode(`[36,1,2,{},[${value}]]`)[4] as Payload).args[0]
const write = (value: unknown) => json.encode([36, 1, 2, {}, Payload.of([value])])

describe('binary', () => {
  test.each([
    ['', '"\\u0000"'],
    ['00', '"\\u0000AA=="'],
    ['0001', '"\\u0000AAE="'],
    ['000102', '"\\u0000AAEC"'],
    ['fbff', '"\\u0000+/8="'],
  ])('%s is %s', (digits, text) => {
    expect(write(hex(digits))).toBe(`[36,1,2,{},[${text}]]`)
    expect(toHex(read(text) as Uint8Array)).toBe(digits)
  })

  test('is recognized however NUL is written', () => {
    expect(read('"\\u0000AA=="')).toEqual(Uint8Array.of(0))
  })

  test('is no key', () => {
    expect(read('{"\\u0000AA==": 1}')).toEqual({ '\u0000AA==': 1 })
  })

  test('text with NUL elsewhere is text', () => {
    expect(read('"a\\u0000AA=="')).toBe('a\u0000AA==')
    expect(read('"\\\\u0000AA=="')).toBe('\\u0000AA==')
    expect(write('a\u0000')).toBe('[36,1,2,{},["a\\u0000"]]')
  })

  test('text that starts with NUL cannot be sent [T-11]', () => {
    expect(() => write('\u0000hello')).toThrow(/starts with NUL/)
    expect(() => write({ a: ['\u0000'] })).toThrow(/starts with NUL/)
  })
})

interface JsonBinary {
  cases: { hex: string; json: string }[]
  must_not_decode_as_binary: { json: string }[]
  malformed: { json: string }[]
}
const data = vectors<JsonBinary>('json-binary.json', { cases: [], must_not_decode_as_binary: [], malformed: [] })
describeVectors('published binary', () => {
  test.each(data.cases)('$hex', ({ hex: digits, json: text }) => {
    expect(toHex(read(text) as Uint8Array)).toBe(digits)
    expect(JSON.parse(write(hex(digits)) as string)).toEqual([36, 1, 2, {}, [JSON.parse(text)]])
  })

  test.each(data.must_not_decode_as_binary)('$json is text', ({ json: text }) => {
    expect(read(text)).toBe(JSON.parse(text))
  })

  test.each(data.malformed)('$json is refused', ({ json: text }) => {
    expect(() => read(text)).toThrow(/base64/)
  })
})
