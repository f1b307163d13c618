// What is signed in wampcra, by published signatures [wamp:wampcra].

import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { encodeBase64 } from '../../../src/protocol/auth/base64.ts'
import { deriveKey, signWampCra } from '../../../src/protocol/auth/wampcra.ts'
import { hex } from '../../raw-codec.ts'
import { describeVectors, vectors } from '../vectors.ts'

interface Signed {
  readonly secret: string
  readonly challenge: string
  readonly signature: string
}
interface Salted {
  readonly secret: string
  readonly salt: string
  readonly iterations: number
  readonly keylen: number
}

describeVectors('wampcra.json', () => {
  const { cases } = vectors<{
    cases: { sign: Signed[]; derive_key: (Salted & { base64: string })[]; salted_sign: (Salted & Signed)[] }
  }>('wampcra.json', { cases: { sign: [], derive_key: [], salted_sign: [] } })

  test.each(cases.sign)('$source', ({ secret, challenge, signature }) => {
    expect(signWampCra(secret, challenge)).toBe(signature)
  })

  test.each(cases.derive_key)('a key: $source', ({ secret, salt, iterations, keylen, base64 }) => {
    expect(deriveKey(secret, salt, iterations, keylen)).toBe(base64)
  })

  test.each(cases.salted_sign)('T-24: the key of a salted secret is text: $source', vector => {
    const { secret, salt, iterations, keylen, challenge, signature } = vector
    expect(signWampCra(deriveKey(secret, salt, iterations, keylen), challenge)).toBe(signature)
  })
})

test('RFC 4231, test case 2', () => {
  const signature = hex('5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843')
  expect(signWampCra('Jefe', 'what do ya want for nothing?')).toBe(encodeBase64(signature))
})

test('secrets are UTF-8', () => {
  const utf8 = createHmac('sha256', Buffer.from('d0bad0bbd18ed187', 'hex')).update(Buffer.from('d0bed182d0b2', 'hex'))
  expect(signWampCra('ключ', 'отв')).toBe(utf8.digest('base64'))
})

test('a thousand iterations and 32 bytes are what routers mean when they do not say', () => {
  expect(deriveKey('secret1', 'salt123')).toBe(deriveKey('secret1', 'salt123', 1000, 32))
})
