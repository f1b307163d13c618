// wamp.2.msgpack: MessagePack, options and payload by msgpackr [wamp:serializers].

import { Packr, Unpackr } from 'msgpackr'
import { binarySerializer, type Codec } from './binary.ts'
import { msgpackForm, preferUnsigned, readMsgpack, scanMsgpack } from './msgpack-scan.ts'
import { toPlain } from './plain.ts'
import type { Writer } from './writer.ts'

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
  emptyDict: 0x80,
  list: (into, length) => into.byte(0x90 | length),
  integer,
  string: (into, value) => {
    if (into.ascii(value, stringHeader)) return
    const text = utf8.encode(value)
    stringHeader(into, text.length)
    into.append(text)
  },
  value: value => {
    const bytes = packr.pack(value)
    if (bytes.includes(0xd3)) preferUnsigned(bytes)
    return bytes
  },
  scan: scanMsgpack,
  read: (bytes, from, to) => readMsgpack(bytes, from, to) ?? toPlain(unpackr.unpack(bytes.subarray(from, to))),
  form: msgpackForm,
}

export const msgpack = binarySerializer(codec)

function integer(into: Writer, value: number): void {
  if (value < 0x80) into.byte(value)
  else if (value < 0x100) into.uint(0xcc, 1, value)
  else if (value < 0x1_0000) into.uint(0xcd, 2, value)
  else if (value < 0x1_0000_0000) into.uint(0xce, 4, value)
  else into.uint(0xcf, 8, value)
}

function stringHeader(into: Writer, length: number): void {
  if (length < 0x20) into.byte(0xa0 | length)
  else if (length < 0x100) into.uint(0xd9, 1, length)
  else if (length < 0x1_0000) into.uint(0xda, 2, length)
  else into.uint(0xdb, 4, length)
}
