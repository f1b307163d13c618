// One message to many receivers is written once for each serializer.

import { expect, test } from 'vitest'
import { MAX_FRAME } from '../../src/protocol/link.ts'
import { Outgoing } from '../../src/protocol/outgoing.ts'
import { Payload } from '../../src/protocol/payload.ts'
import { json } from '../../src/protocol/serializer/json.ts'
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

test('a key that a later message may replace it by is the same for all', () => {
  const message = [36, 1, 2, {}, Payload.of([1])] as const
  expect(new Outgoing([...message], '1 com.app.t').conflate).toBe('1 com.app.t')
  expect(new Outgoing([...message]).conflate).toBeUndefined()
})

test('what has no form throws each time it is asked for, and is tried once', () => {
  const outgoing = new Outgoing([36, 1, 2, {}, Payload.of([new Map()])])
  for (const serializer of SERIALIZERS) {
    let tried = 0
    const counting: Serializer = {
      ...serializer,
      encode: message => {
        tried++
        return serializer.encode(message)
      },
    }
    for (let time = 0; time < 2; time++) expect(() => outgoing.frame(counting)).toThrow(/cannot be sent/)
    expect(tried).toBe(1)
  }
})

/** What `json` writes for text of so many characters, beside them. */
const AROUND = '[36,1,2,{},[""]]'.length
const LONGEST = MAX_FRAME + 64 * 1024

test.each([
  ['x', LONGEST - AROUND],
  ['☃', Math.floor((LONGEST - AROUND) / 3)],
])('a frame may be as long as links take: of %j', (character, most) => {
  const frame = (count: number) => new Outgoing([36, 1, 2, {}, Payload.of([character.repeat(count)])]).frame(json)
  expect(frame(most)).toHaveLength(most + AROUND)
  expect(() => frame(most + 1)).toThrow(
    expect.objectContaining({ name: 'WampError', error: 'wamp.error.payload_size_exceeded' }),
  )
})

test('what fails to be written fails for every receiver', () => {
  const item = {
    toJSON() {
      throw new TypeError('no text of it')
    },
  }
  const outgoing = new Outgoing([36, 1, 2, {}, Payload.of([item])])
  for (const serializer of [...SERIALIZERS, ...SERIALIZERS]) {
    expect(() => outgoing.frame(serializer)).toThrow(new TypeError('no text of it'))
  }
})
