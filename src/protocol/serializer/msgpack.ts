// wamp.2.msgpack: MessagePack, options and payload by msgpackr [wamp:serializers].

import { Packr, Unpackr } from 'msgpackr'
import { binarySerializer, type Codec } from './binary.ts'
import { msgpackForm, preferUnsigned, scanMsgpack } from './msgpack-scan.ts'
import { toPlain } from './plain.ts'

// Each setting keeps private extensions of msgpackr off the wire, or ours off it [T-1, T-6, T-12].
const packr = new Packr({
  useRecords: false,
  variableMapSize: true,
  encodeUndefinedAsNil: true,
  moreTypes: false,
  structuredClone: false,
  bundleStrings: false,
})
const unpackr = new Unpackr({
  useRecords: false,
  mapsAsObjects: true,
  structuredClone: false,
})
const utf8 = new TextEncoder()

const codec: Codec = {
  id: 'msgpack',
  list: length => Uint8Array.of(0x90 | length),
  integer,
  string: value => {
    const text = utf8.encode(value)
    return withHeader(stringHeader(text.length), text)
  },
  value: value => {
    const bytes = packr.pack(value)
    if (bytes.includes(0xd3)) preferUnsigned(bytes)
    return bytes
  },
  scan: scanMsgpack,
  read: bytes => toPlain(unpackr.unpack(bytes)),
  form: msgpackForm,
}

export const msgpack = binarySerializer(codec)

function integer(value: number): Uint8Array {
  if (value < 0x80) return Uint8Array.of(value)
  if (value < 0x100) return Uint8Array.of(0xcc, value)
  if (value < 0x1_0000) return Uint8Array.of(0xcd, value >> 8, value)
  if (value < 0x1_0000_0000) return Uint8Array.of(0xce, value >>> 24, value >> 16, value >> 8, value)
  const bytes = new Uint8Array(9)
  bytes[0] = 0xcf
  new DataView(bytes.buffer).setBigUint64(1, BigInt(value))
  return bytes
}

function stringHeader(length: number): Uint8Array {
  if (length < 0x20) return Uint8Array.of(0xa0 | length)
  if (length < 0x100) return Uint8Array.of(0xd9, length)
  if (length < 0x1_0000) return Uint8Array.of(0xda, length >> 8, length)
  return Uint8Array.of(0xdb, length >>> 24, length >> 16, length >> 8, length)
}

function withHeader(header: Uint8Array, body: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(header.length + body.length)
  bytes.set(header)
  bytes.set(body, header.length)
  return bytes
}
