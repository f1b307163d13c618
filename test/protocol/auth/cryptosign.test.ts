// Signatures of cryptosign, by published ones [wamp:cryptosignauth].

import { expect, test } from 'vitest'
import { publicKeyOf, signChallenge, verifySignature } from '../../../src/protocol/auth/cryptosign.ts'
import { describeVectors, vectors } from '../vectors.ts'

interface Vectors {
  sign: { channel_id: string | null; private_key: string; challenge: string; signature: string }[]
  verify: { name: string; pubkey: string; challenge: string; channel_id: string | null; signature: string }[]
  keypairs: { seed: string; pubkey: string }[]
}

describeVectors('cryptosign.json', () => {
  const { sign, verify, keypairs } = vectors<Vectors>('cryptosign.json', { sign: [], verify: [], keypairs: [] })

  test.each(sign)('signs $challenge', ({ channel_id, private_key, challenge, signature }) => {
    const channelId = channel_id ?? undefined
    expect(signChallenge(private_key, challenge, channelId)).toBe(signature)
    expect(verifySignature(publicKeyOf(private_key), { challenge, signature, channelId })).toBe(true)
    if (channelId) expect(verifySignature(publicKeyOf(private_key), { challenge, signature })).toBe(false)
  })

  test.each(verify)('$name', ({ pubkey, challenge, channel_id, signature }) => {
    // Of one exchange the channel is not known: challenge XOR channel is what stands behind the signature.
    const signed = channel_id === null ? challenge : signature.slice(-64)
    expect(verifySignature(pubkey, { challenge: signed, signature })).toBe(true)
  })

  test.each(keypairs)('the public key of $seed', ({ seed, pubkey }) => {
    expect(publicKeyOf(seed)).toBe(pubkey)
  })
})

const KEY = '4d57d97a68f555696620a6d849c0ce582568518d729eb753dc7c732de2804510'
const OTHER = '6e1fde9cf9e2359a87420b65a87dc0c66136e66945196ba2475990d8a0c3a25b'
const challenge = 'ab'.repeat(32)

test('capital digits are digits', () => {
  const signature = signChallenge(KEY.toUpperCase(), challenge.toUpperCase()).toUpperCase()
  expect(verifySignature(publicKeyOf(KEY), { challenge, signature })).toBe(true)
})

test('whatever else is changed, it is no signature', () => {
  const publicKey = publicKeyOf(KEY)
  const signature = signChallenge(KEY, challenge)
  const verifies = (changed: { challenge?: string; signature?: string }, key = publicKey) =>
    verifySignature(key, { challenge, signature, ...changed })
  expect(verifies({})).toBe(true)
  expect(verifies({}, publicKeyOf(OTHER))).toBe(false)
  expect(verifies({ challenge: 'ac'.repeat(32) })).toBe(false)
  for (let at = 0; at < signature.length; at += 7) {
    const digit = signature[at] === '0' ? '1' : '0'
    expect(verifies({ signature: signature.slice(0, at) + digit + signature.slice(at + 1) })).toBe(false)
  }
  for (const nonsense of ['', 'x', signature.slice(2), `${signature}00`, signature.slice(0, 128), 'zz'.repeat(96)]) {
    expect(verifies({ signature: nonsense })).toBe(false)
  }
})

test('a key of small order, with which anything verifies, is no key', () => {
  const zeros = '00'.repeat(32)
  const identity = `01${'00'.repeat(31)}`
  for (const key of [zeros, identity]) {
    expect(verifySignature(key, { challenge, signature: identity + zeros + challenge })).toBe(false)
  }
})

test.each(['', '00', 'x'.repeat(64), `${KEY}00`])('%j is no key, and is not said back', key => {
  expect(() => publicKeyOf(key)).toThrow(
    'a private key of cryptosign must be 32 bytes, written as 64 hexadecimal digits',
  )
  expect(() => signChallenge(KEY, key)).toThrow(/a challenge of cryptosign/)
})
