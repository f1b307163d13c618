// Identity in a real browser's IndexedDB: private keys are kept as CryptoKeys that nobody can read.

import { createStore, get } from 'idb-keyval'
import { expect, it } from 'vitest'
import { indexedDbStore, loadIdentity, rotateSecret } from '../../src/host/identity.ts'
import { webCrypto } from '../../src/transport/crypto/web.ts'

const crypto = webCrypto(globalThis.crypto.subtle)
const text = new TextEncoder().encode('text')
const name = () => globalThis.crypto.randomUUID()

it('is found again with a key that signs and cannot be read out', async () => {
  const room = name()
  const made = await loadIdentity({ crypto, name: room })
  expect(made.persistent).toBe(true)
  const found = await loadIdentity({ crypto, name: room, store: indexedDbStore() })
  expect([found.room, found.secret]).toEqual([made.room, made.secret])
  expect(found.keys.privateKey).toBeInstanceOf(CryptoKey)
  expect(found.keys.privateKey).not.toBe(made.keys.privateKey)
  expect(found.keys.privateKey).toMatchObject({ extractable: false })
  expect(await crypto.verify(made.keys.publicKey, await crypto.sign(found.keys, text), text)).toBe(true)
  const kept = await get<Record<string, unknown>>(room, createStore('wamp-mesh', 'identities'))
  expect(Object.keys(kept ?? {}).sort()).toEqual(['privateKey', 'publicKey', 'secret'])
})

it('is the same for those who ask at the same moment', async () => {
  for (let round = 0; round < 10; round++) {
    const options = { crypto, name: name() }
    const all = await Promise.all(
      Array.from({ length: 6 }, () => loadIdentity({ ...options, store: indexedDbStore() })),
    )
    expect(new Set(all.map(({ room, secret }) => `${room}.${secret}`)).size).toBe(1)
  }
})

it('keeps its room when the secret changes', async () => {
  const options = { crypto, name: name() }
  const made = await loadIdentity(options)
  const rotated = await rotateSecret(options)
  expect(rotated.room).toBe(made.room)
  expect((await loadIdentity({ ...options, store: indexedDbStore() })).secret).toBe(rotated.secret)
  expect(rotated.secret).not.toBe(made.secret)
})
