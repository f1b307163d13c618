// The wire table, checked against a table of its own: how long each message is and what stands where [R-MSG-4, R-PE-10].

import { describe, expect, test } from 'vitest'
import { ProtocolViolation } from '../../src/protocol/errors.ts'
import { messageName } from '../../src/protocol/wire.ts'
import { encodeRaw, type Raw, SERIALIZERS } from '../raw-codec.ts'

type Kind = 'id' | 'id or zero' | 'dict' | 'text' | 'text or null' | 'uri' | 'list' | 'keywords' | 'anything'

interface Row {
  readonly message: Raw
  readonly kinds: readonly Kind[]
  /** How many elements it may have. */
  readonly lengths: readonly [least: number, most: number]
}
const row = (message: Raw, kinds: readonly Kind[], least: number, most = least): Row => ({
  message,
  kinds,
  lengths: [least, most],
})
const ARGS = [['x'], { key: 1 }]

/** Each message in full. */
const ROWS: Record<string, Row> = {
  HELLO: row([1, 'realm1', { roles: {} }], ['text or null', 'dict'], 3),
  WELCOME: row([2, 7, { roles: {} }], ['id', 'dict'], 3),
  ABORT: row([3, {}, 'com.app.r', ...ARGS], ['dict', 'uri', 'list', 'keywords'], 3, 5),
  CHALLENGE: row([4, 'ticket', {}], ['text', 'dict'], 3),
  AUTHENTICATE: row([5, 'sig', {}], ['text', 'dict'], 3),
  GOODBYE: row([6, {}, 'com.app.r'], ['dict', 'uri'], 3),
  ERROR: row([8, 48, 1, {}, 'com.app.e', ...ARGS], ['id', 'id', 'dict', 'uri', 'list', 'keywords'], 5, 7),
  PUBLISH: row([16, 1, {}, 'com.app.t', ...ARGS], ['id', 'dict', 'text', 'list', 'keywords'], 4, 6),
  PUBLISHED: row([17, 1, 2], ['id', 'id'], 3),
  SUBSCRIBE: row([32, 1, {}, 'com.app.t'], ['id', 'dict', 'text'], 4),
  SUBSCRIBED: row([33, 1, 2], ['id', 'id'], 3),
  UNSUBSCRIBE: row([34, 1, 2, {}], ['id', 'id', 'anything'], 3, 4),
  UNSUBSCRIBED: row([35, 1, {}], ['id or zero', 'dict'], 2, 3),
  EVENT: row([36, 1, 2, {}, ...ARGS], ['id', 'id', 'dict', 'list', 'keywords'], 4, 6),
  CALL: row([48, 1, {}, 'com.app.p', ...ARGS], ['id', 'dict', 'text', 'list', 'keywords'], 4, 6),
  CANCEL: row([49, 1, {}], ['id', 'dict'], 3),
  RESULT: row([50, 1, {}, ...ARGS], ['id', 'dict', 'list', 'keywords'], 3, 5),
  REGISTER: row([64, 1, {}, 'com.app.p'], ['id', 'dict', 'text'], 4),
  REGISTERED: row([65, 1, 2], ['id', 'id'], 3),
  UNREGISTER: row([66, 1, 2, {}], ['id', 'id', 'anything'], 3, 4),
  UNREGISTERED: row([67, 1, {}], ['id or zero', 'dict'], 2, 3),
  INVOCATION: row([68, 1, 2, {}, ...ARGS], ['id', 'id', 'dict', 'list', 'keywords'], 4, 6),
  INTERRUPT: row([69, 1, {}], ['id', 'dict'], 3),
  YIELD: row([70, 1, {}, ...ARGS], ['id', 'dict', 'list', 'keywords'], 3, 5),
  EVENT_RECEIVED: row([337, 1], ['id'], 2),
}

const NO_IDS = [-1, 1.5, 2 ** 53 + 2, '1', true, [1], {}]
/** What is not of a kind. */
const WRONG: Record<Kind, readonly unknown[]> = {
  id: [0, ...NO_IDS, null],
  'id or zero': [...NO_IDS, null, '', false],
  dict: [1, 'x', true, [], null],
  text: [1, true, [], {}, null],
  'text or null': [1, true, [], {}],
  uri: [1, true, [], {}, null, '', 'no uri', 'a..b', 'a#b'],
  list: [1, 'x', true, {}],
  keywords: [1, 'x', true, []],
  anything: [],
}
/** What is just within it. */
const RIGHT: Record<Kind, readonly unknown[]> = {
  id: [1, 2 ** 32, 2 ** 53 - 1, 2 ** 53],
  'id or zero': [0, 1, 2 ** 53],
  dict: [{}, { unknown_key: [null] }],
  // Whose rule a URI that somebody acts on must keep is for the realm to say.
  text: ['', 'no uri', 'ünïcode'],
  'text or null': ['', null],
  uri: ['a', 'com.App.Ünicode'],
  list: [[], [null], null],
  keywords: [{}, { a: null }, null],
  anything: [1, 'x', null],
}

describe.each(SERIALIZERS)('over $id', serializer => {
  const decode = (message: Raw) => serializer.decode(encodeRaw(serializer.id, message))
  const altered = ({ message }: Row, at: number, value: unknown) => message.map((was, i) => (i === at ? value : was))

  describe.each(Object.entries(ROWS))('%s', (name, one) => {
    const { message, kinds, lengths } = one
    const [least, most] = lengths

    test(`has ${least} to ${most} elements`, () => {
      for (let length = 1; length <= most + 2; length++) {
        const sized = [...message, {}, {}].slice(0, length)
        if (length >= least && length <= most) expect(decode(sized)[0]).toBe(message[0])
        else
          expect(() => decode(sized)).toThrow(
            new RegExp(`${name} must have .* elements, and has ${length}|^[89] elements are more`),
          )
      }
    })

    test('takes what is of its kind, at every place', () => {
      for (const [place, kind] of kinds.entries()) {
        for (const value of RIGHT[kind]) expect(decode(altered(one, place + 1, value))[0]).toBe(message[0])
      }
    })

    test('refuses what is not, at every place, and names the place', () => {
      for (const [place, kind] of kinds.entries()) {
        for (const value of WRONG[kind]) {
          const decoding = () => decode(altered(one, place + 1, value))
          expect(decoding, `${kind} at ${place + 1}: ${JSON.stringify(value)}`).toThrow(ProtocolViolation)
          expect(decoding).toThrow(new RegExp(`^${name}\\.[A-Z][A-Za-z.]+ must be an? .+`))
        }
      }
    })

    test('has a name', () => {
      expect(messageName(message[0] as number)).toBe(name)
    })
  })

  test.each([0, 7, 9, 15, 71, 255, 256, 336, 1023, 2 ** 53, -1, 1.5, '1', true, null, [1], {}])(
    'type %j is no message',
    type => {
      expect(() => decode([type, 1, {}])).toThrow(/is not a message type of WAMP/)
    },
  )

  test('an empty list is no message', () => {
    expect(() => decode([])).toThrow(/must not be an empty list/)
  })

  test.each([null, 1, 'x', {}, true])('%j is no message', value => {
    expect(() => decode(value as never)).toThrow(ProtocolViolation)
  })

  test('payload transparency carries one bare binary in the place of Arguments [T-26]', () => {
    const bytes = serializer.binary ? Uint8Array.of(1, 2) : '\u0000AQI='
    const [, , , , payload] = decode([16, 1, { enc_algo: 'cryptobox' }, 'com.app.t', bytes])
    expect((payload as { args: unknown[] }).args).toEqual([Uint8Array.of(1, 2)])
    expect(() => decode([16, 1, {}, 'com.app.t', bytes])).toThrow(/Arguments must be a list/)
  })
})

test('an error says what was wrong, with the beginning of the value only', () => {
  const json = (text: string) => () => SERIALIZERS[0]?.decode(text)
  expect(json('[48,"one",{},"x"]')).toThrow('CALL.Request must be an id in [1, 2^53], and is "one"')
  expect(json('[36,1,2]')).toThrow('EVENT must have 4 to 6 elements, and has 3')
  expect(json(`[48,1,${JSON.stringify(['x'.repeat(10_000), [1], { a: 1 }, 4, 5])},"x"]`)).toThrow(
    /^CALL.Options must be a dict, and is \["x{57}…", \[…\], \{…\}, …\]$/,
  )
})
