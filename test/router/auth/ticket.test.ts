// ticket: a shared secret, received as it is [wamp:ticketauth].

import { describe, expect, test } from 'vitest'
import { WampError } from '../../../src/protocol/errors.ts'
import { ticketAuthenticator } from '../../../src/router/auth/ticket.ts'
import { SERIALIZERS } from '../../raw-codec.ts'
import { aborted, hello, says } from './exchange.ts'

const users = { ann: { ticket: 'open sesame', authrole: 'admin' }, ben: { ticket: 'ключ' } }
const authenticators = [ticketAuthenticator({ users })]
const asAnn = { authmethods: ['ticket'], authid: 'ann' }

test.each(SERIALIZERS)('the ticket lets in, over $id', async serializer => {
  const { peer, answer } = await hello(authenticators, asAnn, serializer)
  expect(answer).toEqual([4, 'ticket', {}])
  expect(await says(peer, [5, 'open sesame', {}])).toEqual([
    [
      2,
      expect.any(Number),
      expect.objectContaining({
        authid: 'ann',
        authrole: 'admin',
        authmethod: 'ticket',
        authprovider: 'static',
      }),
    ],
  ])
})

test('a user without a role is a user', async () => {
  const { peer } = await hello(authenticators, { authmethods: ['ticket'], authid: 'ben' })
  expect(await says(peer, [5, 'ключ', {}])).toEqual([
    [2, expect.any(Number), expect.objectContaining({ authrole: 'user' })],
  ])
})

test.each(['', 'open', 'open sesame ', 'Open sesame', 'ключ'])('%j is not the ticket', async ticket => {
  const { peer } = await hello(authenticators, asAnn)
  expect(await says(peer, [5, ticket, {}])).toEqual([aborted('wamp.error.authentication_denied')])
})

test.each([
  ['a name that nobody has', 'eve'],
  ['a name that every object has', 'constructor'],
  ['no name', undefined],
])('%s is no such principal', async (_, authid) => {
  const { answer } = await hello(authenticators, { authmethods: ['ticket'], ...(authid && { authid }) })
  expect(answer).toEqual(aborted('wamp.error.no_such_principal'))
})

test.each([{}, { ticket: null }, { ticket: '' }, { ticket: 7 }, { ticket: ['open sesame'] }])(
  'nobody comes in as a user of whom a database says %j',
  async found => {
    for (const said of ['', 'null', 'undefined', '7', 'open sesame']) {
      // As a database may answer, whatever the types say.
      const authenticator = ticketAuthenticator({ users: async () => found as unknown as { ticket: string } })
      const { peer, answer, errors } = await hello([authenticator], asAnn)
      expect(answer).toEqual(aborted('wamp.error.authentication_failed'))
      expect(errors).toEqual([new TypeError('the ticket of a user must be a string that is not empty')])
      expect(await says(peer, [5, said, {}])).toEqual([])
    }
  },
)

test('however long a name is, the refusal is short', async () => {
  const { answer } = await hello(authenticators, { authmethods: ['ticket'], authid: 'x'.repeat(1_000_000) })
  expect(answer).toEqual(aborted('wamp.error.no_such_principal'))
  expect(JSON.stringify(answer).length).toBeLessThan(300)
})

describe('users that are looked up', () => {
  const found = { ticket: 'open sesame', authrole: 'admin' }

  test.each([
    ['at once', () => found],
    ['later', () => Promise.resolve(found)],
  ])('%s', async (_, lookUp) => {
    const asked: unknown[] = []
    const authenticator = ticketAuthenticator({
      users: (authid, { realm }) => {
        asked.push([authid, realm])
        return lookUp()
      },
    })
    const { peer } = await hello([authenticator], asAnn)
    expect(await says(peer, [5, 'open sesame', {}])).toEqual([
      [2, expect.any(Number), expect.objectContaining({ authrole: 'admin', authprovider: 'dynamic' })],
    ])
    expect(asked).toEqual([['ann', 'realm1']])
  })

  test.each([
    ['nobody', () => undefined, 'wamp.error.no_such_principal'],
    ['nobody, later', () => Promise.resolve(undefined), 'wamp.error.no_such_principal'],
    ['a refusal', () => Promise.reject(new WampError('com.app.closed')), 'com.app.closed'],
    ['a failure', () => Promise.reject(new Error('no database')), 'wamp.error.authentication_failed'],
  ])('%s', async (_, lookUp, reason) => {
    const { answer, errors } = await hello([ticketAuthenticator({ users: lookUp })], asAnn)
    expect(answer).toEqual(aborted(reason))
    expect(errors).toHaveLength(reason === 'wamp.error.authentication_failed' ? 1 : 0)
  })
})
