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
    [users('ticket', { ticket: 1 }), 'authentication.ticket.users.ann.ticket must be a string, and is 1'],
    [
      users('wampcra', { secret: 'x', iterations: 0 }),
      'users.ann.iterations must be an integer of at least 1, and is 0',
    ],
    [users('wamp-scram', {}), 'authentication.wamp-scram.users.ann must have password or kdf'],
    [users('wamp-scram', { kdf: 'md5' }), 'users.ann.kdf must be one of pbkdf2, argon2id13, and is "md5"'],
    [users('wamp-scram', { kdf: 'pbkdf2', salt: '!' }), 'users.ann.salt must be base64, and is "!"'],
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

  test('what is no JSON', () => {
    expect(() => readRules('{')).toThrow(/the rules are not JSON: /)
  })
})
