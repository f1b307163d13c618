// Options and Details: predefined keys of a wrong type are refused, unknown ones and absent ones are not [R-MSG-3, T-6].

import { describe, expect, test } from 'vitest'
import { describe as inWords } from '../../src/protocol/options.ts'
import { encodeRaw, hex, type Raw, SERIALIZERS } from '../raw-codec.ts'

type Kind = 'boolean' | 'text' | 'uri' | 'id' | 'count' | 'dict' | 'ids' | 'texts' | 'dicts' | readonly string[]

const PASSTHRU: Record<string, Kind> = {
  ppt_scheme: 'text',
  ppt_serializer: 'text',
  ppt_cipher: 'text',
  ppt_keyid: 'text',
  enc_algo: ['cryptobox', 'mqtt', 'xbr', 'x_mine'],
  enc_serializer: 'text',
  enc_key: 'text',
}
const MATCH = ['exact', 'prefix', 'wildcard']

/** Every key that WAMP predefines, or we do, by message, and the message around it. */
const KEYS: Record<string, [around: (options: unknown) => Raw, keys: Record<string, Kind>]> = {
  HELLO: [
    details => [1, 'realm1', details],
    { roles: 'dict', agent: 'text', authmethods: 'texts', authid: 'text', authrole: 'text', authextra: 'dict' },
  ],
  WELCOME: [
    details => [2, 1, details],
    {
      roles: 'dict',
      agent: 'text',
      realm: 'uri',
      authid: 'text',
      authrole: 'text',
      authmethod: 'text',
      authprovider: 'text',
      authextra: 'dict',
    },
  ],
  ABORT: [details => [3, details, 'com.app.r'], { message: 'text' }],
  GOODBYE: [details => [6, details, 'com.app.r'], { message: 'text' }],
  ERROR: [details => [8, 48, 1, details, 'com.app.e'], PASSTHRU],
  PUBLISH: [
    options => [16, 1, options, 'com.app.t'],
    {
      acknowledge: 'boolean',
      exclude_me: 'boolean',
      disclose_me: 'boolean',
      exclude: 'ids',
      exclude_authid: 'texts',
      exclude_authrole: 'texts',
      eligible: 'ids',
      eligible_authid: 'texts',
      eligible_authrole: 'texts',
      retain: 'boolean',
      transaction_hash: 'text',
      forward_for: 'dicts',
      x_conflate: 'boolean',
      ...PASSTHRU,
    },
  ],
  SUBSCRIBE: [
    options => [32, 1, options, 'com.app.t'],
    { match: MATCH, get_retained: 'boolean', forward_for: 'dicts' },
  ],
  EVENT: [
    details => [36, 1, 2, details],
    {
      publisher: 'id',
      publisher_authid: 'text',
      publisher_authrole: 'text',
      topic: 'uri',
      trustlevel: 'count',
      retained: 'boolean',
      transaction_hash: 'text',
      x_acknowledged_delivery: 'boolean',
      forward_for: 'dicts',
      ...PASSTHRU,
    },
  ],
  CALL: [
    options => [48, 1, options, 'com.app.p'],
    {
      timeout: 'count',
      receive_progress: 'boolean',
      progress: 'boolean',
      disclose_me: 'boolean',
      caller: 'id',
      forward_for: 'dicts',
      ...PASSTHRU,
    },
  ],
  CANCEL: [options => [49, 1, options], { mode: ['skip', 'kill', 'killnowait'], forward_for: 'dicts' }],
  RESULT: [details => [50, 1, details], { progress: 'boolean', forward_for: 'dicts', ...PASSTHRU }],
  REGISTER: [
    options => [64, 1, options, 'com.app.p'],
    {
      match: MATCH,
      invoke: ['single', 'first', 'last', 'roundrobin', 'random'],
      disclose_caller: 'boolean',
      concurrency: 'count',
      force_reregister: 'boolean',
      forward_timeout: 'boolean',
      forward_for: 'dicts',
    },
  ],
  INVOCATION: [
    details => [68, 1, 2, details],
    {
      caller: 'id',
      caller_authid: 'text',
      caller_authrole: 'text',
      procedure: 'uri',
      timeout: 'count',
      receive_progress: 'boolean',
      progress: 'boolean',
      trustlevel: 'count',
      forward_for: 'dicts',
      ...PASSTHRU,
    },
  ],
  INTERRUPT: [options => [69, 1, options], { mode: ['kill', 'killnowait'], reason: 'text', forward_for: 'dicts' }],
  YIELD: [options => [70, 1, options], { progress: 'boolean', forward_for: 'dicts', ...PASSTHRU }],
  UNSUBSCRIBED: [details => [35, 0, details], { subscription: 'id', reason: 'text' }],
  UNREGISTERED: [details => [67, 0, details], { registration: 'id', reason: 'text' }],
}

const SAMPLES: Record<Exclude<Kind, readonly string[]>, { right: readonly unknown[]; wrong: readonly unknown[] }> = {
  boolean: { right: [true, false], wrong: [0, 1, 'true', [], {}] },
  text: { right: ['', 'x'], wrong: [0, true, [], {}] },
  uri: { right: ['a', 'com.app'], wrong: [0, true, [], {}, '', 'no uri'] },
  id: { right: [1, 2 ** 53], wrong: [0, -1, 1.5, '1', true, [], {}] },
  count: { right: [0, 1, 60_000], wrong: [-1, 1.5, '1', true, [], {}] },
  dict: { right: [{}, { a: 1 }], wrong: [0, 'x', true, []] },
  ids: { right: [[], [1, 2 ** 53]], wrong: [1, '1', {}, true, [0], ['x'], [1, null], [[1]]] },
  texts: { right: [[], ['a', 'b']], wrong: ['a', 1, {}, true, [1], ['a', null], [['a']]] },
  dicts: { right: [[], [{ session: 1 }]], wrong: ['a', 1, {}, true, [1], [[]], [null]] },
}
const samples = (kind: Kind) =>
  typeof kind === 'string'
    ? SAMPLES[kind]
    : { right: kind, wrong: ['', 'other', `${kind[0]}x`, 'constructor', 1, true, [], {}, [kind[0]]] }

describe.each(SERIALIZERS)('over $id', serializer => {
  const decode = (message: Raw) => serializer.decode(encodeRaw(serializer.id, message))

  describe.each(Object.entries(KEYS))('%s', (name, [around, keys]) => {
    test.each(Object.entries(keys))('.%s', (key, kind) => {
      const { right, wrong } = samples(kind)
      for (const value of right) expect(decode(around({ [key]: value }))).toContainEqual({ [key]: value })
      for (const value of wrong) {
        expect(() => decode(around({ [key]: value })), JSON.stringify(value)).toThrow(
          new RegExp(`^${name}\\.(Options|Details)\\.${key} must be .+, and is .+`),
        )
      }
      expect(decode(around({ [key]: null }))).toContainEqual({})
    })

    test('takes unknown keys as they are', () => {
      const unknown = { _mine: [1, { deep: null }], x_other: 'x', constructor: 5, hasOwnProperty: true }
      expect(decode(around(unknown))).toContainEqual(unknown)
    })
  })
})

test('CHALLENGE and AUTHENTICATE carry whatever their method likes', () => {
  for (const type of [4, 5]) {
    const extra = { challenge: 5, nonce: ['x'] }
    expect(SERIALIZERS[0]?.decode(JSON.stringify([type, 'x', extra]))).toEqual([type, 'x', extra])
  }
})

test('what some libraries write for undefined is absent [T-6]', () => {
  const [, msgpack, cbor] = SERIALIZERS
  // match: extension type 0; match: undefined
  expect(msgpack?.decode(hex('94 20 01 81 a5 6d61746368 d40000 a1 74'))).toEqual([32, 1, {}, 't'])
  expect(cbor?.decode(hex('84 1820 01 a1 65 6d61746368 f7 61 74'))).toEqual([32, 1, {}, 't'])
})

test('64-bit integers are numbers, wherever an id stands [T-2]', () => {
  const [, msgpack, cbor] = SERIALIZERS
  const event = [36, 1, 2, { publisher: 5 }, expect.anything()]
  expect(
    msgpack?.decode(hex('94 24 cf0000000000000001 d30000000000000002 81 a9 7075626c6973686572 cf0000000000000005')),
  ).toEqual(event)
  expect(
    cbor?.decode(hex('84 1824 1b0000000000000001 1b0000000000000002 a1 69 7075626c6973686572 1b0000000000000005')),
  ).toEqual(event)
  const publish = [16, 1, { exclude: [5, 6] }, 't', expect.anything()]
  expect(msgpack?.decode(hex('94 10 01 81 a7 6578636c756465 92 cf0000000000000005 cb4018000000000000 a1 74'))).toEqual(
    publish,
  )
})

test('a number of a thousand digits is told by its beginning', () => {
  expect(inWords(10n ** 1_000n)).toBe(`1${'0'.repeat(56)}…`)
})
