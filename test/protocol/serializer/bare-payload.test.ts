// Payload transparency puts one bare binary, or text, where Arguments stand; nothing else may stand there [D8, T-26].

import { describe, expect, test } from 'vitest'
import { ProtocolViolation } from '../../../src/protocol/errors.ts'
import { Payload } from '../../../src/protocol/payload.ts'
import { decodeRaw, encodeRaw, SERIALIZERS } from '../../raw-codec.ts'

const ENC = { enc_algo: 'cryptobox' }

describe.each(SERIALIZERS)('over $id', ({ id, decode, encode }) => {
  const publish = (options: object, bare: unknown) => () => decode(encodeRaw(id, [16, 1, options, 't', bare]))

  test.each([-100, 5, 1.5, 10_000_000_000.5, true, false, { a: 1 }])('%j is refused', bare => {
    expect(publish(ENC, bare)).toThrow(ProtocolViolation)
  })

  test('text is taken, where the payload is transparent', () => {
    expect((publish(ENC, 'sealed')()[4] as Payload).args).toEqual(['sealed'])
    expect(publish({}, 'sealed')).toThrow(ProtocolViolation)
  })

  test('a number is written as the number it is, and not as an id', () => {
    for (const bare of [-100, 1.5, 10_000_000_000.5]) {
      expect(decodeRaw(id, encode([36, 1, 2, {}, new Payload([bare])]))[4]).toBe(bare)
    }
  })
})
