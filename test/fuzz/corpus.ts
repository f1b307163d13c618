// Corpus: honest frames of every message with rich payloads, for mutations to begin with.

import type { Frame } from '../../src/protocol/link.ts'
import type { Serializer } from '../../src/protocol/serializer/serializer.ts'
import { vectors } from '../protocol/vectors.ts'
import { encodeRaw, hex, type Raw } from '../raw-codec.ts'

const utf8 = new TextEncoder()
const text = new TextDecoder()

const bytesOf = (frame: Frame) => (typeof frame === 'string' ? utf8.encode(frame) : frame)
/** Mutated bytes as a frame; text is what a WebSocket would make of them. */
export const frameOf = (serializer: Serializer, bytes: Uint8Array): Frame =>
  serializer.binary ? bytes : text.decode(bytes)

const FEATURES = { features: { call_canceling: true, progressive_call_results: true, x_other: 1 } }
const ROLES = { caller: FEATURES, callee: FEATURES, publisher: {}, subscriber: FEATURES }
const args = [
  0,
  -1,
  255,
  65_536,
  -2_147_483_649,
  5_512_315_355,
  2 ** 53 - 1,
  0.5,
  -1e300,
  '',
  'grün ☃ 🎈',
  true,
  null,
  [],
]
const kwargs = {
  key: { nested: [{ deep: [[[1]]] }, 'x'] },
  empty: {},
  constructor: 1,
  toString: 'x',
  long: 'x'.repeat(300),
}
const passthru = { ppt_scheme: 'x_my', ppt_serializer: 'cbor', ppt_cipher: 'xsalsa20poly1305', ppt_keyid: 'key' }
const publishing = {
  ...{
    acknowledge: true,
    exclude_me: false,
    disclose_me: true,
    retain: true,
    exclude: [1, 5_512_315_355],
    eligible: [],
  },
  ...{ exclude_authid: ['a'], exclude_authrole: [], eligible_authid: ['b', ''], eligible_authrole: ['anonymous'] },
  ...{ forward_for: [{ session: 1, authid: 'x', authrole: 'y' }], ...passthru },
}

/** One message of every kind at least; those for both directions, valid and with every option known. */
const MESSAGES: readonly Raw[] = [
  [1, 'realm1', { roles: ROLES, agent: 'fuzz', authmethods: ['ticket'], authid: 'joe', authextra: { nonce: 'x' } }],
  [1, null, { roles: ROLES }],
  [
    2,
    5_512_315_355,
    { roles: { broker: FEATURES, dealer: FEATURES }, realm: 'realm1', authid: 'joe', authrole: 'user' },
  ],
  [3, { message: 'no' }, 'wamp.error.protocol_violation'],
  [3, {}, 'wamp.error.no_such_realm', args, kwargs],
  [4, 'wampcra', { challenge: '{"nonce":"x"}', salt: 'salt', iterations: 1000, keylen: 32 }],
  [5, 'signature', { nonce: 'x' }],
  [6, { message: 'bye' }, 'wamp.close.goodbye_and_out'],
  [8, 68, 1, {}, 'com.app.error', args, kwargs],
  [8, 48, 1, { ...passthru }, 'wamp.error.canceled'],
  [16, 1, publishing, 'com.app.topic', args, kwargs],
  [16, 1, { enc_algo: 'cryptobox', enc_serializer: 'json', enc_key: 'x' }, 'com.app.topic', Uint8Array.of(1, 2, 3)],
  [16, 1, {}, 'com.app.topic', [Uint8Array.from({ length: 300 }, (_, index) => index)], { bytes: new Uint8Array(0) }],
  [17, 1, 5_512_315_355],
  [32, 1, { match: 'wildcard', get_retained: true, forward_for: [] }, 'com..topic'],
  [33, 1, 2],
  [34, 1, 2],
  [34, 1, 2, {}],
  [35, 1],
  [35, 0, { subscription: 1, reason: 'wamp.close.normal' }],
  [36, 1, 2, { publisher: 3, publisher_authid: 'a', topic: 'com.app', trustlevel: 0, retained: true }, args, kwargs],
  [36, 1, 2, {}],
  [36, 1, 2, {}, [], {}],
  [
    48,
    1,
    { timeout: 1000, receive_progress: true, progress: false, disclose_me: true, ...passthru },
    'com.p',
    args,
    kwargs,
  ],
  [49, 1, { mode: 'killnowait' }],
  [50, 1, { progress: true, ...passthru }, args, kwargs],
  [
    64,
    1,
    { match: 'prefix', invoke: 'roundrobin', disclose_caller: true, concurrency: 2, force_reregister: true },
    'com.p',
  ],
  [65, 1, 2],
  [66, 1, 2],
  [66, 1, 2, {}],
  [67, 1],
  [67, 0, { registration: 1, reason: 'wamp.close.normal' }],
  [
    68,
    1,
    2,
    { caller: 3, caller_authid: 'a', procedure: 'com.p', timeout: 5, progress: true, trustlevel: 1 },
    args,
    kwargs,
  ],
  [69, 1, { mode: 'kill', reason: 'wamp.error.canceled' }],
  [70, 1, { progress: true }, args, kwargs],
  [337, 5_512_315_355],
]

/** Other people's frames; none where their folder is not there. */
interface Vectors {
  readonly cases: readonly { serializers?: Record<Serializer['id'], { bytes_hex: string }[]>; wmsg?: Raw }[]
}

/** Binary has another form in JSON. */
const inJson = (value: unknown): unknown => {
  if (value instanceof Uint8Array) return `\u0000${btoa(String.fromCharCode(...value))}`
  if (Array.isArray(value)) return value.map(inJson)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, inJson(item)]))
}

/** Frames of `serializer`, as bytes: ours as other libraries write them, as we do, and the published ones. */
export function frames(serializer: Serializer): Uint8Array[] {
  const { id } = serializer
  const { cases } = vectors<Vectors>('wamp-single-message.stripped.json', { cases: [] })
  const raw = [...MESSAGES, ...cases.flatMap(({ wmsg }) => (wmsg ? [wmsg] : []))]
  const written = raw.map(message => encodeRaw(id, (id === 'json' ? inJson(message) : message) as Raw))
  const ours = written.slice(0, MESSAGES.length).map(frame => serializer.encode(serializer.decode(frame)))
  const published = cases.flatMap(({ serializers }) => serializers?.[id] ?? []).map(({ bytes_hex }) => hex(bytes_hex))
  return [...[...written, ...ours].map(bytesOf), ...published]
}

const words = [
  ...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'then', 'length', 'toJSON', 'valueOf'],
  ...['roles', 'features', 'match', 'exact', 'eligible', 'enc_algo', 'x_a', 'ppt_scheme', 'wamp.', 'com.app'],
]
const msgpackWords = words.map(word => Uint8Array.of(0xa0 | word.length, ...utf8.encode(word)))
const cborWords = words.map(word => Uint8Array.of(0x60 | word.length, ...utf8.encode(word)))

/** What means something in each form. */
export const TOKENS: Record<Serializer['id'], readonly Uint8Array[]> = {
  json: [
    ...words.map(word => utf8.encode(JSON.stringify(word))),
    ...[
      '[',
      ']',
      '{',
      '}',
      '{"a":',
      ',',
      ':',
      '"',
      '\\',
      '\\u0000',
      '\\ud83d',
      '"\\u0000AQI="',
      '"\\u0000',
      'null',
      'true',
    ].map(part => utf8.encode(part)),
    ...[
      '-0',
      '1e999',
      '9007199254740993',
      '1e15',
      '0.1',
      '-1',
      'NaN',
      '[]',
      '{}',
      ' ',
      '\n',
      '\ufeff',
      '"__proto__":{"x":1},',
    ].map(part => utf8.encode(part)),
  ],
  msgpack: [
    ...msgpackWords,
    ...msgpackWords.slice(0, 6).map(word => Uint8Array.of(0x81, ...word, 0x81, 0xa1, 0x78, 0x01)),
    ...[
      'c0',
      'c1',
      'c2',
      'c3',
      '90',
      '80',
      '91',
      '81',
      '81a161',
      '9f',
      '8f',
      'ddffffffff',
      'dfffffffff',
      'dbffffffff',
    ].map(hex),
    ...['c6ffffffff', 'c9ffffffffff', 'dc0001', 'de0001a161', 'd90161', 'da000161', 'c40161', 'c500', 'a0', 'bf'].map(
      hex,
    ),
    ...[
      'cfffffffffffffffff',
      'cf0020000000000000',
      'cf0020000000000001',
      'd38000000000000000',
      'd3ffffffffffffffff',
    ].map(hex),
    ...[
      'd3000000000000d300',
      'cb7ff8000000000000',
      'cb8000000000000000',
      'cb7ff0000000000000',
      'ca3f800000',
      'd400 00',
    ].map(hex),
    ...['d6ff00000000', 'd7ffffffffffffffffff', 'c70cff3b9aca00ffffffffffffffff', 'd4 72 40', 'c7 04 78 92a161a0'].map(
      hex,
    ),
    ...['d6 69 00000001', 'd6 70 00000001', 'c7 05 74 00 01020304', 'a3eda080', 'a2c0af', 'a4f4908080', 'd1ff7f'].map(
      hex,
    ),
  ],
  cbor: [
    ...cborWords,
    ...cborWords.slice(0, 6).map(word => Uint8Array.of(0xa1, ...word, 0xa1, 0x61, 0x78, 0x01)),
    ...[
      'f6',
      'f7',
      'f4',
      'f5',
      '80',
      'a0',
      '81',
      'a1',
      'a16161',
      '9f',
      'bf',
      'ff',
      '9bffffffffffffffff',
      'bbffffffffffffffff',
    ].map(hex),
    ...[
      '7bffffffffffffffff',
      '5b7fffffffffffffff',
      '9affffffff',
      'baffffffff',
      '7affffffff',
      '5affffffff',
      '5f',
      '7f',
    ].map(hex),
    ...[
      '1bffffffffffffffff',
      '1b0020000000000000',
      '1b0020000000000001',
      '3bffffffffffffffff',
      '3b7fffffffffffffff',
    ].map(hex),
    ...[
      'fb7ff8000000000000',
      'fb8000000000000000',
      'fa7f800000',
      'f97e00',
      'f98000',
      'f8ff',
      'e0',
      'c0',
      'c1',
      'c2',
      'c3',
    ].map(hex),
    ...[
      'c06161',
      'c11a00000000',
      'c1fb7ff8000000000000',
      'c1fb7fefffffffffffff',
      'c24101',
      'c340',
      'c25820',
      'd84041aa',
    ].map(hex),
    ...[
      'c074323031332d30332d32315432303a30343a30305a',
      'd9dff9',
      'd81c80',
      'd81d00',
      'd90102',
      'd81b82',
      '1c',
      '1f',
    ].map(hex),
  ],
}
