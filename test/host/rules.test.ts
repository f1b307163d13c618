// A router's rules, as people write them into a file: what they mean, and what is said of mistakes.

import { describe, expect, test } from 'vitest'
import type { AuthMethod } from '../../src/client/auth/auth-method.ts'
import { cryptosign } from '../../src/client/auth/cryptosign.ts'
import { ticket } from '../../src/client/auth/ticket.ts'
import { wampScram } from '../../src/client/auth/wamp-scram.ts'
import { wampcra } from '../../src/client/auth/wampcra.ts'
import { Session } from '../../src/client/session.ts'
import { readRules } from '../../src/host/rules.ts'
import { publicKeyOf } from '../../src/protocol/auth/cryptosign.ts'
import { scramCredentials } from '../../src/protocol/auth/scram.ts'
import { deriveKey } from '../../src/protocol/auth/wampcra.ts'
import { msgpack } from '../../src/protocol/serializer/msgpack.ts'
import { memoryPair } from '../../src/transport/memory.ts'
import { failed, settlement } from '../client/network.ts'
import { trace } from '../trace.ts'

const KEY = '4d57d97a68f555696620a6d849c0ce582568518d729eb753dc7c732de2804510'
const ROUTER = '022b089bed5ab78808365e82dd12c796c835aeb98b4a5a9e099d3e72cb719516'
const KEPT = scramCredentials('pencil', { kdf: 'pbkdf2', salt: btoa('salt of ann'), iterations: 4_096 })
const salted = { salt: 'salt123', iterations: 100, keylen: 16 }
const RULES = {
  realms: {
    realm1: {
      authentication: {
        anonymous: { authrole: 'public' },
        ticket: { users: { ann: { ticket: 'open sesame', authrole: 'editor' } } },
        wampcra: {
          users: {
            ann: { secret: 'secret1', authrole: 'editor' },
            ben: { secret: deriveKey('secret1', 'salt123', 100, 16), ...salted },
          },
        },
        'wamp-scram': {
          users: {
            ann: { password: 'pencil', iterations: 5_000, authrole: 'editor' },
            ben: scramCredentials('pencil', {
              kdf: 'argon2id13',
              salt: btoa('salt of ben'),
              iterations: 1,
              memory: 8_192,
            }),
          },
        },
        cryptosign: { privateKey: ROUTER, users: { ann: { publicKeys: [publicKeyOf(KEY)], authrole: 'editor' } } },
      },
      permissions: [
        { role: 'editor', uri: '', match: 'prefix', allow: ['call', 'register', 'subscribe', 'publish'] },
        { uri: 'com.app.news', allow: ['subscribe'], disclose: { publisher: true } },
        { role: ['public', 'user'], authid: ['ben'], uri: 'com.app.', match: 'prefix', allow: ['publish'] },
      ],
      uriRule: 'strict',
    },
    realm2: {},
  },
}

function session(auth?: AuthMethod, realm = 'realm1') {
  const { router } = trace({ realms: readRules(JSON.stringify(RULES)) })
  return new Session(
    async () => {
      const [near, far] = memoryPair(msgpack)
      router.attach(far)
      return near
    },
    { reconnect: 'never', realm, ...(auth && { auth }) },
  )
}

test.each<[string, AuthMethod | undefined, string]>([
  ['a ticket', ticket({ authid: 'ann', ticket: 'open sesame' }), 'editor'],
  ['a secret', wampcra({ authid: 'ann', secret: 'secret1' }), 'editor'],
  ['a salted secret', wampcra({ authid: 'ben', secret: 'secret1' }), 'user'],
  ['a password', wampScram({ authid: 'ann', password: 'pencil' }), 'editor'],
  ['a password that is not in the file', wampScram({ authid: 'ben', password: 'pencil' }), 'user'],
  ['a key, at a router with one', cryptosign({ privateKey: KEY, routerKey: publicKeyOf(ROUTER) }), 'editor'],
  ['nothing', undefined, 'public'],
])('%s lets in, with its role', async (_, auth, authrole) => {
  const ours = session(auth)
  await ours.open()
  expect(ours.details.authrole).toBe(authrole)
  const publishing = settlement(ours.publish('com.app.x', [], {}, { acknowledge: true }))
  const allowed = authrole !== 'public' && (authrole === 'editor' || ours.details.authid === 'ben')
  expect(await publishing).toEqual(allowed ? { value: expect.anything() } : failed('wamp.error.not_authorized'))
  expect(await settlement(ours.subscribe('com.app.news', () => {}))).toHaveProperty('value')
  expect(await settlement(ours.subscribe('com.App.news', () => {}))).toEqual(failed('wamp.error.invalid_uri'))
  await ours.close()
})

test.each<[string, object, object]>([
  ['pbkdf2', {}, { iterations: 50_000 }],
  ['argon2id13', { iterations: 1, memory: 8_192 }, { iterations: 1, memory: 8_192 }],
  ['argon2id13', { memory: 4_096 }, { iterations: 3, memory: 4_096 }],
  ['argon2id13', { iterations: 1 }, { iterations: 1, memory: 65_536 }],
])('a password alone costs what is usual for %s: %j', async (kdf, given, cost) => {
  const users = { ann: { password: 'pencil', kdf, ...given } }
  const rules = { realms: { realm1: { authentication: { 'wamp-scram': { users } } } } }
  const peer = trace({ realms: readRules(JSON.stringify(rules)) }).attaches()
  const hello = { roles: { caller: {} }, authmethods: ['wamp-scram'], authid: 'ann', authextra: { nonce: 'abc' } }
  peer.sends([1, 'realm1', hello])
  expect(await peer.got()).toEqual([[4, 'wamp-scram', expect.objectContaining({ kdf, ...cost })]])
})

test('a realm of which nothing is said is open, and others are not there', async () => {
  const open = session(undefined, 'realm2')
  await open.open()
  expect(await settlement(open.publish('com.App.x', [], {}, { acknowledge: true }))).toHaveProperty('value')
  await open.close()
  expect(await settlement(session(undefined, 'realm3').open())).toEqual(failed('wamp.error.no_such_realm'))
})

describe('mistakes are named with their place', () => {
  const realm = (settings: unknown) => ({ realms: { realm1: settings } })
  const permission = (change: object) => realm({ permissions: [{ uri: 'com.app', allow: [], ...change }] })
  const users = (method: string, user: unknown) => realm({ authentication: { [method]: { users: { ann: user } } } })

  test.each<[unknown, string]>([
    [[], 'the rules must be an object, and is []'],
    [{}, 'the rules must have realms'],
    [{ realm: {} }, 'the rules has no realm; it may have realms'],
    [{ realms: [] }, 'the rules.realms must be an object, and is []'],
    [{ realms: { 'a b': {} } }, 'the rules.realms.a b: "a b" cannot be the name of a realm'],
    [realm([]), 'the rules.realms.realm1 must be an object'],
    [realm({ permission: [] }), 'the rules.realms.realm1 has no permission; it may have authentication, permissions, '],
    [realm({ permissions: {} }), 'the rules.realms.realm1.permissions must be a list, and is {}'],
    [realm({ uriRule: 'tight' }), 'realm1.uriRule must be one of loose, strict, and is "tight"'],
    [realm({ callTimeout: -1 }), 'realm1.callTimeout must be an integer of at least 0, and is -1'],
    [realm({ strictRequestIds: 'no' }), 'realm1.strictRequestIds must be true or false, and is "no"'],
    [permission({ uri: undefined }), 'realm1.permissions[0] must have uri'],
    [permission({ uri: 'a..b' }), 'realm1.permissions[0].uri: "a..b" is not a URI for exact matching'],
    [permission({ uri: 'a..b', match: 'prefix' }), '"a..b" is not a URI for prefix matching'],
    [permission({ match: 'regex' }), 'permissions[0].match must be one of exact, prefix, wildcard, and is "regex"'],
    [permission({ allow: undefined }), 'realm1.permissions[0] must have allow'],
    [permission({ allow: 'call' }), 'realm1.permissions[0].allow must be a list, and is "call"'],
    [
      permission({ allow: ['call', 'dance'] }),
      'permissions[0].allow[1] must be one of call, register, subscribe, publish',
    ],
    [permission({ role: 1 }), 'realm1.permissions[0].role must be a string, and is 1'],
    [permission({ role: ['a', 1] }), 'realm1.permissions[0].role[1] must be a string, and is 1'],
    [permission({ disclose: true }), 'realm1.permissions[0].disclose must be an object, and is true'],
    [permission({ disclose: { callee: true } }), 'disclose has no callee; it may have caller, publisher'],
    [realm({ authentication: { password: {} } }), 'authentication has no password; it may have anonymous, ticket, '],
    [realm({ authentication: { ticket: {} } }), 'realm1.authentication.ticket must have users'],
    [realm({ authentication: { anonymous: { role: 'x' } } }), 'anonymous has no role; it may have authrole'],
    [users('ticket', {}), 'authentication.ticket.users.ann must have ticket'],
    [
      users('ticket', { ticket: 1 }),
      'authentication.ticket.users.ann.ticket must be a string that is not empty, and is a number',
    ],
    [
      users('wampcra', { secret: 'x', iterations: 0 }),
      'users.ann.iterations must be an integer of at least 1, and is 0',
    ],
    [users('wamp-scram', {}), 'authentication.wamp-scram.users.ann must have password or kdf'],
    [users('wamp-scram', { kdf: 'md5' }), 'users.ann.kdf must be one of pbkdf2, argon2id13, and is "md5"'],
    [
      users('wamp-scram', { kdf: 'pbkdf2', salt: '!' }),
      'users.ann.salt must be base64 of at least 8 bytes, and is "!"',
    ],
    [users('ticket', { ticket: '' }), 'users.ann.ticket must be a string that is not empty, and is an empty string'],
    [users('wampcra', { secret: '' }), 'users.ann.secret must be a string that is not empty, and is an empty string'],
    [users('wamp-scram', { password: '' }), 'users.ann.password must be a string that is not empty'],
    [
      users('wamp-scram', { password: 'x', iterations: 1_000 }),
      'users.ann.iterations must be an integer from 4096 to 5000000, and is 1000',
    ],
    [
      users('wamp-scram', { password: 'x', iterations: 10_000_000 }),
      'iterations must be an integer from 4096 to 5000000',
    ],
    [
      users('wamp-scram', { password: 'x', kdf: 'argon2id13', memory: 64 }),
      'users.ann: iterations × memory must be from 8192 to 4194304, and is 192',
    ],
    [users('wamp-scram', { password: 'x', kdf: 'argon2id13', iterations: 4_000 }), 'and is 262144000'],
    [
      users('wamp-scram', { password: 'x', kdf: 'argon2id13', memory: 2 ** 21 }),
      'users.ann.memory must be an integer from 8 to 1048576, and is 2097152',
    ],
    [users('wamp-scram', { ...KEPT, kdf: undefined }), 'users.ann must have password or kdf'],
    [users('wamp-scram', { ...KEPT, iterations: undefined }), 'users.ann must have iterations'],
    [users('wamp-scram', { ...KEPT, iterations: 1 }), 'users.ann.iterations must be an integer from 4096'],
    [users('wamp-scram', { ...KEPT, kdf: 'argon2id13', iterations: 1 }), 'users.ann must have memory'],
    [users('wamp-scram', { ...KEPT, salt: btoa('short') }), 'users.ann.salt must be base64 of at least 8 bytes'],
    [
      users('wamp-scram', { ...KEPT, storedKey: btoa('short') }),
      'users.ann.storedKey must be base64 of 32 bytes, and is a',
    ],
    [
      users('wamp-scram', { ...KEPT, serverKey: btoa('short') }),
      'users.ann.serverKey must be base64 of 32 bytes, and is a',
    ],
    [
      realm({ authentication: { 'wamp-scram': { mockKey: btoa('short'), users: {} } } }),
      'wamp-scram.mockKey must be base64 of at least 16 bytes, and is a string',
    ],
    [
      realm({ authentication: { 'wamp-scram': { users: { IX: KEPT, 'I\u00adX': KEPT } } } }),
      'authentication.wamp-scram: two users are named "IX" in its SASLprep form',
    ],
    [users('wamp-scram', { password: 'a\u0000' }), 'wamp-scram.users.ann: a name or password has a character'],
    [
      users('cryptosign', { publicKeys: ['abc'] }),
      'users.ann.publicKeys[0] must be 32 bytes, written as 64 hexadecimal',
    ],
    [
      realm({ authentication: { cryptosign: { privateKey: 'x', users: {} } } }),
      'cryptosign.privateKey must be 32 bytes',
    ],
  ])('%j: %s', (rules, sentence) => {
    expect(() => readRules(JSON.stringify(rules))).toThrow(sentence)
  })

  test.each<unknown>([
    'S3CRET',
    { ticket: 'S3CRET' },
    { ticket: ['S3CRET'] },
    { ticket: { users: 'S3CRET' } },
    { ticket: { users: ['ann', 'S3CRET'] } },
    { ticket: { users: { ann: 'S3CRET' } } },
    { ticket: { users: { ann: { ticket: ['S3CRET'] } } } },
    { wampcra: { users: { ann: { secret: { is: 'S3CRET' } } } } },
    { 'wamp-scram': { users: { ann: { password: ['S3CRET'] } } } },
    { 'wamp-scram': { users: { ann: { ...KEPT, storedKey: 'S3CRET' } } } },
    { 'wamp-scram': { mockKey: 'S3CRET', users: {} } },
    { cryptosign: { privateKey: 'S3CRET', users: {} } },
  ])('a secret at the wrong place is not repeated: %j', authentication => {
    const rules = JSON.stringify(realm({ authentication }))
    expect(() => readRules(rules)).toThrow(/^(?!.*S3CRET).* must be .*, and is (a|an) (string|list|object)$/)
  })

  test('what is no JSON', () => {
    expect(() => readRules('{')).toThrow(/the rules are not JSON: /)
  })
})
