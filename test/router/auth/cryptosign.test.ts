// cryptosign: a key pair, proven by signing a challenge [wamp:cryptosignauth].

import { describe, expect, test } from 'vitest'
import { publicKeyOf, signChallenge, verifySignature } from '../../../src/protocol/auth/cryptosign.ts'
import { cryptosignAuthenticator } from '../../../src/router/auth/cryptosign.ts'
import { SERIALIZERS } from '../../raw-codec.ts'
import { aborted, extraOf, hello, says } from './exchange.ts'

const KEY = '4d57d97a68f555696620a6d849c0ce582568518d729eb753dc7c732de2804510'
const OTHER = '6e1fde9cf9e2359a87420b65a87dc0c66136e66945196ba2475990d8a0c3a25b'
const ROUTER = '022b089bed5ab78808365e82dd12c796c835aeb98b4a5a9e099d3e72cb719516'
const users = { ann: { publicKeys: [publicKeyOf(OTHER).toUpperCase(), publicKeyOf(KEY)], authrole: 'admin' } }
const authenticators = [cryptosignAuthenticator({ users })]
const cryptosign = (authextra: object, authid?: string) => ({
  authmethods: ['cryptosign'],
  authextra,
  ...(authid && { authid }),
})
const pubkey = publicKeyOf(KEY)
const welcomed = (details: object) => [2, expect.any(Number), expect.objectContaining(details)]

describe.each(SERIALIZERS)('over $id', serializer => {
  test.each([
    ['by name and key', 'ann', KEY],
    ['by key alone', undefined, KEY],
    ['by another of his keys', 'ann', OTHER],
  ])('%s', async (_, authid, key) => {
    const details = cryptosign({ pubkey: publicKeyOf(key) }, authid)
    const { peer, answer } = await hello(authenticators, details, serializer)
    expect(answer).toEqual([
      4,
      'cryptosign',
      { challenge: expect.stringMatching(/^[0-9a-f]{64}$/), channel_binding: null },
    ])
    expect(await says(peer, [5, signChallenge(key, String(extraOf(answer).challenge)), {}])).toEqual([
      welcomed({ authid: 'ann', authrole: 'admin', authmethod: 'cryptosign', authprovider: 'static' }),
    ])
  })
})

test.each<[string, (challenge: string) => string]>([
  ['by another key', challenge => signChallenge(OTHER, challenge)],
  ['of another challenge', () => signChallenge(KEY, '00'.repeat(32))],
  ['bound to a channel', challenge => signChallenge(KEY, challenge, 'ab'.repeat(32))],
  ['without its message', challenge => signChallenge(KEY, challenge).slice(0, 128)],
  ['that is none', () => 'nonsense'],
])('a signature %s is denied', async (_, signature) => {
  const { peer, answer } = await hello(authenticators, cryptosign({ pubkey }))
  expect(await says(peer, [5, signature(String(extraOf(answer).challenge)), {}])).toEqual([
    aborted('wamp.error.authentication_denied'),
  ])
})

test.each([
  ['a key that nobody has', cryptosign({ pubkey: publicKeyOf(ROUTER) }), 'no_such_principal'],
  ['another name than the key’s', cryptosign({ pubkey }, 'eve'), 'no_such_principal'],
  ['no key', cryptosign({}), 'authentication_failed'],
  ['what is no key', cryptosign({ pubkey: 'xyz' }), 'authentication_failed'],
])('%s is refused', async (_, details, reason) => {
  const { answer } = await hello(authenticators, details)
  expect(answer).toEqual(aborted(`wamp.error.${reason}`))
})

test.each([[{}], [{ publicKeys: publicKeyOf(KEY) }], [{ publicKeys: [''] }], [{ publicKeys: [null] }]])(
  'a record that says %j of a user is refused when it is given',
  found => {
    // As JavaScript may have it, whatever the types say.
    const record = { ann: found as unknown as { publicKeys: string[] } }
    expect(() => cryptosignAuthenticator({ users: record })).toThrow(/^the publicKeys of ann must be a list of keys/)
  },
)

test('a key that is looked up has a name and a role', async () => {
  const asked: string[] = []
  const authenticator = cryptosignAuthenticator({
    users: publicKey => {
      asked.push(publicKey)
      return Promise.resolve(publicKey === pubkey ? { authid: 'bob', authrole: 'editor' } : undefined)
    },
  })
  const { peer, answer } = await hello([authenticator], cryptosign({ pubkey: pubkey.toUpperCase() }))
  expect(await says(peer, [5, signChallenge(KEY, String(extraOf(answer).challenge)), {}])).toEqual([
    welcomed({ authid: 'bob', authrole: 'editor', authprovider: 'dynamic' }),
  ])
  expect(asked).toEqual([pubkey])
  expect((await hello([authenticator], cryptosign({ pubkey }, 'eve'))).answer).toEqual(
    aborted('wamp.error.no_such_principal'),
  )
  expect((await hello([authenticator], cryptosign({ pubkey: publicKeyOf(OTHER) }))).answer).toEqual(
    aborted('wamp.error.no_such_principal'),
  )
})

describe('a router with a key', () => {
  const proving = [cryptosignAuthenticator({ users, privateKey: ROUTER })]
  const challenge = 'ab'.repeat(32)

  test('signs the challenge of a client that asks', async () => {
    const { answer } = await hello(proving, cryptosign({ pubkey, challenge }))
    const extra = extraOf(answer)
    expect(extra.pubkey).toBe(publicKeyOf(ROUTER))
    expect(verifySignature(publicKeyOf(ROUTER), { challenge, signature: String(extra.signature) })).toBe(true)
  })

  test('signs nothing else', async () => {
    for (const authextra of [{ pubkey }, { pubkey, challenge: 'nonsense' }]) {
      expect(extraOf((await hello(proving, cryptosign(authextra))).answer)).not.toHaveProperty('signature')
    }
    expect(extraOf((await hello(authenticators, cryptosign({ pubkey, challenge }))).answer)).not.toHaveProperty(
      'signature',
    )
  })

  test('refuses to be made with half a key', () => {
    expect(() => cryptosignAuthenticator({ users, privateKey: 'abc' })).toThrow(/private key/)
  })
})
