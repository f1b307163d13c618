// The vectors that the WAMP project published: what peers of other makers write and expect.

import { expect, test } from 'vitest'
import { ProtocolViolation } from '../../../src/protocol/errors.ts'
import { Payload } from '../../../src/protocol/payload.ts'
import type { Serializer } from '../../../src/protocol/serializer/serializer.ts'
import { encodeRaw, hex, type Raw, SERIALIZERS, toHex } from '../../raw-codec.ts'
import { describeVectors, vectors } from '../vectors.ts'

interface Vector {
  readonly file: string
  readonly index: number
  readonly message: string
  readonly code: number
  readonly description: string
  readonly kind: 'serialization' | 'validation'
  readonly serializers?: Record<Serializer['id'], { bytes_hex: string }[]>
  readonly wmsg?: Raw
  readonly expected_error?: { type: string }
}

const { cases } = vectors<{ cases: Vector[] }>('wamp-single-message.stripped.json', { cases: [] })
const named = (vector: Vector) => [`${vector.file} ${vector.index}: ${vector.description}`, vector] as const
const samples = cases.filter(({ kind }) => kind === 'serialization').map(named)
const valid = cases.filter(({ kind, expected_error }) => kind === 'validation' && !expected_error).map(named)
const rejects = cases.filter(({ expected_error }) => expected_error).map(named)

const text = new TextDecoder()
const toFrame = (serializer: Serializer, bytes: string) => (serializer.binary ? hex(bytes) : text.decode(hex(bytes)))
const variants = ({ serializers }: Vector, { id }: Serializer) =>
  serializers?.[id].map(({ bytes_hex }) => bytes_hex) ?? []
const written = (serializer: Serializer, frame: string | Uint8Array) =>
  typeof frame === 'string' ? JSON.parse(frame) : `${serializer.id} ${toHex(frame)}`

describeVectors('published messages', () => {
  test('are all there', () => {
    expect([samples.length, valid.length, rejects.length]).toEqual([35, 39, 28])
  })

  test.each(samples)('%s: every variant of every serializer is read as the same message', (_, vector) => {
    const read = SERIALIZERS.flatMap(serializer =>
      variants(vector, serializer).map(variant => serializer.decode(toFrame(serializer, variant))),
    )
    expect(read.length).toBeGreaterThanOrEqual(3)
    const plain = read.map(message => message.map(part => (part instanceof Payload ? part.trailing : part)))
    for (const message of plain) expect(message).toEqual(plain[0])
    expect(read[0]?.[0]).toBe(vector.code)
  })

  test.each(samples)('%s: is written as one of its variants, from whichever serializer it came', (_, vector) => {
    for (const serializer of SERIALIZERS) {
      const expected = variants(vector, serializer).map(variant => written(serializer, toFrame(serializer, variant)))
      for (const source of SERIALIZERS) {
        for (const variant of variants(vector, source)) {
          const frame = serializer.encode(source.decode(toFrame(source, variant)))
          expect(expected).toContainEqual(written(serializer, frame))
        }
      }
    }
  })

  test.each(valid)('%s: is accepted', (_, { wmsg = [], code }) => {
    for (const serializer of SERIALIZERS) {
      expect(serializer.decode(encodeRaw(serializer.id, wmsg))[0]).toBe(code)
    }
  })

  test.each(rejects)('%s: is refused', (_, { wmsg = [] }) => {
    for (const serializer of SERIALIZERS) {
      expect(() => serializer.decode(encodeRaw(serializer.id, wmsg))).toThrow(ProtocolViolation)
    }
  })
})
