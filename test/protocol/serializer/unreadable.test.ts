// What a decoding library fails on, although it looked well: the sender's fault, and never an error of its own kind.

import { expect, test } from 'vitest'
import { ProtocolViolation, WampError } from '../../../src/protocol/errors.ts'
import type { Publish } from '../../../src/protocol/messages.ts'
import { binarySerializer } from '../../../src/protocol/serializer/binary.ts'
import { msgpackForm, scanMsgpack } from '../../../src/protocol/serializer/msgpack-scan.ts'
import { decodeRaw, encodeRaw, SERIALIZERS } from '../../raw-codec.ts'

/** Reads everything but the text `bad`, which its library fails on; it is there to read, and writes nothing. */
const picky = binarySerializer({
  id: 'msgpack',
  emptyDict: 0x80,
  list: () => {},
  integer: () => {},
  string: () => {},
  value: () => new Uint8Array(),
  scan: scanMsgpack,
  form: msgpackForm,
  read(bytes, from, to) {
    const [value] = decodeRaw('msgpack', Uint8Array.of(0x91, ...bytes.subarray(from, to)))
    if (JSON.stringify(value).includes('bad')) throw new TypeError('a library is confused')
    return value
  },
})
const frame = (...message: unknown[]) => encodeRaw('msgpack', message)

test('an element of the head breaks the protocol', () => {
  for (const message of [
    [16, 1, { x_key: 'bad' }, 'com.app.t'],
    [16, 1, {}, 'bad'],
  ]) {
    expect(() => picky.decode(frame(...message))).toThrow(ProtocolViolation)
    expect(() => picky.decode(frame(...message))).toThrow(/a library is confused/)
  }
})

test('a payload cannot be written for whom it must be translated, and for nobody else is it read', () => {
  const [, , , , payload] = picky.decode(frame(16, 1, {}, 'com.app.t', ['bad'])) as Publish
  for (const { id, encode } of SERIALIZERS) {
    const write = () => encode([36, 5, 6, {}, payload])
    if (id === 'msgpack') expect(decodeRaw(id, write())).toEqual([36, 5, 6, {}, ['bad']])
    else expect(write).toThrow(WampError)
  }
})
