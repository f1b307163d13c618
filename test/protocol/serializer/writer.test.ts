// Writer: frames are what was written of them, stay that, and share memory only while they are small.

import { expect, test } from 'vitest'
import { Writer } from '../../../src/protocol/serializer/writer.ts'

const frame = (writer: Writer, write: (into: Writer) => void) => {
  writer.begin()
  write(writer)
  return writer.take()
}

test('integers are big-endian behind their head', () => {
  const sizes = [
    [1, 0xfe],
    [2, 0xfedc],
    [4, 0xfedc_ba98],
    [8, 2 ** 53 - 1],
  ] as const
  const bytes = sizes.map(([size, value]) => [...frame(new Writer(), into => into.uint(0xcc, size, value))])
  expect(bytes).toEqual([
    [0xcc, 0xfe],
    [0xcc, 0xfe, 0xdc],
    [0xcc, 0xfe, 0xdc, 0xba, 0x98],
    [0xcc, 0x00, 0x1f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
  ])
})

test('what is written later changes no frame, however many there are and however long', () => {
  const writer = new Writer()
  const lengths = Array.from({ length: 400 }, (_, at) => (at * 97) % 4_000)
  const frames = lengths.map((length, at) =>
    frame(writer, into => {
      into.byte(at & 0xff)
      into.append(new Uint8Array(length).fill(at))
      into.ascii('end', () => {})
    }),
  )
  for (const [at, length] of lengths.entries()) {
    const expected = [at & 0xff, ...new Array(length).fill(at & 0xff), ...new TextEncoder().encode('end')]
    expect([...(frames[at] as Uint8Array)]).toEqual(expected)
  }
})

test('a frame that was given up leaves nothing behind', () => {
  const writer = new Writer()
  for (const length of [10, 5_000]) {
    writer.begin()
    writer.append(new Uint8Array(length).fill(7))
    expect([...frame(writer, into => into.byte(1))]).toEqual([1])
  }
})

test('a long frame has memory of its own, and of a short one others keep 8 KiB at most', () => {
  const writer = new Writer()
  const long = frame(writer, into => into.append(new Uint8Array(10_000)))
  const short = frame(writer, into => into.append(new Uint8Array(100)))
  expect([long.buffer.byteLength, short.buffer.byteLength]).toEqual([10_000, 8_192])
})

test('of short ASCII that alone is written, behind its head; of any other text nothing', () => {
  const written = (text: string) => {
    let said: boolean | undefined
    const bytes = frame(new Writer(64), into => {
      into.byte(1)
      said = into.ascii(text, (into, length) => into.uint(0xd9, 1, length))
      into.byte(2)
    })
    return said === true ? new TextDecoder().decode(bytes.subarray(3, -1)) : [said, ...bytes]
  }
  for (const text of ['com.example.topic', '', 'x'.repeat(64), '\u007f']) expect(written(text)).toBe(text)
  for (const text of ['x'.repeat(65), 'caf\u00e9', 'x\u0180', '\u0080']) expect(written(text)).toEqual([false, 1, 2])
})
