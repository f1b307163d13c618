// wamp.2.cbor: CBOR, options and payload by cbor-x [wamp:serializers].

import { addExtension, Encoder, type Extension } from 'cbor-x'
import { binarySerializer, type Codec } from './binary.ts'
import { cborForm, scanCbor } from './cbor-scan.ts'
import { toPlain } from './plain.ts'

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
  list: length => Uint8Array.of(0x80 | length),
  integer: value => head(0x00, value),
  string: value => {
    const text = utf8.encode(value)
    const header = head(0x60, text.length)
    const bytes = new Uint8Array(header.length + text.length)
    bytes.set(header)
    bytes.set(text, header.length)
    return bytes
  },
  value: value => encoder.encode(value),
  scan: scanCbor,
  read: bytes => toPlain(encoder.decode(bytes)),
  form: cborForm,
}

export const cbor = binarySerializer(codec)

/** A head of the given major type in its shortest form. */
function head(major: number, value: number): Uint8Array {
  if (value < 24) return Uint8Array.of(major | value)
  if (value < 0x100) return Uint8Array.of(major | 24, value)
  if (value < 0x1_0000) return Uint8Array.of(major | 25, value >> 8, value)
  if (value < 0x1_0000_0000) return Uint8Array.of(major | 26, value >>> 24, value >> 16, value >> 8, value)
  const bytes = new Uint8Array(9)
  bytes[0] = major | 27
  new DataView(bytes.buffer).setBigUint64(1, BigInt(value))
  return bytes
}
