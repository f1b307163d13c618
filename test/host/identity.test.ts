// Identity: made once, the same after a reload and in every tab, and there even where nothing can be kept.

import { IDBFactory } from 'fake-indexeddb'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  type IdentityStore,
  indexedDbStore,
  loadIdentity,
  memoryStore,
  rereadIdentity,
  rotateSecret,
  type StoredIdentity,
} from '../../src/host/identity.ts'
import type { Crypto } from '../../src/transport/crypto/crypto.ts'
import { nobleCrypto } from '../../src/transport/crypto/noble.ts'
import { webCrypto } from '../../src/transport/crypto/web.ts'
import { roomName } from '../../src/transport/room-keys.ts'

const web = webCrypto(globalThis.crypto.subtle)
const text = new TextEncoder().encode('text')

/** Stores that outlive a page: each call of `reopen` is a page of its own on the same storage. */
const storages: [string, Crypto, () => () => IdentityStore][] = [
  ['IndexedDB, private key bytes', nobleCrypto, () => () => indexedDbStore()],
  ['memory, private CryptoKey', web, sharedMemory],
  ['memory, private key bytes', nobleCrypto, sharedMemory],
]

beforeEach(() => {
  vi.stubGlobal('indexedDB', new IDBFactory())
})
afterEach(() => vi.unstubAllGlobals())

describe.each(storages)('%s', (_, crypto, storage) => {
  it('makes an identity once and finds it again', async () => {
    const reopen = storage()
    const first = await loadIdentity({ crypto, store: reopen() })
    expect(first.room).toBe(await roomName(crypto, first.keys.publicKey))
    expect(first.secret).toMatch(/^[\w-]{21}[AQgw]$/)
    expect(first.warning).toBeUndefined()
    const again = await loadIdentity({ crypto, store: reopen() })
    expect(again).toEqual(first)
    expect(await crypto.verify(first.keys.publicKey, await crypto.sign(again.keys, text), text)).toBe(true)
  })

  it('keeps one per name', async () => {
    const reopen = storage()
    const first = await loadIdentity({ crypto, store: reopen() })
    const other = await loadIdentity({ crypto, store: reopen(), name: 'other' })
    expect(other.room).not.toBe(first.room)
    expect(other.secret).not.toBe(first.secret)
    expect((await loadIdentity({ crypto, store: reopen(), name: 'default' })).room).toBe(first.room)
    expect((await loadIdentity({ crypto, store: reopen(), name: 'other' })).room).toBe(other.room)
  })

  it('gives tabs that start at the same moment the same one', async () => {
    for (let round = 0; round < 5; round++) {
      const reopen = storage()
      const tabs = await Promise.all(
        Array.from({ length: 4 }, () => loadIdentity({ crypto, store: reopen(), name: `${round}` })),
      )
      expect(new Set(tabs.map(tab => `${tab.room}.${tab.secret}`)).size).toBe(1)
      for (const { keys } of tabs) {
        expect(await crypto.verify(tabs[0]?.keys.publicKey ?? text, await crypto.sign(keys, text), text)).toBe(true)
      }
    }
  })

  it('changes the secret and keeps the room', async () => {
    const reopen = storage()
    const before = await loadIdentity({ crypto, store: reopen() })
    const after = await rotateSecret({ crypto, store: reopen() })
    expect(after.room).toBe(before.room)
    expect(after.secret).not.toBe(before.secret)
    expect(await loadIdentity({ crypto, store: reopen() })).toEqual(after)
  })

  it('keeps the last four secrets, by which guests come back', async () => {
    const reopen = storage()
    const secrets = [(await loadIdentity({ crypto, store: reopen() })).secret]
    expect((await loadIdentity({ crypto, store: reopen() })).earlier).toEqual([])
    for (let round = 0; round < 6; round++) secrets.unshift((await rotateSecret({ crypto, store: reopen() })).secret)
    const { secret, earlier } = await loadIdentity({ crypto, store: reopen() })
    expect([secret, ...earlier]).toEqual(secrets.slice(0, 5))
  })

  it('can begin with a new secret', async () => {
    const reopen = storage()
    const rotated = await rotateSecret({ crypto, store: reopen() })
    expect(await loadIdentity({ crypto, store: reopen() })).toEqual(rotated)
  })
})

describe('the identity of a room that is open', () => {
  it('is found with the secret that another page has made', async () => {
    const reopen = sharedMemory()
    const own = await loadIdentity({ crypto: web, store: reopen() })
    expect(await rereadIdentity({ crypto: web, store: reopen() }, own)).toBe(own)
    const rotated = await rotateSecret({ crypto: web, store: reopen() })
    expect(await rereadIdentity({ crypto: web, store: reopen() }, own)).toEqual(rotated)
  })

  it('stays what it is where nothing is kept any more, and is kept again when its secret changes', async () => {
    const [full, cleared] = [sharedMemory(), sharedMemory()]
    const own = await loadIdentity({ crypto: web, store: full() })
    expect(await rereadIdentity({ crypto: web, store: cleared() }, own)).toBe(own)
    const rotated = await rotateSecret({ crypto: web, store: cleared() }, own)
    expect([rotated.room, rotated.earlier]).toEqual([own.room, [own.secret]])
    expect(await loadIdentity({ crypto: web, store: cleared() })).toEqual(rotated)
  })

  it('leaves another one alone that has taken its place: its own new secret lives as long as the page', async () => {
    const store = memoryStore()
    let kept: unknown
    const changing: IdentityStore = {
      ...store,
      read: async () => kept,
      update: async (_, change) => {
        const changed = change(kept)
        kept = changed
        return changed
      },
    }
    const own = await loadIdentity({ crypto: web, store: changing })
    const other = await loadIdentity({ crypto: web, store: memoryStore() })
    kept = { ...other.keys, secret: other.secret }
    expect(await rereadIdentity({ crypto: web, store: changing }, own)).toBe(own)
    const rotated = await rotateSecret({ crypto: web, store: changing }, own)
    expect(rotated).toMatchObject({
      room: own.room,
      persistent: false,
      warning: expect.stringContaining('another key'),
    })
    expect(rotated.secret).not.toBe(own.secret)
    expect(kept).toMatchObject({ secret: other.secret })
  })
})

describe('whether it is kept', () => {
  it('is said', async () => {
    expect((await loadIdentity({ crypto: nobleCrypto, store: indexedDbStore() })).persistent).toBe(true)
    expect((await loadIdentity({ crypto: nobleCrypto, store: memoryStore() })).persistent).toBe(false)
  })

  it('by default is decided by IndexedDB', async () => {
    const identity = await loadIdentity({ crypto: nobleCrypto })
    expect(identity.persistent).toBe(true)
    expect(await loadIdentity({ crypto: nobleCrypto, store: indexedDbStore('wamp-mesh') })).toEqual(identity)
  })
})

describe('a broken store', () => {
  const unavailable = async () => {
    throw new Error('storage is disabled')
  }
  const broken: [string, () => IdentityStore][] = [
    ['cannot be read', () => ({ persistent: true, read: unavailable, update: unavailable })],
    ['cannot be written', () => ({ persistent: true, read: async () => undefined, update: unavailable })],
    [
      'throws at once',
      () => ({
        persistent: true,
        read: () => {
          throw new Error('storage is disabled')
        },
        update: unavailable,
      }),
    ],
  ]

  it.each(broken)('that %s leaves an identity for the life of the page, and says so', async (_, make) => {
    const store = make()
    const identities = await Promise.all([loadIdentity({ crypto: web, store }), loadIdentity({ crypto: web, store })])
    const [identity, same] = identities
    expect(identity.persistent).toBe(false)
    expect(identity.warning).toContain('storage is disabled')
    expect(same.room).toBe(identity.room)
    expect(await loadIdentity({ crypto: web, store })).toEqual(identity)
    expect((await loadIdentity({ crypto: web, store, name: 'other' })).room).not.toBe(identity.room)
    expect((await loadIdentity({ crypto: web, store: make() })).room).not.toBe(identity.room)
    const rotated = await rotateSecret({ crypto: web, store })
    expect(rotated.room).toBe(identity.room)
    expect(rotated.secret).not.toBe(identity.secret)
  })

  it('is what a platform without IndexedDB has', async () => {
    vi.stubGlobal('indexedDB', undefined)
    const identity = await loadIdentity({ crypto: web, store: indexedDbStore() })
    expect(identity.persistent).toBe(false)
    expect(identity.warning).toContain('only until this page closes')
  })

  it('is what a browser has that refuses to keep the key', async () => {
    const refusal = { ...web, generateKeys: async () => ({ ...(await web.generateKeys()), privateKey: () => {} }) }
    const unclonable = refusal as unknown as Crypto
    expect((await loadIdentity({ crypto: unclonable, store: indexedDbStore() })).persistent).toBe(false)
  })

  it('that breaks later leaves the room as it is, now and when it works again', async () => {
    const store = memoryStore()
    const flaky = { ...store, persistent: true, update: store.update }
    const before = await loadIdentity({ crypto: web, store: flaky })
    flaky.update = unavailable
    const rotated = await rotateSecret({ crypto: web, store: flaky })
    expect(rotated.room).toBe(before.room)
    expect(rotated.secret).not.toBe(before.secret)
    expect(rotated.persistent).toBe(false)
    flaky.update = store.update
    expect(await loadIdentity({ crypto: web, store: flaky })).toEqual(rotated)
  })

  it('does not hide that the cryptography failed', async () => {
    const failing: Crypto = { ...web, generateKeys: () => Promise.reject(new Error('no keys today')) }
    await expect(loadIdentity({ crypto: failing, store: memoryStore() })).rejects.toThrow('no keys today')
  })
})

describe('what is found in the store', () => {
  it.each([
    ['nothing of ours', 'something else'],
    ['null', null],
    ['an identity without a key', { secret: 'AAECAwQFBgcICQoLDA0ODw', publicKey: new Uint8Array(65) }],
    [
      'a cut-off secret',
      { secret: 'AAEC', publicKey: Uint8Array.of(4, ...new Uint8Array(64)), privateKey: new Uint8Array(32) },
    ],
  ])('is replaced if it is %s', async (_, found) => {
    const store = holding(found)
    const identity = await loadIdentity({ crypto: nobleCrypto, store })
    expect(identity.warning).toBeUndefined()
    expect(await loadIdentity({ crypto: nobleCrypto, store })).toEqual(identity)
  })

  it('is used by WebCrypto even if a plain-http page made it', async () => {
    const store = memoryStore()
    const made = await loadIdentity({ crypto: nobleCrypto, store })
    const found = await loadIdentity({ crypto: web, store })
    expect(found.room).toBe(made.room)
    expect(await nobleCrypto.verify(made.keys.publicKey, await web.sign(found.keys, text), text)).toBe(true)
  })

  it('is left alone if only a secure page can use it', async () => {
    const kept = sharedMemory()
    const made = await loadIdentity({ crypto: web, store: kept() })
    const plain = await loadIdentity({ crypto: nobleCrypto, store: kept() })
    expect(plain.room).not.toBe(made.room)
    expect(plain.persistent).toBe(false)
    expect(plain.warning).toContain('cannot be used by a plain http one')
    expect((await rotateSecret({ crypto: nobleCrypto, store: kept() })).persistent).toBe(false)
    expect(await loadIdentity({ crypto: web, store: kept() })).toEqual(made)
  })
})

/** Stores over one memory, each of which a page could have for its own. */
function sharedMemory(): () => IdentityStore {
  const memory = memoryStore()
  return () => ({ ...memory })
}

/** A store in which `kept` lies already, under every name. */
function holding(kept: unknown): IdentityStore {
  let content = kept
  return {
    persistent: true,
    read: async () => content,
    update: async (_, change) => {
      const changed: StoredIdentity = change(content)
      content = changed
      return changed
    },
  }
}
