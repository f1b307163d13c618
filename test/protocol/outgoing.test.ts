// One message to many receivers is written once for each serializer.

import { expect, test } from 'vitest'
import { Outgoing } from '../../src/protocol/outgoing.ts'
import { Payload } from '../../src/protocol/payload.ts'
import type { Serializer } from '../../src/protocol/serializer/serializer.ts'
import { SERIALIZERS } from '../raw-codec.ts'

test('each serializer writes it once', () => {
  const outgoing = new Outgoing([36, 1, 2, {}, Payload.of([1])])
  for (const serializer of SERIALIZERS) {
    let written = 0
    const counting: Serializer = {
      ...serializer,
      encode: message => {
        written++
        return serializer.encode(message)
      },
    }
    const frame = outgoing.frame(counting)
    expect(outgoing.frame(counting)).toBe(frame)
    expect(written).toBe(1)
    expect(frame).toEqual(serializer.encode(outgoing.message))
  }
})

test('what has no form throws each time it is asked for', () => {
  const outgoing = new Outgoing([36, 1, 2, {}, Payload.of([new Map()])])
  for (const serializer of SERIALIZERS) {
    for (let time = 0; time < 2; time++) expect(() => outgoing.frame(serializer)).toThrow(/cannot be sent/)
  }
})
