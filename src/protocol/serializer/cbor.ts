// wamp.2.cbor: CBOR, options and payload by cbor-x [wamp:serializers].

import { addExtension, Encoder, type Extension } from 'cbor-x'
import { binarySerializer, type Codec } from './binary.ts'
import { cborForm, readCbor, scanCbor } from './cbor-scan.ts'
import { toPlain } from './plain.ts'
import type { Writer } from './writer.ts'

// Each setting keeps private tags of cbor-x off the wire; bytes are bytes, not a tagged typed array [T-7].
const encoder = new Encoder({
  useRecords: false,
  variableMapSize: true,
  tagUint8Array: false,
  mapsAsObjects: true,
})
// cbor-x itself fails on whole seconds of 64 bits, as the year 9999 has.
const time = { tag: 1, decode: (seconds: number | bigint) => new Date(Math.round(Number(seconds) * 1000)) }
// Only reading is extended, which its type does not foresee.
addExtension(time as Extension<Date, number | bigint>)
const utf8 = new TextEncoder()

const codec: Codec = {
  id: 'cbor',
  emptyDict: 0xa0,
  list: (into, length) => into.byte(0x80 | length),
  integer: (into, value) => head(into, 0x00, value),
  string: (into, value) => {
    if (into.ascii(value, textHead)) return
    const text = utf8.encode(value)
    textHead(into, text.length)
    into.append(text)
  },
  value: value => encoder.encode(value),
  scan: scanCbor,
  read: (bytes, from, to) => readCbor(bytes, from, to) ?? toPlain(encoder.decode(bytes.subarray(from, to))),
  form: cborForm,
}

export const cbor = binarySerializer(codec)

const textHead = (into: Writer, length: number) => head(into, 0x60, length)

/** A head of the given major type in its shortest form. */
function head(into: Writer, major: number, value: number): void {
  if (value < 24) into.byte(major | value)
  else if (value < 0x100) into.uint(major | 24, 1, value)
  else if (value < 0x1_0000) into.uint(major | 25, 2, value)
  else if (value < 0x1_0000_0000) into.uint(major | 26, 4, value)
  else into.uint(major | 27, 8, value)
}
