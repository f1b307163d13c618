// wampcra: a shared secret, proven by signing a challenge [wamp:wampcra].

import { createHmac, pbkdf2Sync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { deriveKey } from '../../../src/protocol/auth/wampcra.ts'
import { wampcraAuthenticator } from '../../../src/router/auth/wampcra.ts'
import { SERIALIZERS } from '../../raw-codec.ts'
import { aborted, extraOf, hello, says } from './exchange.ts'

const salted = { salt: 'salt123', iterations: 1_000, keylen: 32 }
const users = {
  ann: { secret: 'secret1', authrole: 'admin' },
  ben: { secret: deriveKey('secret1', 'salt123'), ...salted },
}
const authenticators = [wampcraAuthenticator({ users })]
const as = (authid: string) => ({ authmethods: ['wampcra'], authid })
/** As any other client computes it. */
const sign = (key: string, challenge: unknown) => createHmac('sha256', key).update(String(challenge)).digest('base64')

describe.each(SERIALIZERS)('over $id', serializer => {
  test('the challenge says everything that is vouched for, and WELCOME says the same', async () => {
    const { peer, answer } = await hello(authenticators, as('ann'), serializer)
    const { challenge, ...rest } = extraOf(answer)
    // T-24: clients ask whether there is a salt.
    expect(rest).toEqual({})
    const said = JSON.parse(String(challenge))
    expect(said).toEqual({
      authid: 'ann',
      authrole: 'admin',
      authmethod: 'wampcra',
      authprovider: 'static',
      nonce: expect.stringMatching(/^[A-Za-z0-9+/]{22}==$/),
      timestamp: '2026-01-01T00:00:00.000Z',
      session: expect.any(Number),
    })
    expect(await says(peer, [5, sign('secret1', challenge), {}])).toEqual([
      [2, said.session, expect.objectContaining({ authid: 'ann', authrole: 'admin', authmethod: 'wampcra' })],
    ])
  })

  test('T-24: the key of a salted secret is base64 text', async () => {
    const { peer, answer } = await hello(authenticators, as('ben'), serializer)
    const { challenge, ...rest } = extraOf(answer)
    expect(rest).toEqual(salted)
    const key = pbkdf2Sync('secret1', 'salt123', 1_000, 32, 'sha256').toString('base64')
    expect(await says(peer, [5, sign(key, challenge), {}])).toEqual([
      [2, expect.any(Number), expect.objectContaining({ authid: 'ben', authrole: 'user' })],
    ])
  })
})

test.each<[string, (challenge: string) => string]>([
  ['of another secret', challenge => sign('secret2', challenge)],
  ['of another text', challenge => sign('secret1', `${challenge} `)],
  ['of nothing', () => sign('secret1', '')],
  ['in hexadecimal digits', challenge => createHmac('sha256', 'secret1').update(challenge).digest('hex')],
  ['that is empty', () => ''],
])('a signature %s is denied', async (_, signature) => {
  const { peer, answer } = await hello(authenticators, as('ann'))
  expect(await says(peer, [5, signature(String(extraOf(answer).challenge)), {}])).toEqual([
    aborted('wamp.error.authentication_denied'),
  ])
})

test.each([{}, { secret: null }, { secret: '' }, { secret: 7 }])(
  'nobody comes in as a user of whom a database says %j',
  async found => {
    // As a database may answer, whatever the types say.
    const authenticator = wampcraAuthenticator({ users: async () => found as unknown as { secret: string } })
    const { answer, errors } = await hello([authenticator], as('ann'))
    expect(answer).toEqual(aborted('wamp.error.authentication_failed'))
    expect(errors).toEqual([new TypeError('the secret of a user must be a string that is not empty')])
  },
)

test('a signature serves once: every challenge is another', async () => {
  const { peer, answer } = await hello(authenticators, as('ann'))
  const signature = sign('secret1', extraOf(answer).challenge)
  peer.sends([5, signature, {}], [6, {}, 'wamp.close.normal'])
  await peer.got()
  const [again = []] = await says(peer, [1, 'realm1', { roles: { caller: {} }, ...as('ann') }])
  expect(extraOf(again).challenge).not.toBe(extraOf(answer).challenge)
  expect(await says(peer, [5, signature, {}])).toEqual([aborted('wamp.error.authentication_denied')])
})

test('whoever is not known is no such principal', async () => {
  const { answer } = await hello(authenticators, as('eve'))
  expect(answer).toEqual(aborted('wamp.error.no_such_principal'))
})
