// KeptBytes: what is kept keeps little else, and is copied once for all who keep it one after the other.

import { expect, test } from 'vitest'
import { keepPart, ownBytes } from '../../src/protocol/kept-bytes.ts'

const view = (seed: number, length = 100) => {
  const memory = new Uint8Array(8_192).fill(seed)
  return memory.subarray(10, 10 + length)
}

test('what has memory of its own is not copied', () => {
  const bytes = Uint8Array.of(1, 2, 3)
  expect(ownBytes(bytes)).toBe(bytes)
})

test('a copy has nothing else in its memory, and is one for all that keep the same bytes in turns, in three forms', () => {
  const forms = [view(1), view(2), view(3)]
  const copies = forms.map(ownBytes)
  for (const [at, copy] of copies.entries()) {
    expect([copy.buffer.byteLength, copy]).toEqual([100, forms[at]])
  }
  for (let link = 0; link < 10; link++) expect(forms.map(ownBytes)).toEqual(copies)
  for (const [at, form] of forms.entries()) expect(ownBytes(form)).toBe(copies[at])
})

test('of large memory nothing is remembered', () => {
  const large = new Uint8Array(100_000).subarray(1)
  expect(ownBytes(large)).not.toBe(ownBytes(large))
})

test('parts share memory of 1 KiB, and stay what they are', () => {
  const parts = Array.from({ length: 90 }, (_, at) => keepPart(view(at), 5, 5 + at))
  for (const [at, { bytes, from }] of parts.entries()) {
    expect(bytes.buffer.byteLength).toBeLessThanOrEqual(1_024)
    expect([...bytes.subarray(from, from + at)]).toEqual(new Array(at).fill(at))
  }
  expect(new Set(parts.map(({ bytes }) => bytes.buffer)).size).toBeLessThan(10)
})
