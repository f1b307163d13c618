// Which way in a client gets, and who comes in without any [wamp:authentication].

import { describe, expect, test } from 'vitest'
import { anonymousAuthenticator } from '../../../src/router/auth/anonymous.ts'
import { ticketAuthenticator } from '../../../src/router/auth/ticket.ts'
import { wampcraAuthenticator } from '../../../src/router/auth/wampcra.ts'
import { ROLES, trace } from '../../trace.ts'
import { aborted, hello, says } from './exchange.ts'

const ticket = ticketAuthenticator({ users: { ann: { ticket: 'x' } } })
const wampcra = wampcraAuthenticator({ users: { ann: { secret: 'x' } } })
const welcomed = (details: object) => [2, expect.any(Number), expect.objectContaining(details)]

test('anonymous has a name of the router’s choice, and the role that its realm gives', async () => {
  const authenticators = [anonymousAuthenticator({ authrole: 'public' })]
  const { answer } = await hello(authenticators, { authid: 'ann' })
  expect(answer).toEqual(welcomed({ authrole: 'public', authmethod: 'anonymous', authprovider: 'static' }))
  expect(answer).not.toEqual(welcomed({ authid: 'ann' }))
})

test.each([
  ['names none', {}],
  ['names no method', { authmethods: [] }],
  ['names anonymous', { authmethods: ['anonymous'] }],
])('who %s where everybody must authenticate is told so', async (_, details) => {
  const { answer } = await hello([ticket, wampcra], { ...details, authid: 'ann' })
  expect(answer).toEqual(aborted('wamp.error.authentication_required'))
  expect(JSON.stringify(answer)).toMatch(/ticket, wampcra/)
})

test.each([['wamp-scram'], ['TICKET'], ['anonymous', 'x']])(
  'who names %j only is told what there is',
  async (...named) => {
    const { answer } = await hello([ticket, wampcra], { authmethods: named, authid: 'ann' })
    expect(answer).toEqual(aborted('wamp.error.no_matching_auth_method'))
  },
)

test('of several methods the first of the client counts that the realm has', async () => {
  const first = async (...authmethods: string[]) =>
    (await hello([ticket, wampcra, anonymousAuthenticator()], { authmethods, authid: 'ann' })).answer.slice(0, 2)
  expect(await first('unknown', 'wampcra', 'ticket')).toEqual([4, 'wampcra'])
  expect(await first('ticket', 'wampcra')).toEqual([4, 'ticket'])
  expect(await first('anonymous', 'ticket')).toEqual([2, expect.any(Number)])
})

describe('a link that vouches for its peer', () => {
  const origin = { authrole: 'guest', authmethod: 'invite', authprovider: 'room' }
  const greets = async (details: object, vouching: object = origin) => {
    const peer = trace({ settings: { authenticators: [ticket] } }).attaches(undefined, { origin: vouching })
    return says(peer, [1, 'realm1', { roles: ROLES, ...details }])
  }

  test.each([[{}], [{ authmethods: ['anonymous'] }], [{ authmethods: ['invite', 'ticket'] }]])(
    'lets in whatever the realm asks of strangers: %j',
    async details => {
      expect(await greets(details)).toEqual([welcomed(origin)])
    },
  )

  test('does not keep a peer from being somebody else', async () => {
    expect(await greets({ authmethods: ['ticket', 'invite'], authid: 'ann' })).toEqual([[4, 'ticket', {}]])
  })

  test('vouches for its own method only', async () => {
    expect(await greets({ authmethods: ['wampcra'], authid: 'ann' })).toEqual([
      aborted('wamp.error.no_matching_auth_method'),
    ])
  })

  test('and says only who comes by it, without a method, lets nobody in', async () => {
    expect(await greets({}, { authrole: 'plain', authprovider: 'room' })).toEqual([
      aborted('wamp.error.authentication_required'),
    ])
  })
})
