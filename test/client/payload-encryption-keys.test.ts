// End-to-end encryption: the layout as src/client/README.md has it, and which keys there can be.

import { describe, expect, test, vi } from 'vitest'
import { aesGcm } from '../../src/client/aes-gcm.ts'
import { payloadEncryption } from '../../src/client/payload-encryption.ts'
import type { Sealed } from '../../src/client/payload-passthru.ts'
import { Payload } from '../../src/protocol/payload.ts'
import { nobleCrypto } from '../../src/transport/crypto/noble.ts'
import { SERIALIZERS } from '../raw-codec.ts'
import { calm, everything, KEY, next, PPT, pubSub, withKeys } from './encrypting.ts'
import { openedAdvanced } from './scripted-router.ts'

describe('the layout', () => {
  test('is a nonce of 12 bytes, then ciphertext and tag over JSON, bound to kind and URI', async () => {
    const { publisher } = await pubSub()
    void publisher.session.publish('com.app.t', ['x'], { a: Uint8Array.of(1) })
    const [[, , , , [binary] = []] = []] = (await next(publisher.peer)) as [
      number,
      number,
      object,
      string,
      Uint8Array[],
    ][]
    const cipher = await nobleCrypto.cipher(KEY)
    const sealed = binary as Uint8Array
    const associated = new TextEncoder().encode('x_wamp_mesh\nevent\ncom.app.t\n0\n')
    const plaintext = await cipher.open(sealed.subarray(0, 12), sealed.subarray(12), associated)
    expect(JSON.parse(new TextDecoder().decode(plaintext))).toEqual({ args: ['x'], kwargs: { a: '\u0000AQ==' } })
  })

  test.each(['5', '[]', '{"args":5}', '{"args":[],"kwargs":[]}', '{', '{}],[{}', ''])(
    'a key holder who seals %j harms nobody',
    async text => {
      const { subscriber, handler, onerror } = await pubSub()
      const cipher = await aesGcm()(KEY)
      const nonce = new Uint8Array(12)
      const associated = new TextEncoder().encode('x_wamp_mesh\nevent\ncom.app.t\n0\n')
      const ciphertext = await cipher.seal(nonce, new TextEncoder().encode(text), associated)
      subscriber.peer.sends([36, 11, 5, PPT, [Uint8Array.from([...nonce, ...ciphertext])]])
      await calm()
      expect(handler.mock.calls.length + onerror.mock.calls.length).toBe(1)
      expect(handler).not.toHaveBeenCalled()
    },
  )

  test('no two payloads are the same', async () => {
    const { sealed } = await pubSub()
    const seen = new Set<string>()
    for (let count = 0; count < 50; count++) seen.add((await sealed()).binary.subarray(0, 12).join())
    expect(seen.size).toBe(50)
  })
})

describe('keys', () => {
  test('match as subscriptions do, the first that fits is sent with', async () => {
    const makePassthru = payloadEncryption({
      keys: [
        { uri: 'com.app.t', key: KEY, keyid: 'exact' },
        { uri: 'com..t', match: 'wildcard', key: KEY, keyid: 'wildcard' },
        { uri: 'com.app.', match: 'prefix', key: KEY, keyid: 'prefix' },
      ],
    })
    const passthru = makePassthru(() => undefined)
    const sealed = (uri: string) =>
      new Promise<Sealed>((resolve, reject) => passthru.seal({ kind: 'event', uri }, Payload.empty, resolve, reject))
    const keyOf = async (uri: string) => (await sealed(uri)).options.ppt_keyid
    expect(await keyOf('com.app.t')).toBe('exact')
    expect(await keyOf('com.other.t')).toBe('wildcard')
    expect(await keyOf('com.app.u')).toBe('prefix')
    expect(await keyOf('com.app.t.x')).toBe('prefix')
    expect(await keyOf('com.other.t.x')).toBeUndefined()
    expect(await keyOf('org.other.t')).toBeUndefined()
  })

  test.each([0, 16, 31, 33])('of %d bytes are refused at once', length => {
    expect(() => payloadEncryption({ keys: [{ uri: 'com.app.t', key: new Uint8Array(length) }] })).toThrow(
      `the key for com.app.t must have 32 bytes, and has ${length}`,
    )
  })

  test('may be kept by WebCrypto, or used where there is none by a cipher that is handed in', async () => {
    const kept = await crypto.subtle.importKey('raw', KEY, 'AES-GCM', false, ['encrypt', 'decrypt'])
    const { sealed } = await pubSub(withKeys({ uri: 'com.app.t', key: kept }))
    const pure = payloadEncryption({
      keys: [{ uri: 'com.app.t', key: KEY }],
      cipher: key => nobleCrypto.cipher(key as Uint8Array),
    })
    const { subscriber, got } = await pubSub({ encryption: pure })
    const { details, binary } = await sealed()
    subscriber.peer.sends([36, 11, 5, details, [binary]])
    await vi.waitFor(() => expect(got()).toEqual([['secret']]))
  })

  test('on a page of plain http are refused at once, with what to do', () => {
    vi.stubGlobal('crypto', {})
    try {
      expect(() => payloadEncryption({ keys: [] })).toThrow(/crypto\.subtle.*plain http.*https/)
    } finally {
      vi.unstubAllGlobals()
    }
  })
})

test.each(SERIALIZERS.filter(({ binary }) => binary))('over $id payloads are the same binary', async serializer => {
  const { session, peer } = await openedAdvanced(everything(), serializer)
  void session.publish('com.app.t', [1])
  expect(await next(peer)).toEqual([[16, 1, PPT, 'com.app.t', [expect.any(Uint8Array)]]])
})

test('over json, where binary is text, payloads open as well', async () => {
  const { session, peer } = await openedAdvanced(everything(), SERIALIZERS[0])
  void session.publish('com.app.t', ['secret', Uint8Array.of(1)])
  const [[, , details, , args] = []] = await next(peer)
  expect(args).toEqual([expect.stringMatching(/^\0[\w+/=]+$/)])
  const subscriber = await openedAdvanced(everything(), SERIALIZERS[0])
  const handler = vi.fn()
  const subscribing = subscriber.session.subscribe('com.app.t', handler)
  subscriber.peer.sends([33, 1, 11], [36, 11, 5, details, args])
  await subscribing
  await vi.waitFor(() => expect(handler).toHaveBeenCalled())
  expect(handler.mock.calls[0]?.[0]).toEqual(['secret', Uint8Array.of(1)])
})
