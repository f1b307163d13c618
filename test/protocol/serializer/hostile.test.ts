// Frames that are meant to harm: each is a violation, never an exception of another kind, and never takes long [T-12].

import { describe, expect, test } from 'vitest'
import { ProtocolViolation } from '../../../src/protocol/errors.ts'
import type { Frame } from '../../../src/protocol/link.ts'
import type { Serializer } from '../../../src/protocol/serializer/serializer.ts'
import { MAX_DEPTH } from '../../../src/protocol/serializer/values.ts'
import { encodeRaw, hex, SERIALIZERS } from '../../raw-codec.ts'

const [json, msgpack, cbor] = SERIALIZERS as [Serializer, Serializer, Serializer]
const refused = (serializer: Serializer, frame: Frame) =>
  expect(() => serializer.decode(frame)).toThrow(ProtocolViolation)
const repeat = (byte: number, count: number) => new Uint8Array(count).fill(byte)
const join = (...parts: Uint8Array[]) => new Uint8Array(Buffer.concat(parts))

describe.each(SERIALIZERS)('over $id', serializer => {
  const whole = encodeRaw(serializer.id, [48, 1, { disclose_me: true }, 'com.app.p', ['x☃', 5e9, [0.5]], { key: null }])

  test('every cut of a message', () => {
    for (let length = 0; length < whole.length; length++) refused(serializer, whole.slice(0, length))
    expect(serializer.decode(whole)[0]).toBe(48)
  })

  test('anything behind a message', () => {
    for (const more of serializer.binary ? [[0], [0xc0], [0x90]] : ['[', ']', 'null', '{}', ',']) {
      refused(serializer, typeof whole === 'string' ? whole + more : Uint8Array.of(...whole, ...(more as number[])))
    }
  })

  test('a frame of the other kind', () => {
    refused(serializer, serializer.binary ? '[48,1,{},"com.app.p"]' : Uint8Array.of(0x90))
  })

  test('the deepest nesting that may be, and one more', () => {
    const frame = (levels: number) => {
      const [open, close] = { json: ['[', ']'], msgpack: ['91', ''], cbor: ['81', ''] }[serializer.id] as [
        string,
        string,
      ]
      const inner = serializer.id === 'json' ? '[]' : serializer.id === 'msgpack' ? '90' : '80'
      const value = open.repeat(levels - 1) + inner + close.repeat(levels - 1)
      if (serializer.id === 'json') return `[36,1,2,{},${value}]`
      return hex((serializer.id === 'msgpack' ? '9524010280' : '8518240102a0') + value)
    }
    expect(serializer.decode(frame(MAX_DEPTH))[0]).toBe(36)
    refused(serializer, frame(MAX_DEPTH + 1))
    refused(serializer, frame(100_000))
  })
})

describe('msgpack', () => {
  const args = (bytes: string) => hex(`95 24 01 02 80 91 ${bytes}`)

  test.each([
    ['a record of msgpackr', 'd4 72 40'],
    ['a record with its definition', 'c7 05 72 40 91 a161 01'],
    ['bundled strings', 'd6 62 00000004'],
    ['a big integer of msgpackr', 'c7 08 42 0000000000000001'],
    ['a typed array of msgpackr', 'c7 05 74 00 01020304'],
    ['a Set of msgpackr', 'd4 73 00'],
    ['a RegExp of msgpackr', 'c7 04 78 92 a161a0'],
    ['an Error of msgpackr', 'c7 06 65 93 a0 a0 c0 c0'],
    ['a reference of msgpackr', 'd6 69 00000001'],
    ['a pointer of msgpackr', 'd6 70 00000001'],
    ['the type that is never used', 'c1'],
    ['an application extension', 'd4 01 10'],
    ['a timestamp of a length that none has', 'd5 ff 0000'],
    ['undefined of a length that it has not', 'd5 00 0000'],
    ['text that is not UTF-8', 'a2 c328'],
    ['text cut within a character', 'a1 e2'],
    ['half a surrogate pair', 'a3 eda080'],
    ['a character in too many bytes', 'a2 c0af'],
    ['a key that is a number', '81 01 02'],
    ['a key that is null', '81 c0 02'],
    ['a key that is bytes', '81 c40161 02'],
    ['a key that is a list', '81 90 02'],
    ['a list that is longer than the frame', 'dd ffffffff 01'],
    ['a dict that is longer than the frame', 'df ffffffff a161 01'],
    ['text that is longer than the frame', 'db ffffffff 61'],
    ['bytes that are longer than the frame', 'c6 ffffffff 61'],
    ['an extension that is longer than the frame', 'c9 ffffffff ff 61'],
  ])('%s', (_, bytes) => {
    refused(msgpack, args(bytes))
    refused(msgpack, args(`81 a161 ${bytes}`))
    // Also where nobody looks for it.
    refused(msgpack, hex(`94 20 01 81 a378_5f79 ${bytes} a174`))
  })

  test('every byte alone', () => {
    for (let byte = 0; byte < 256; byte++) refused(msgpack, Uint8Array.of(byte))
  })

  test('a message of millions of elements', () => {
    refused(msgpack, join(hex('dd 00f00000'), repeat(0xc0, 0xf0_0000)))
  })
})

describe('cbor', () => {
  const args = (bytes: string) => hex(`85 1824 01 02 a0 81 ${bytes}`)

  test.each([
    ['a record of cbor-x', 'd9 dff9 83 00 81 6161 01'],
    ['a shared value', 'd8 1c 80'],
    ['a reference', 'd8 1d 00'],
    ['a packed table', 'd8 33 83 80 80 80'],
    ['bundled strings', 'd9 dff8 82 00 00'],
    ['a Set', 'd9 0102 80'],
    ['a Map', 'd9 0103 a0'],
    ['a RegExp', 'd8 1b 82 6161 60'],
    ['a class', 'd8 1b 82 6161 01'],
    ['a typed array of 16 bits', 'd8 41 42 0102'],
    ['a tag inside a tag', 'c0 c0 6161'],
    ['a date that is bytes', 'c0 4161'],
    ['a big integer that is text', 'c2 6161'],
    ['a big integer in pieces', 'c2 5f 41 01 ff'],
    ['a big integer of 33 bytes', `c2 5821 ${'ff'.repeat(33)}`],
    ['a negative one', `c3 5821 ${'ff'.repeat(33)}`],
    ['one that would take minutes to put together', `c2 5a 00100000 ${'ff'.repeat(0x10_0000)}`],
    ['a time that is a boolean', 'c1 f5'],
    ['text with a length of 8 bytes', '7b 0000000000000001 61'],
    ['bytes with a length of 8 bytes', '5b 0000000000000001 61'],
    ['a list with a length of 8 bytes', '9b 0000000000000001 61'],
    ['a dict with a length of 8 bytes', 'bb 0000000000000001 6161 01'],
    ['a tag of nothing', 'c0'],
    ['text in pieces', '7f 6161 6162 ff'],
    ['bytes in pieces', '5f 4101 4102 ff'],
    ['text in pieces of bytes', '7f 4161 ff'],
    ['an integer without a length', '1f'],
    ['a head that nothing defines', '1c'],
    ['a break where nothing began', 'ff'],
    ['a dict that breaks in the middle of an entry', 'bf 6161 ff'],
    ['a list that never ends', '9f 01'],
    ['a dict that never ends', 'bf 6161 01'],
    ['a simple value that nothing defines', 'e0'],
    ['a simple value of a byte', 'f8 ff'],
    ['a reserved float', 'fc'],
    ['text that is not UTF-8', '62 c328'],
    ['half a surrogate pair', '63 eda080'],
    ['a key that is a number', 'a1 01 02'],
    ['a key that is null', 'a1 f6 02'],
    ['a key that is tagged', 'a1 c0 6161 02'],
    ['a list that is longer than the frame', '9b ffffffffffffffff 01'],
    ['a dict that is longer than the frame', 'bb ffffffffffffffff 6161 01'],
    ['text that is longer than the frame', '7b ffffffffffffffff 61'],
    ['bytes that are longer than the frame', '5b 7fffffffffffffff 61'],
  ])('%s', (_, bytes) => {
    refused(cbor, args(bytes))
    refused(cbor, args(`a1 6161 ${bytes}`))
    refused(cbor, hex(`84 1820 01 a1 63785f79 ${bytes} 6174`))
  })

  test('a message without a length', () => {
    refused(cbor, hex('9f 1820 01 a0 6174 ff'))
  })

  test('every byte alone', () => {
    for (let byte = 0; byte < 256; byte++) refused(cbor, Uint8Array.of(byte))
  })

  test('nesting without an end, of lists, dicts and tags', () => {
    for (const part of ['9f', 'bf6161', 'c0', '81', 'a16161']) refused(cbor, args(part.repeat(100_000)))
  })

  test('a message of millions of elements', () => {
    refused(cbor, join(hex('9a 00f00000'), repeat(0xf6, 0xf0_0000)))
  })
})

describe('json', () => {
  test.each([
    '',
    ' ',
    'null',
    '5',
    '"[]"',
    '{}',
    '[36,1,2,{},[NaN]]',
    '[36,1,2,{},[Infinity]]',
    '[36,1,2,{},[01]]',
    '[36,1,2,{},[1,]]',
    "[36,1,2,{},['x']]",
    '[36,1,2,{},["\n"]]',
    '[36,1,2,{},["\\x"]]',
    '[36,1,2,{},["\u0000"]]',
    '\ufeff[36,1,2,{}]',
    '[36,1,2,{}] // why',
  ])('%j', text => {
    refused(json, text)
  })

  test.each(['A', 'AA', 'AAA', 'AQI', 'hello world!', 'A===', 'AQ==AQ==', 'AQI=\\n', '-_-_', ' AQI='])(
    'a string that starts with NUL and goes on %j',
    text => {
      refused(json, `[36,1,2,{},["\\u0000${text}"]]`)
      refused(json, `[36,1,2,{},[],{"a":[{"b":"\\u0000${text}"}]}]`)
    },
  )

  test('brackets in text are text', () => {
    const text = JSON.stringify('[{'.repeat(5_000))
    expect(json.decode(`[36,1,2,{},[${text}],{${text}:${text}}]`)[0]).toBe(36)
  })

  test('nesting without an end', () => {
    for (const part of ['[', '{"a":']) refused(json, `[36,1,2,{},${part.repeat(100_000)}`)
  })
})

test('what was wrong is said in a few words, however large it was', () => {
  const huge = 'x'.repeat(5_000_000)
  for (const serializer of SERIALIZERS) {
    for (const options of [huge, [huge, [huge]], [[[[5]]], { a: { b: huge } }]]) {
      try {
        serializer.decode(encodeRaw(serializer.id, [48, 1, options, 'com.app.p']))
        expect.unreachable()
      } catch (error) {
        expect(error).toBeInstanceOf(ProtocolViolation)
        expect((error as Error).message.length).toBeLessThan(400)
      }
    }
  }
})
