// wamp-scram at the client: what it answers, and what a router must show it [wamp:wamp-scram].

import { describe, expect, test } from 'vitest'
import type { AuthMethod } from '../../../src/client/auth/auth-method.ts'
import { wampScram } from '../../../src/client/auth/wamp-scram.ts'
import { authMessage, scramCredentials, serverSignature } from '../../../src/protocol/auth/scram.ts'
import type { Raw } from '../../raw-codec.ts'
import { failed } from '../network.ts'
import { WELCOME_DETAILS } from '../scripted-router.ts'
import { aborted, answers, FAILED, type Joining, joins } from './joining.ts'

describe('wamp-scram', () => {
  const auth: AuthMethod = wampScram({ authid: 'ann', password: 'pencil' })
  const parameters = { kdf: 'pbkdf2', salt: btoa('salt of ann'), iterations: 4_096 } as const
  const clientNonceOf = ({ hello }: Joining) => (hello.authextra as { nonce: string }).nonce

  /** A client that has answered, and what a router that knows the password proves itself with. */
  async function answered() {
    const joining = await joins({ auth })
    const clientNonce = clientNonceOf(joining)
    const nonce = `${clientNonce}server`
    const answer = await answers(joining, 'wamp-scram', { ...parameters, nonce })
    const message = authMessage({ ...parameters, authid: 'ann', clientNonce, nonce })
    const verifier = serverSignature(message, scramCredentials('pencil', parameters))
    return { ...joining, answer, nonce, verifier }
  }
  const welcome = (authextra?: object): Raw => [2, 7, { ...WELCOME_DETAILS, ...(authextra && { authextra }) }]

  test('answers with its proof, and repeats the nonce', async () => {
    const { answer, nonce } = await answered()
    const proof = expect.stringMatching(/^[A-Za-z0-9+/]{43}=$/)
    expect(answer).toEqual([5, proof, { nonce, channel_binding: null, cbind_data: null }])
  })

  test.each(['', 'v='])('opens where the router proves itself, with %j in front', async prefix => {
    const { peer, opening, verifier } = await answered()
    peer.sends(welcome({ verifier: prefix + verifier }))
    expect(await opening).toEqual({ value: undefined })
  })

  test.each([
    ['a wrong proof', { verifier: btoa('x'.repeat(32)) }],
    ['a proof that is no text', { verifier: 1 }],
    ['none', {}],
    ['nothing', undefined],
  ])('does not open where the router has %s', async (_, authextra) => {
    const { peer, opening } = await answered()
    peer.sends(welcome(authextra))
    expect(await opening).toEqual(failed(FAILED))
    expect(await peer.got()).toEqual([aborted(FAILED)])
  })

  test('does not open where nobody asked', async () => {
    const { peer, opening } = await joins({ auth })
    peer.sends(welcome())
    expect(await opening).toEqual(failed(FAILED))
  })

  const argon2 = { kdf: 'argon2id13', iterations: 1, memory: 8_192 }
  test.each<[string, object]>([
    ['pbkdf2 that is too cheap', { iterations: 4_095 }],
    ['pbkdf2 that takes minutes', { iterations: 5_000_001 }],
    ['iterations that are no integer', { iterations: 4_096.5 }],
    ['no iterations', { iterations: null }],
    ['argon2id13 that is too cheap', { ...argon2, memory: 8_191 }],
    ['argon2id13 that takes minutes', { ...argon2, iterations: 600 }],
    ['argon2id13 that takes all memory', { ...argon2, memory: 2_000_000 }],
    ['argon2id13 without memory', { ...argon2, memory: null }],
    ['another kdf', { kdf: 'md5' }],
    ['no salt', { salt: null }],
    ['a salt that is no base64', { salt: 'salt' }],
    ['a short salt', { salt: btoa('salt') }],
  ])('refuses %s', async (_, change) => {
    const joining = await joins({ auth })
    const extra = { ...parameters, nonce: `${clientNonceOf(joining)}server`, ...change }
    expect(await answers(joining, 'wamp-scram', extra)).toEqual(aborted(FAILED))
  })

  test.each<[string, (clientNonce: string) => unknown]>([
    ['another nonce', () => 'abc'],
    ['its own nonce alone', clientNonce => clientNonce],
    ['its own nonce in another place', clientNonce => `abc${clientNonce}`],
    ['no nonce', () => null],
  ])('refuses %s', async (_, nonce) => {
    const joining = await joins({ auth })
    const extra = { ...parameters, nonce: nonce(clientNonceOf(joining)) }
    expect(await answers(joining, 'wamp-scram', extra)).toEqual(aborted(FAILED))
  })

  test('a password that nobody can type is refused at once', () => {
    expect(() => wampScram({ authid: 'ann', password: 'a\u0000b' })).toThrow(/SASLprep/)
  })
})
