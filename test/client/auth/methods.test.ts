// Our client at our router, by every method [wamp:authentication].

import { describe, expect, test } from 'vitest'
import type { AuthMethod } from '../../../src/client/auth/auth-method.ts'
import { cryptosign } from '../../../src/client/auth/cryptosign.ts'
import { ticket } from '../../../src/client/auth/ticket.ts'
import { wampScram } from '../../../src/client/auth/wamp-scram.ts'
import { wampcra } from '../../../src/client/auth/wampcra.ts'
import { Session } from '../../../src/client/session.ts'
import type { SessionOptions } from '../../../src/client/session-options.ts'
import { publicKeyOf } from '../../../src/protocol/auth/cryptosign.ts'
import { scramCredentials } from '../../../src/protocol/auth/scram.ts'
import { deriveKey } from '../../../src/protocol/auth/wampcra.ts'
import { json } from '../../../src/protocol/serializer/json.ts'
import type { Serializer } from '../../../src/protocol/serializer/serializer.ts'
import { anonymousAuthenticator } from '../../../src/router/auth/anonymous.ts'
import type { Authenticator, Step } from '../../../src/router/auth/authenticator.ts'
import { cryptosignAuthenticator } from '../../../src/router/auth/cryptosign.ts'
import { ticketAuthenticator } from '../../../src/router/auth/ticket.ts'
import { wampScramAuthenticator } from '../../../src/router/auth/wamp-scram.ts'
import { wampcraAuthenticator } from '../../../src/router/auth/wampcra.ts'
import { memoryPair } from '../../../src/transport/memory.ts'
import { SERIALIZERS } from '../../raw-codec.ts'
import { trace } from '../../trace.ts'
import { failed, settlement } from '../network.ts'

const KEY = '4d57d97a68f555696620a6d849c0ce582568518d729eb753dc7c732de2804510'
const OTHER = '6e1fde9cf9e2359a87420b65a87dc0c66136e66945196ba2475990d8a0c3a25b'
const ROUTER = '022b089bed5ab78808365e82dd12c796c835aeb98b4a5a9e099d3e72cb719516'
const pbkdf2 = { kdf: 'pbkdf2', salt: btoa('salt of ann'), iterations: 4_096 } as const
const argon2 = { kdf: 'argon2id13', salt: btoa('salt of ben'), iterations: 1, memory: 8_192 } as const

const REALM: Authenticator[] = [
  ticketAuthenticator({ users: { ann: { ticket: 'open sesame' } } }),
  wampcraAuthenticator({
    users: {
      ann: { secret: 'secret1' },
      ben: { secret: deriveKey('secret1', 'salt123', 500, 24), salt: 'salt123', iterations: 500, keylen: 24 },
    },
  }),
  wampScramAuthenticator({
    users: { ann: scramCredentials('pencil', pbkdf2), ben: scramCredentials('pencil', argon2) },
  }),
  cryptosignAuthenticator({ users: { ann: { publicKeys: [publicKeyOf(KEY)] } }, privateKey: ROUTER }),
]

function session(options: SessionOptions, authenticators = REALM, serializer: Serializer = json) {
  const { router } = trace({ settings: { authenticators } })
  return new Session(
    async () => {
      const [near, far] = memoryPair(serializer)
      router.attach(far)
      return near
    },
    { reconnect: 'never', ...options },
  )
}

describe.each(SERIALIZERS)('over $id', serializer => {
  test.each<[string, AuthMethod, string]>([
    ['ticket', ticket({ authid: 'ann', ticket: 'open sesame' }), 'ann'],
    ['wampcra', wampcra({ authid: 'ann', secret: 'secret1' }), 'ann'],
    ['wampcra, salted', wampcra({ authid: 'ben', secret: 'secret1' }), 'ben'],
    ['wamp-scram by pbkdf2', wampScram({ authid: 'ann', password: 'pencil' }), 'ann'],
    ['wamp-scram by argon2id13', wampScram({ authid: 'ben', password: 'pencil' }), 'ben'],
    ['cryptosign by name', cryptosign({ authid: 'ann', privateKey: KEY }), 'ann'],
    ['cryptosign by key', cryptosign({ privateKey: KEY }), 'ann'],
    ['cryptosign, with the router’s key', cryptosign({ privateKey: KEY, routerKey: publicKeyOf(ROUTER) }), 'ann'],
  ])('%s lets in, and again on the next link', async (_, auth, authid) => {
    const ours = session({ auth }, REALM, serializer)
    for (const _time of [1, 2]) {
      await ours.open()
      expect(ours.details).toMatchObject({ authid, authmethod: auth.authmethod, authrole: 'user' })
      await ours.close()
    }
  })
})

test.each<[string, AuthMethod, string]>([
  ['a wrong ticket', ticket({ authid: 'ann', ticket: 'open barley' }), 'authentication_denied'],
  ['a wrong secret', wampcra({ authid: 'ann', secret: 'secret2' }), 'authentication_denied'],
  ['a wrong salted secret', wampcra({ authid: 'ben', secret: 'secret2' }), 'authentication_denied'],
  ['a wrong password', wampScram({ authid: 'ann', password: 'pencils' }), 'authentication_denied'],
  ['an unknown name with a password', wampScram({ authid: 'eve', password: 'pencil' }), 'authentication_denied'],
  ['an unknown name with a secret', wampcra({ authid: 'eve', secret: 'secret1' }), 'no_such_principal'],
  ['an unknown key', cryptosign({ privateKey: OTHER }), 'no_such_principal'],
])('%s: the session does not open, and why', async (_, auth, reason) => {
  expect(await settlement(session({ auth, reconnect: 'always' }).open())).toEqual(failed(`wamp.error.${reason}`))
})

test('who does not authenticate is told to', async () => {
  expect(await settlement(session({ reconnect: 'always' }).open())).toEqual(
    failed('wamp.error.authentication_required'),
  )
})

test('a router with another key than it should have is not told anything', async () => {
  const auth = cryptosign({ privateKey: KEY, routerKey: publicKeyOf(OTHER) })
  expect(await settlement(session({ auth }).open())).toEqual(failed('wamp.error.authentication_failed'))
})

test('of several methods the best that the router has is used', async () => {
  const auth = [cryptosign({ privateKey: KEY }), wampcra({ authid: 'ann', secret: 'secret1' })]
  const ours = session({ auth, authmethods: ['anonymous'] }, [anonymousAuthenticator(), ...REALM.slice(0, 2)])
  await ours.open()
  expect(ours.details).toMatchObject({ authid: 'ann', authmethod: 'wampcra' })
  await ours.close()
  const stranger = session({ auth, authmethods: ['anonymous'] }, [anonymousAuthenticator()])
  await stranger.open()
  expect(stranger.details).toMatchObject({ authmethod: 'anonymous' })
  await stranger.close()
})

test('two factors: a method of ours, and a question to the user', async () => {
  const [byTicket] = REALM
  const granted: Step = { principal: { authid: 'ann', authrole: 'user', authprovider: 'test' } }
  const second: Step = {
    challenge: { digits: 3 },
    authmethod: 'code',
    answer: code => {
      if (code !== '123') throw new Error('wrong')
      return granted
    },
  }
  const authenticator: Authenticator = {
    authmethod: 'ticket',
    begin: async request => {
      const first = await byTicket?.begin(request)
      if (first === undefined || !('challenge' in first)) throw new Error('no challenge')
      return {
        ...first,
        answer: async (signature, extra) => {
          await first.answer(signature, extra)
          return second
        },
      }
    },
  }
  const asked: unknown[] = []
  const ours = session(
    {
      auth: ticket({ authid: 'ann', ticket: 'open sesame' }),
      authmethods: ['code'],
      onchallenge: async (method, extra) => {
        asked.push([method, extra])
        return '123'
      },
    },
    [authenticator],
  )
  await ours.open()
  expect(asked).toEqual([['code', { digits: 3 }]])
  expect(ours.details).toMatchObject({ authid: 'ann', authmethod: 'ticket' })
  await ours.close()
})
