// What is computed in wamp-scram, by published exchanges [wamp:wamp-scram].

import { describe, expect, test } from 'vitest'
import { decodeBase64, encodeBase64 } from '../../../src/protocol/auth/base64.ts'
import {
  authMessage,
  isProof,
  type KdfParameters,
  proveClient,
  saltPassword,
  saltPasswordInSteps,
  scramCredentials,
  serverSignature,
} from '../../../src/protocol/auth/scram.ts'
import { describeVectors, vectors } from '../vectors.ts'

interface Exchange {
  name: string
  input: KdfParameters & { authid: string; password: string; clientNonce: string; nonce: string }
  expect: Record<
    'authMessage' | 'saltedPassword' | 'storedKey' | 'serverKey' | 'clientProof' | 'serverSignature',
    string
  >
}

describeVectors('scram.json', () => {
  const { cases } = vectors<{ cases: Exchange[] }>('scram.json', { cases: [] })

  test.each(cases)('$name', async ({ input, expect: expected }) => {
    const { kdf, salt, iterations } = input
    const parameters = { kdf, salt, iterations }
    const salted = saltPassword(input.password, parameters)
    expect(encodeBase64(salted)).toBe(expected.saltedPassword)
    expect(await saltPasswordInSteps(input.password, parameters)).toEqual(salted)
    const credentials = scramCredentials(input.password, parameters)
    expect(credentials).toEqual({ ...parameters, storedKey: expected.storedKey, serverKey: expected.serverKey })
    const message = authMessage(input)
    expect(message).toBe(expected.authMessage)
    expect(proveClient(salted, message)).toEqual({ proof: expected.clientProof, verifier: expected.serverSignature })
    expect(isProof(expected.clientProof, message, credentials)).toBe(true)
    expect(serverSignature(message, credentials)).toBe(expected.serverSignature)
  })
})

test('argon2id13 is Argon2id 1.3 with one lane: the test vector of its reference implementation', async () => {
  const parameters = { kdf: 'argon2id13', salt: btoa('somesalt'), iterations: 2, memory: 256 } as const
  const salted = saltPassword('password', parameters)
  expect(Array.from(salted, byte => byte.toString(16).padStart(2, '0')).join('')).toBe(
    '9dfeb910e80bad0311fee20f9c0e2b12c17987b4cac90c2ef54d5b3021c68bfe',
  )
  expect(await saltPasswordInSteps('password', parameters)).toEqual(salted)
})

describe('a proof', () => {
  const credentials = scramCredentials('pencil', { kdf: 'pbkdf2', salt: btoa('12345678'), iterations: 10 })
  const { proof } = proveClient(saltPassword('pencil', credentials), 'message')

  test('holds for its password and its message only', () => {
    expect(isProof(proof, 'message', credentials)).toBe(true)
    expect(isProof(proof, 'another', credentials)).toBe(false)
    const { proof: wrong } = proveClient(saltPassword('pencils', credentials), 'message')
    expect(isProof(wrong, 'message', credentials)).toBe(false)
  })

  test.each(['', 'x', '====', btoa('short'), btoa('x'.repeat(33)), `${proof}\n`, `${proof}AAAA`])(
    '%j is none',
    text => {
      expect(isProof(text, 'message', credentials)).toBe(false)
    },
  )

  test('made of what the router keeps is none: the stored keys do not let anybody in', () => {
    for (const key of [credentials.storedKey, credentials.serverKey]) {
      expect(isProof(proveClient(decodeBase64(key) ?? new Uint8Array(), 'message').proof, 'message', credentials)).toBe(
        false,
      )
    }
  })
})

test.each([
  [{ kdf: 'pbkdf2', salt: 'no base64', iterations: 1 }, /salt/],
  [{ kdf: 'pbkdf2', salt: btoa('1234567'), iterations: 1 }, /salt/],
  [{ kdf: 'argon2id13', salt: btoa('12345678'), iterations: 1 }, /memory/],
] as const)('%j is refused', (parameters, sentence) => {
  expect(() => saltPassword('x', parameters)).toThrow(sentence)
})
