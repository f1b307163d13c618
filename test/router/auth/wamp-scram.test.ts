// wamp-scram: passwords that the router recognises without knowing them [wamp:wamp-scram].

import { describe, expect, test } from 'vitest'
import {
  authMessage,
  type KdfParameters,
  proveClient,
  saltPassword,
  scramCredentials,
} from '../../../src/protocol/auth/scram.ts'
import { wampScramAuthenticator } from '../../../src/router/auth/wamp-scram.ts'
import { SERIALIZERS } from '../../raw-codec.ts'
import { type Peer, ROLES, trace } from '../../trace.ts'
import { aborted, extraOf, hello, says } from './exchange.ts'

const pbkdf2 = { kdf: 'pbkdf2', salt: btoa('salt of ann'), iterations: 20 } as const
const argon2 = { kdf: 'argon2id13', salt: btoa('salt of ben'), iterations: 1, memory: 64 } as const
const users = {
  ann: { ...scramCredentials('pencil', pbkdf2), authrole: 'admin' },
  ben: scramCredentials('pencil', argon2),
  IX: scramCredentials('pencil', pbkdf2),
  'pe,t=er': scramCredentials('pencil', pbkdf2),
}
const authenticators = [wampScramAuthenticator({ users })]
const clientNonce = btoa('nonce of client!')
const as = (authid: string, authextra: object = { nonce: clientNonce, channel_binding: null }) => ({
  authmethods: ['wamp-scram'],
  authid,
  authextra,
})
const DENIED = aborted('wamp.error.authentication_denied')

/** AUTHENTICATE as a client makes it that knows the password. */
function authenticate(authid: string, extra: Record<string, unknown>, password = 'pencil') {
  const { nonce, ...parameters } = extra as unknown as KdfParameters & { nonce: string }
  const message = authMessage({ authid, clientNonce, nonce, ...parameters })
  const { proof, verifier } = proveClient(saltPassword(password, parameters), message)
  return { message: [5, proof, { nonce, channel_binding: null, cbind_data: null }], proof, nonce, verifier }
}

describe.each(SERIALIZERS)('over $id', serializer => {
  test.each([
    ['ann', 'admin', { ...pbkdf2, memory: null }],
    ['ben', 'user', argon2],
    ['pe,t=er', 'user', { ...pbkdf2, memory: null }],
  ])('%s has the right password, and the router proves itself', async (authid, authrole, parameters) => {
    const { peer, answer } = await hello(authenticators, as(authid), serializer)
    const extra = extraOf(answer)
    expect(extra).toEqual({ ...parameters, nonce: expect.stringMatching(/^[A-Za-z0-9+/]{22}==[A-Za-z0-9+/]{22}==$/) })
    expect(String(extra.nonce).startsWith(clientNonce)).toBe(true)
    const { message, verifier } = authenticate(authid, extra)
    expect(await says(peer, message)).toEqual([
      [
        2,
        expect.any(Number),
        expect.objectContaining({ authid, authrole, authmethod: 'wamp-scram', authextra: { verifier } }),
      ],
    ])
  })
})

test('a user is known by the SASLprep form of its name in the record, too', async () => {
  // An e and its diaeresis, which are one character in normal form.
  const decomposed = wampScramAuthenticator({ users: { 'Zoe\u0308': users.ann } })
  for (const authid of ['Zoe\u0308', 'Zo\u00eb']) {
    const { peer, answer } = await hello([decomposed], as(authid))
    expect(await says(peer, authenticate(authid, extraOf(answer)).message)).toEqual([
      [2, expect.any(Number), expect.objectContaining({ authid: 'Zo\u00eb', authrole: 'admin' })],
    ])
  }
})

test('two names of one form are refused when they are given', () => {
  const twins = { IX: users.ann, 'I\u00adX': users.ben }
  expect(() => wampScramAuthenticator({ users: twins })).toThrow('two users are named "IX" in its SASLprep form')
})

test.each<[string, object]>([
  ['kdf', { kdf: 'md5' }],
  ['salt', { salt: null }],
  ['salt', { salt: btoa('short') }],
  ['iterations', { iterations: 0 }],
  ['memory', { kdf: 'argon2id13' }],
  ['storedKey', { storedKey: undefined }],
  ['storedKey', { storedKey: '' }],
  ['serverKey', { serverKey: btoa('short') }],
])('a wrong %s of a user is a failure: %j', async (key, change) => {
  const found = { ...users.ann, ...change }
  for (const record of [{ ann: found }, async () => found]) {
    const { answer, errors } = await hello([wampScramAuthenticator({ users: record })], as('ann'))
    expect(answer).toEqual(aborted('wamp.error.authentication_failed'))
    expect(errors).toEqual([expect.objectContaining({ message: expect.stringContaining(`the ${key} of a user`) })])
  }
})

test('a name is known by its SASLprep form', async () => {
  const { peer, answer } = await hello(authenticators, as('I\u00adX'))
  expect(await says(peer, authenticate('I\u00adX', extraOf(answer)).message)).toEqual([
    [2, expect.any(Number), expect.objectContaining({ authid: 'IX' })],
  ])
})

test.each<[string, (extra: Record<string, unknown>) => unknown[]]>([
  ['another password', extra => authenticate('ann', extra, 'pencils').message],
  ['the proof of another name', extra => authenticate('ben', extra).message],
  ['another nonce', extra => [5, authenticate('ann', extra).proof, { nonce: `${extra.nonce}x` }]],
  ['no nonce', extra => [5, authenticate('ann', extra).proof, {}]],
  ['no proof', extra => [5, '', { nonce: extra.nonce }]],
  ['what the router proves itself with', extra => [5, authenticate('ann', extra).verifier, { nonce: extra.nonce }]],
])('%s is denied', async (_, answers) => {
  const { peer, answer } = await hello(authenticators, as('ann'))
  expect(await says(peer, answers(extraOf(answer)))).toEqual([DENIED])
})

test.each([
  ['no nonce', {}],
  ['a nonce that is no text', { nonce: 1 }],
  ['an empty nonce', { nonce: '' }],
  ['a nonce with a comma, which would change what is signed', { nonce: 'a,s=b' }],
  ['a nonce without end', { nonce: 'x'.repeat(300) }],
  ['a binding to a channel', { nonce: clientNonce, channel_binding: 'tls-unique' }],
])('%s is refused', async (_, authextra) => {
  expect((await hello(authenticators, as('ann', authextra))).answer).toEqual(
    aborted('wamp.error.authentication_failed'),
  )
})

test('a binding to a channel that comes late is refused', async () => {
  const { peer, answer } = await hello(authenticators, as('ann'))
  const { proof, nonce } = authenticate('ann', extraOf(answer))
  expect(await says(peer, [5, proof, { nonce, channel_binding: 'tls-unique', cbind_data: 'AAAA' }])).toEqual([
    aborted('wamp.error.authentication_failed'),
  ])
})

describe('a name that is not known', () => {
  const challengeOf = async (peer: Peer, authid: string) => {
    const [answer = []] = await says(peer, [1, 'realm1', { roles: ROLES, ...as(authid) }])
    return extraOf(answer)
  }

  test('is challenged like the others, with the same salt every time, and denied like a wrong password', async () => {
    const { attaches } = trace({ settings: { authenticators: [wampScramAuthenticator({ users })] } })
    const [one, again, other, known] = [attaches(), attaches(), attaches(), attaches()]
    const extra = await challengeOf(one, 'eve')
    const knownExtra = await challengeOf(known, 'ann')
    expect(Object.keys(extra)).toEqual(Object.keys(knownExtra))
    expect({ ...extra, salt: 0, nonce: 0 }).toEqual({ ...knownExtra, salt: 0, nonce: 0 })
    expect(atob(String(extra.salt))).toHaveLength(atob(pbkdf2.salt).length)
    expect((await challengeOf(again, 'eve')).salt).toBe(extra.salt)
    expect((await challengeOf(other, 'eva')).salt).not.toBe(extra.salt)
    const unknownDenied = await says(one, authenticate('eve', extra).message)
    expect(unknownDenied).toEqual([DENIED])
    expect(unknownDenied).toEqual(await says(known, authenticate('ann', knownExtra, 'wrong').message))
  })

  test('is no other for being written differently, as those that are known are not', async () => {
    const { attaches } = trace({ settings: { authenticators: [wampScramAuthenticator({ users })] } })
    const saltOf = async (authid: string) => (await challengeOf(attaches(), authid)).salt
    expect(await saltOf('an\u00adn')).toBe(await saltOf('ann'))
    expect(await saltOf('ev\u00ade')).toBe(await saltOf('eve'))
  })

  test.each([8, 16, 24, 100])('has a salt of %d bytes where a user has', async length => {
    const ann = scramCredentials('pencil', { ...pbkdf2, salt: btoa('x'.repeat(length)) })
    const { answer } = await hello([wampScramAuthenticator({ users: { ann } })], as('eve'))
    expect(atob(String(extraOf(answer).salt))).toHaveLength(length)
  })

  test('has the same salt at every router that has the key, and a TypeError says what that must be', async () => {
    const saltBy = async (mockKey?: Uint8Array) => {
      // A router has used some of its randomness.
      const { attaches } = trace({ settings: { authenticators: [wampScramAuthenticator({ users, mockKey })] } })
      if (mockKey === undefined) await challengeOf(attaches(), 'ann')
      return (await challengeOf(attaches(), 'eve')).salt
    }
    const key = new Uint8Array(16).fill(7)
    expect(await saltBy(key)).toBe(await saltBy(key.slice()))
    expect(await saltBy(key)).not.toBe(await saltBy(key.map(byte => byte + 1)))
    expect(await saltBy(key)).not.toBe(await saltBy())
    expect(() => wampScramAuthenticator({ users, mockKey: new Uint8Array(15) })).toThrow(
      new TypeError('mockKey must be a Uint8Array of at least 16 bytes'),
    )
  })

  test('costs what the options say, where users are looked up', async () => {
    const unknown = { kdf: 'argon2id13', iterations: 3, memory: 4_096 } as const
    const authenticator = wampScramAuthenticator({ users: () => Promise.resolve(undefined), unknown })
    expect(extraOf((await hello([authenticator], as('eve'))).answer)).toMatchObject(unknown)
    const byDefault = wampScramAuthenticator({ users: () => undefined })
    expect(extraOf((await hello([byDefault], as('eve'))).answer)).toMatchObject({ kdf: 'pbkdf2', iterations: 100_000 })
  })
})

test('no name is no such principal', async () => {
  const { answer } = await hello(authenticators, { authmethods: ['wamp-scram'], authextra: { nonce: clientNonce } })
  expect(answer).toEqual(aborted('wamp.error.no_such_principal'))
})
