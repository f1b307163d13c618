// Authentication by `onchallenge`, and the functions that help with it, as Autobahn|JS has them.

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { cryptosignAuthenticator } from '../../src/router/auth/cryptosign.ts'
import { ticketAuthenticator } from '../../src/router/auth/ticket.ts'
import { wampcraAuthenticator } from '../../src/router/auth/wampcra.ts'
import { both, type Connection, type Options, ours, oursAlone, real, withWebSocket } from './both.ts'

withWebSocket()
beforeEach(() => void vi.spyOn(console, 'error').mockImplementation(() => {}))
afterEach(() => void vi.restoreAllMocks())

/** `nacl.sign.keyPair.fromSeed` of a fixed seed, as both make it. */
const SEED = new Uint8Array(32).fill(7)
const salted = { salt: 'salt123', iterations: 100, keylen: 32 }
const settings = {
  authenticators: [
    ticketAuthenticator({ users: { joe: { ticket: 'secret!!!' } } }),
    wampcraAuthenticator({
      users: {
        peter: { secret: 'prq7+YkJ1/KlW1X0YczMHw==' },
        salty: { secret: ours.auth_cra.derive_key('secret1', 'salt123', 100, 32), ...salted },
      },
    }),
    cryptosignAuthenticator({ users: { carla: { publicKeys: [ours.auth_cryptosign.public_key(keyPair())] } } }),
  ],
}

function keyPair() {
  localStorageOf(new Map([['key', ours.util.btoa(SEED) as string]]))
  return ours.auth_cryptosign.load_private_key('key')
}

function localStorageOf(kept: Map<string, string>): void {
  vi.stubGlobal('localStorage', {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => kept.set(name, value),
    removeItem: (name: string) => kept.delete(name),
  })
}

/** How a connection opens, or closes. */
const opening = (connection: Connection) =>
  new Promise<unknown>(resolve => {
    connection.onopen = (_, { authid, authmethod, authrole }) => resolve({ authid, authmethod, authrole })
    connection.onclose = (reason, details) => {
      resolve([reason, details.reason, details.will_retry])
      return true
    }
    connection.open()
  })

const asked: [string, string[]][] = [
  ['joe', ['ticket']],
  ['peter', ['wampcra']],
  ['salty', ['wampcra']],
]

describe('a challenge', () => {
  test.each(asked)('of %s by %j is answered by onchallenge', async (authid, authmethods) => {
    const came = await both(async ({ connection, autobahn }) => {
      const onchallenge: Options['onchallenge'] = (session, method, extra) => {
        if (session.isOpen) throw 'the session is open too early'
        if (method === 'ticket') return Promise.resolve('secret!!!')
        const { salt, iterations, keylen, challenge } = extra as unknown as typeof salted & { challenge: string }
        const { sign, derive_key } = autobahn.auth_cra
        if (salt) return sign(derive_key('secret1', salt, iterations, keylen), challenge)
        return [sign('prq7+YkJ1/KlW1X0YczMHw==', challenge), {}]
      }
      return opening(connection({ authid, authmethods, onchallenge }))
    }, settings)
    expect(came).toEqual({ authid, authmethod: authmethods[0], authrole: 'user' })
  })

  test('of a key is answered by a connection that auth_cryptosign makes', async () => {
    const came = await both(({ autobahn, url }) => {
      localStorageOf(new Map([['key', ours.util.btoa(SEED) as string]]))
      const pkey = autobahn.auth_cryptosign.load_private_key('key')
      return opening(autobahn.auth_cryptosign.create_connection({ url, realm: 'realm1', authid: 'carla', pkey }))
    }, settings)
    expect(came).toEqual({ authid: 'carla', authmethod: 'cryptosign', authrole: 'user' })
  })

  test('that is answered wrongly closes the connection, with the router’s reason', async () => {
    const came = await both(
      ({ connection }) => opening(connection({ authid: 'joe', authmethods: ['ticket'], onchallenge: () => 'guessed' })),
      settings,
    )
    expect(came).toEqual(['closed', expect.stringMatching(/^wamp\.error\./), false])
  })

  test.each([
    ['throws', () => Promise.reject('no idea'), 'wamp.error.cannot_authenticate'],
    ['gives no text', () => undefined as never, 'wamp.error.authentication_failed'],
  ])('whose handler %s closes the connection, which does not try again', async (_, onchallenge, reason) => {
    const heard: unknown[] = []
    const on_user_error = (...told: unknown[]) => heard.push(told)
    const options: Partial<Options> = { authid: 'joe', authmethods: ['ticket'], onchallenge, on_user_error }
    const came = await oursAlone(({ connection }) => opening(connection({ ...options, max_retries: -1 })), settings)
    expect(came).toEqual(['closed', reason, false])
    expect(heard).toEqual(reason.includes('cannot') ? [['no idea', 'onchallenge() raised: ']] : [])
  })

  test('without a handler closes the connection', async () => {
    const came = await oursAlone(
      ({ connection }) => opening(connection({ authid: 'joe', authmethods: ['ticket'] })),
      settings,
    )
    expect(came).toEqual(['closed', 'wamp.error.authentication_failed', false])
  })
})

describe('the functions that help', () => {
  test('make the same signatures and keys', () => {
    const extra = { challenge: 'ff231a88bd5f0ea2c0'.padEnd(64, '3') }
    const made = [real, ours].map(({ auth_cra, auth_cryptosign }) => {
      localStorageOf(new Map([['key', ours.util.btoa(SEED) as string]]))
      const pair = auth_cryptosign.load_private_key('key')
      return [
        auth_cra.sign('sëcret', '{"nonce":"ß"}'),
        auth_cra.derive_key('secret', 'salt'),
        auth_cra.derive_key('secret', 'salt', 7, 16),
        auth_cryptosign.public_key(pair),
        auth_cryptosign.sign_challenge(pair, extra),
        [...pair.secretKey],
      ]
    })
    expect(made[1]).toEqual(made[0])
  })

  test('keep a key until it is deleted, or made anew', () => {
    for (const { auth_cryptosign } of [real, ours]) {
      const kept = new Map<string, string>()
      localStorageOf(kept)
      const load = (anew?: boolean) => auth_cryptosign.public_key(auth_cryptosign.load_private_key('mine', anew))
      const first = load()
      expect(load()).toBe(first)
      expect(load(true)).not.toBe(first)
    }
    localStorageOf(new Map())
    ours.auth_cryptosign.load_private_key('mine')
    ours.auth_cryptosign.delete_private_key('mine')
    expect(localStorage.getItem('mine')).toBeNull()
  })
})
