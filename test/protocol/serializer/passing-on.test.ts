// What a router does to a payload on its way from one peer to another: nothing, where both speak the same [T-4, T-5, T-9].

import { describe, expect, test } from 'vitest'
import { ProtocolViolation } from '../../../src/protocol/errors.ts'
import type { Event_, Publish } from '../../../src/protocol/messages.ts'
import type { Serializer } from '../../../src/protocol/serializer/serializer.ts'
import { decodeRaw, encodeRaw, hex, SERIALIZERS, toHex } from '../../raw-codec.ts'

const [json, msgpack, cbor] = SERIALIZERS as [Serializer, Serializer, Serializer]

/** The EVENT that a router makes of a PUBLISH, in a receiver's serializer. */
function passed(sender: Serializer, publish: string | Uint8Array, receiver: Serializer) {
  const [, , , , payload] = sender.decode(publish) as Publish
  const event: Event_ = [36, 5, 6, {}, payload]
  return receiver.encode(event)
}

describe('JSON to JSON is the same text', () => {
  test.each([
    '["x"]',
    '[2.0, 1e2, -0, 0.10, 1E400, 123456789012345678901234567890]',
    '[9007199254740993], {"big": 18446744073709551615}',
    '[],{"a":1,"a":2,"__proto__":{"b":3}}',
    '[ ] , { }',
    '["\\u0041\\/\\ud83d\\ude00", "]}\\"[,{", "\\\\"]',
    '["\\u0000AQI="]',
    '[[[],{}],{"k":[",","]"]}], {"]": "[", "\\"": [","]}',
  ])('%s', trailing => {
    for (const [before, after] of [
      ['[16,1,{},"com.app.t",', ']'],
      ['  [ 16 , 1 , { "eligible" : [ 1 , 2 ] , "x_[" : "]," } , "com.app,t" , ', ' \n ] \t'],
    ]) {
      expect(passed(json, `${before}${trailing}${after}`, json)).toBe(`[36,5,6,{},${trailing}]`)
    }
  })
})

/** A payload in hexadecimal digits: Arguments, and ArgumentsKw perhaps. */
const EXACT: Record<'msgpack' | 'cbor', Record<string, string>> = {
  msgpack: {
    'a float without a fraction': '91 cb4000000000000000',
    'a float of 32 bits': '91 ca3f800000',
    'minus zero': '91 cb8000000000000000',
    'integers wider than they need be': '93 cc01 cd0001 cf0000000000000001',
    'a signed one of 64 bits': '92 d37fffffffffffffff d3ffffffffffffffff',
    'text and lists with long heads': 'dd00000001 db0000000178',
    'a dict with a long head': '90 df00000001 d90161 d90162',
    'a key twice': '90 82 a161 01 a161 02',
    'the key __proto__': '90 81 a9 5f5f70726f746f5f5f 81 a161 01',
    bytes: '91 c403 010203',
    'a time': '92 d6ff 5a4af6a5 d7ff a1dcd7c85a4af6a5',
    'an empty list': '90',
  },
  cbor: {
    'a float without a fraction': '81 fb4000000000000000',
    'a float of 16 bits': '81 f93c00',
    'minus zero': '81 fb8000000000000000',
    'integers wider than they need be': '83 1801 190001 1b0000000000000001',
    'the largest ones': '82 1bffffffffffffffff 3bffffffffffffffff',
    'a list and a dict without a length': '9f 01 bf 6161 02 ff ff',
    'a big integer': '81 c2 4a 00010000000000000000',
    'a key twice': '80 a2 6161 01 6161 02',
    'the key __proto__': '80 a1 69 5f5f70726f746f5f5f a1 6161 01',
    bytes: '81 43 010203',
    times: '82 c0 74 323031332d30332d32315432303a30343a30305a c1 1a514b67b0',
    'an empty list': '80',
  },
}
const HEADS = {
  msgpack: {
    publish: (count: number) => `${(0x94 + count).toString(16)} 10 01 80 a174`,
    event: (count: number) => `${(0x94 + count).toString(16)} 24 05 06 80`,
  },
  cbor: {
    publish: (count: number) => `${(0x84 + count).toString(16)} 10 01 a0 6174`,
    event: (count: number) => `${(0x84 + count).toString(16)} 1824 05 06 a0`,
  },
}

describe.each(['msgpack', 'cbor'] as const)('%s to itself is the same bytes', id => {
  const serializer = id === 'msgpack' ? msgpack : cbor
  const elements = (bytes: string) =>
    decodeRaw(id, Uint8Array.of(...hex(id === 'msgpack' ? '92' : '82'), ...hex(bytes))).length
  test.each(Object.entries(EXACT[id]))('%s', (_, digits) => {
    const bytes = toHex(hex(digits))
    let count = 2
    try {
      elements(bytes)
    } catch {
      count = 1
    }
    const publish = hex(HEADS[id].publish(count) + bytes)
    const frame = passed(serializer, publish, serializer) as Uint8Array
    expect(toHex(frame)).toBe(toHex(hex(HEADS[id].event(count) + bytes)))
    // And it can be read.
    expect(() => (serializer.decode(frame) as Event_)[4].args).not.toThrow()
  })
})

describe('what strict peers could not read is written anew', () => {
  test('undefined, as some libraries write it [T-6]', () => {
    const fromMsgpack = passed(msgpack, hex('95 10 01 80 a174 92 d40000 01'), msgpack)
    expect(decodeRaw('msgpack', fromMsgpack)).toEqual([36, 5, 6, {}, [null, 1]])
    expect(toHex(fromMsgpack as Uint8Array)).toBe('952405068092c001')
    expect(decodeRaw('cbor', passed(cbor, hex('85 10 01 a0 6174 82 f7 01'), cbor))).toEqual([36, 5, 6, {}, [null, 1]])
  })

  test('bytes that are tagged as a typed array [T-7]', () => {
    const frame = passed(cbor, hex('85 10 01 a0 6174 81 d840 42 0102'), cbor) as Uint8Array
    expect(toHex(frame)).toBe('85182405' + '06a08142' + '0102')
  })

  test('null for Arguments or ArgumentsKw [T-13]', () => {
    for (const serializer of SERIALIZERS) {
      const publish = encodeRaw(serializer.id, [16, 1, {}, 't', null, { a: 1 }])
      expect(decodeRaw(serializer.id, passed(serializer, publish, serializer))).toEqual([36, 5, 6, {}, [], { a: 1 }])
      const nothing = encodeRaw(serializer.id, [16, 1, {}, 't', null])
      expect(decodeRaw(serializer.id, passed(serializer, nothing, serializer))).toEqual([36, 5, 6, {}])
    }
  })
})

describe('between different serializers', () => {
  const VALUES = ['x☃', 5, -7, 0.5, 2 ** 40, -(2 ** 40), true, null, [1, [2]], { a: { b: [] } }, '']
  const PAIRS = SERIALIZERS.flatMap(sender =>
    SERIALIZERS.filter(receiver => receiver !== sender).map(
      receiver => [`${sender.id} to ${receiver.id}`, sender, receiver] as const,
    ),
  )

  test.each(PAIRS)('%s: values are the same', (_, sender, receiver) => {
    const publish = encodeRaw(sender.id, [16, 1, {}, 't', VALUES, { key: VALUES }])
    expect(decodeRaw(receiver.id, passed(sender, publish, receiver))).toEqual([36, 5, 6, {}, VALUES, { key: VALUES }])
  })

  test.each(PAIRS)('%s: integers are integers of the shortest form [T-1]', (_, sender, receiver) => {
    const publish = encodeRaw(sender.id, [16, 1, {}, 't', [5, 200, 70_000, 1_732_000_000_000]])
    const frame = passed(sender, publish, receiver)
    const forms = {
      json: '[36,5,6,{},[5,200,70000,1732000000000]]',
      msgpack: '9524050680' + '9405ccc8ce00011170cf00000193433ea800',
      cbor: '8518240506a0' + '840518c81a000111701b00000193433ea800',
    }
    expect(typeof frame === 'string' ? frame : toHex(frame)).toBe(forms[receiver.id])
  })

  test.each(PAIRS)('%s: bytes are bytes, wherever they are [T-11]', (_, sender, receiver) => {
    const own = (id: Serializer['id']) => (id === 'json' ? '\u0000AQL/' : Uint8Array.of(1, 2, 255))
    const payload = (id: Serializer['id']) => [[own(id), [{ deep: own(id) }]], { key: own(id) }]
    const publish = encodeRaw(sender.id, [16, 1, {}, 't', ...payload(sender.id)])
    expect(decodeRaw(receiver.id, passed(sender, publish, receiver))).toEqual([36, 5, 6, {}, ...payload(receiver.id)])
  })

  test.each(PAIRS.filter(([, sender, receiver]) => sender.binary && receiver.binary))(
    '%s: integers of 64 bits are exact',
    (_, sender, receiver) => {
      const big = [2n ** 63n, 2n ** 64n - 1n, -(2n ** 63n), 2n ** 53n + 1n]
      const publish = encodeRaw(sender.id, [16, 1, {}, 't', big])
      expect(decodeRaw(receiver.id, passed(sender, publish, receiver))).toEqual([36, 5, 6, {}, big])
    },
  )

  test('half a surrogate pair out of JSON is no broken text elsewhere', () => {
    const publish = '[16,1,{},"t",["\\ud800"],{"\\udc00":"x\\ud800y"}]'
    expect(passed(json, publish, json)).toBe('[36,5,6,{},["\\ud800"],{"\\udc00":"x\\ud800y"}]')
    for (const receiver of [msgpack, cbor]) {
      const message = receiver.decode(passed(json, publish, receiver)) as Event_
      expect(message[4].trailing).toEqual([['\ufffd'], { '\ufffd': 'x\ufffdy' }])
    }
  })

  test('times are ISO 8601 text', () => {
    expect(passed(msgpack, hex('95 10 01 80 a174 91 d6ff 5a4af6a5'), json)).toBe(
      '[36,5,6,{},["2018-01-02T03:04:05.000Z"]]',
    )
    expect(passed(cbor, hex('85 10 01 a0 6174 81 c1 1a5a4af6a5'), json)).toBe(
      '[36,5,6,{},["2018-01-02T03:04:05.000Z"]]',
    )
  })

  test('times of 64 bits are text or none, wherever they go', () => {
    for (const receiver of [json, msgpack]) {
      const frame = passed(cbor, hex('85 10 01 a0 6174 82 c11b0000003afff2f000 c11bffffffffffffffff'), receiver)
      expect(decodeRaw(receiver.id, frame)).toEqual([36, 5, 6, {}, ['9999-12-31T00:00:00.000Z', null]])
    }
  })

  test('integers that do not fit are refused, not changed', () => {
    const publish = hex('85 10 01 a0 6174 81 3bffffffffffffffff')
    expect(() => passed(cbor, publish, msgpack)).toThrow(/does not fit 64 bits/)
  })

  test('a bare binary of payload transparency is one, in every serializer [T-26]', () => {
    for (const sender of SERIALIZERS) {
      const own = (id: Serializer['id']) => (id === 'json' ? '\u0000AQI=' : Uint8Array.of(1, 2))
      const publish = encodeRaw(sender.id, [16, 1, { enc_algo: 'cryptobox' }, 't', own(sender.id)])
      for (const receiver of SERIALIZERS) {
        const frame = decodeRaw(receiver.id, passed(sender, publish, receiver))
        expect(frame).toEqual([36, 5, 6, {}, own(receiver.id)])
      }
    }
  })
})

test('any bytes at all are a message or a violation, and what is a message can be passed on', () => {
  let state = 1
  const random = (below: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
  const seeds = (['msgpack', 'cbor'] as const).flatMap(id =>
    Object.values(EXACT[id]).map(digits => ({ id, bytes: hex(HEADS[id].publish(1) + digits.split(' ').join('')) })),
  )
  let messages = 0
  for (let round = 0; round < 20_000; round++) {
    const seed = seeds[random(seeds.length)] as (typeof seeds)[number]
    const serializer = seed.id === 'msgpack' ? msgpack : cbor
    const bytes = Uint8Array.from(seed.bytes)
    for (let change = random(3); change >= 0; change--) bytes[5 + random(bytes.length - 5)] = random(256)
    let message: Publish
    try {
      message = serializer.decode(bytes) as Publish
    } catch (error) {
      if (error instanceof ProtocolViolation) continue
      throw new Error(`${seed.id} ${toHex(bytes)}`, { cause: error })
    }
    messages++
    for (const receiver of SERIALIZERS) {
      try {
        receiver.decode(receiver.encode([36, 5, 6, {}, message[4]]))
      } catch (error) {
        if ((error as { error?: string }).error !== 'wamp.error.invalid_argument') {
          throw new Error(`${seed.id} to ${receiver.id}: ${toHex(bytes)}`, { cause: error })
        }
      }
    }
  }
  expect(messages).toBeGreaterThan(1_000)
})
