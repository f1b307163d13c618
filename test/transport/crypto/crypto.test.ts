// Both cryptographies: published vectors, and each understands what the other wrote.

import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Crypto } from '../../../src/transport/crypto/crypto.ts'
import { loadCrypto } from '../../../src/transport/crypto/load.ts'
import { nobleCrypto } from '../../../src/transport/crypto/noble.ts'
import { webCrypto } from '../../../src/transport/crypto/web.ts'

const web = webCrypto(crypto.subtle)
const implementations: [string, Crypto][] = [
  ['WebCrypto', web],
  ['noble', nobleCrypto],
]
const pairs: [string, Crypto, Crypto][] = [
  ['WebCrypto → noble', web, nobleCrypto],
  ['noble → WebCrypto', nobleCrypto, web],
]

const hex = (text: string) =>
  Uint8Array.from(text.replace(/\s/g, '').match(/../g) ?? [], byte => Number.parseInt(byte, 16))
const utf8 = (text: string) => new TextEncoder().encode(text)
const plain = (bytes: Uint8Array | undefined) => bytes && [...bytes]

// RFC 6979 A.2.5: P-256, SHA-256. The first signature's s is in the upper half, which noble refuses by default.
const privateKey = hex('C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721')
const publicKey = hex(`04
  60FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB6
  7903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299`)
const signatures: [string, Uint8Array][] = [
  [
    'sample',
    hex(`EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716
         F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8`),
  ],
  [
    'test',
    hex(`F1ABB023518351CD71D881567B1EA663ED3EFCF6C5132B354F28D3B0B7D38367
         019F4113742A2B14BD25926B49C649155F267E60D3814B4C0CC84250E46F0083`),
  ],
]

// RFC 5869 A.1, A.2, A.3.
const derivations = [
  {
    ikm: hex('0b'.repeat(22)),
    salt: hex('000102030405060708090a0b0c'),
    info: hex('f0f1f2f3f4f5f6f7f8f9'),
    okm: hex('3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865'),
  },
  {
    ikm: Uint8Array.from({ length: 80 }, (_, index) => index),
    salt: Uint8Array.from({ length: 80 }, (_, index) => 0x60 + index),
    info: Uint8Array.from({ length: 80 }, (_, index) => 0xb0 + index),
    okm: hex(`b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09
              da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87`),
  },
  {
    ikm: hex('0b'.repeat(22)),
    salt: new Uint8Array(),
    info: new Uint8Array(),
    okm: hex('8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8'),
  },
]

// "The Galois/Counter Mode of Operation", McGrew and Viega, test case 16.
const gcm = {
  key: hex('feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308'),
  iv: hex('cafebabefacedbaddecaf888'),
  associated: hex('feedfacedeadbeeffeedfacedeadbeefabaddad2'),
  plaintext: hex(`d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72
                  1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39`),
  sealed: hex(`522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa
               8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662 76fc6ece0f4e1768cddf8853bb2d551b`),
}

const notPublicKeys: [string, Uint8Array][] = [
  ['nothing', new Uint8Array()],
  ['zeros', new Uint8Array(65)],
  ['a point off the curve', Uint8Array.from(publicKey, (byte, index) => (index === 64 ? byte ^ 1 : byte))],
  ['a compressed point', Uint8Array.of(3, ...publicKey.subarray(1, 33))],
  ['a point in hybrid form', Uint8Array.of(7, ...publicKey.subarray(1))],
  ['a coordinate over the field', Uint8Array.of(4, ...new Uint8Array(64).fill(255))],
  ['a byte too many', Uint8Array.of(...publicKey, 0)],
]

describe.each(implementations)('%s', (_, crypto) => {
  it('hashes as FIPS 180 says', async () => {
    const abc = hex('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
    expect(plain(await crypto.sha256(utf8('abc')))).toEqual(plain(abc))
  })

  it.each(derivations)('derives keys as RFC 5869 says (%#)', async ({ ikm, salt, info, okm }) => {
    expect(plain(await crypto.hkdf(ikm, salt, info, okm.length))).toEqual(plain(okm))
  })

  it('seals and opens as GCM says', async () => {
    const cipher = await crypto.cipher(gcm.key)
    expect(plain(await cipher.seal(gcm.iv, gcm.plaintext, gcm.associated))).toEqual(plain(gcm.sealed))
    expect(plain(await cipher.open(gcm.iv, gcm.sealed, gcm.associated))).toEqual(plain(gcm.plaintext))
  })

  it('opens nothing that differs from what was sealed', async () => {
    const cipher = await crypto.cipher(gcm.key)
    for (const index of gcm.sealed.keys()) {
      const altered = Uint8Array.from(gcm.sealed, (byte, at) => (at === index ? byte ^ 0x10 : byte))
      expect(await cipher.open(gcm.iv, altered, gcm.associated)).toBeUndefined()
    }
    for (const length of [0, 15, 16, gcm.sealed.length - 1]) {
      expect(await cipher.open(gcm.iv, gcm.sealed.subarray(0, length), gcm.associated)).toBeUndefined()
    }
    expect(await cipher.open(gcm.iv, gcm.sealed)).toBeUndefined()
    expect(await cipher.open(new Uint8Array(12), gcm.sealed, gcm.associated)).toBeUndefined()
    expect(await (await crypto.cipher(new Uint8Array(32))).open(gcm.iv, gcm.sealed, gcm.associated)).toBeUndefined()
  })

  it.each(signatures)('verifies the signature of RFC 6979 over "%s", and no other', async (text, signature) => {
    expect(await crypto.verify(publicKey, signature, utf8(text))).toBe(true)
    expect(await crypto.verify(publicKey, signature, utf8(`${text}!`))).toBe(false)
    for (const index of signature.keys()) {
      const altered = Uint8Array.from(signature, (byte, at) => (at === index ? byte ^ 1 : byte))
      expect(await crypto.verify(publicKey, altered, utf8(text))).toBe(false)
    }
  })

  it('takes a signature of another form for a wrong one', async () => {
    const [[text, signature]] = signatures as [[string, Uint8Array]]
    for (const wrong of [
      [],
      [0],
      signature.subarray(1),
      new Uint8Array(64),
      new Uint8Array(64).fill(255),
      [...signature, 0],
    ]) {
      expect(await crypto.verify(publicKey, Uint8Array.from(wrong), utf8(text))).toBe(false)
    }
  })

  it.each(notPublicKeys)('takes %s for no public key', async (_, key) => {
    const [[text, signature]] = signatures as [[string, Uint8Array]]
    expect(await crypto.verify(key, signature, utf8(text))).toBe(false)
    expect(await (await crypto.agreement()).derive(key)).toBeUndefined()
  })

  it('makes a key pair that signs, and another one each time', async () => {
    const [keys, others] = [await crypto.generateKeys(), await crypto.generateKeys()]
    const signature = await crypto.sign(keys, utf8('text'))
    expect(signature).toHaveLength(64)
    expect(keys.publicKey).toHaveLength(65)
    expect(await crypto.verify(keys.publicKey, signature, utf8('text'))).toBe(true)
    expect(await crypto.verify(others.publicKey, signature, utf8('text'))).toBe(false)
  })

  it('signs with private bytes, as a plain-http page keeps them', async () => {
    expect(crypto.canSign({ publicKey, privateKey })).toBe(true)
    const signature = await crypto.sign({ publicKey, privateKey }, utf8('sample'))
    expect(await crypto.verify(publicKey, signature, utf8('sample'))).toBe(true)
  })

  it('gives random bytes of any length', () => {
    expect(crypto.random(0)).toHaveLength(0)
    expect(plain(crypto.random(32))).not.toEqual(plain(crypto.random(32)))
  })
})

describe.each(pairs)('%s', (_, one, other) => {
  it('derives the same keys', async () => {
    for (let length = 1; length <= 255; length += 31) {
      const [ikm, salt, info] = [one.random(length), one.random(length % 40), one.random(length % 90)]
      expect(plain(await other.hkdf(ikm, salt, info, length))).toEqual(plain(await one.hkdf(ikm, salt, info, length)))
    }
  })

  it('opens what the other sealed', async () => {
    for (const length of [0, 1, 15, 16, 17, 1000, 65_536]) {
      const [key, iv, associated, plaintext] = [32, 12, length % 50, length].map(size => one.random(size))
      if (!key || !iv || !plaintext) throw new Error('unreachable')
      const sealed = await (await one.cipher(key)).seal(iv, plaintext, associated)
      const opened = await (await other.cipher(key)).open(iv, sealed, associated)
      expect(opened && Buffer.compare(opened, plaintext)).toBe(0)
    }
  })

  it('agrees on the same secret', async () => {
    // One secret in 256 begins with a zero byte, which must not be left out.
    for (let round = 0; round < 20; round++) {
      const [mine, theirs] = [await one.agreement(), await other.agreement()]
      const secret = await mine.derive(theirs.publicKey)
      expect(secret).toHaveLength(32)
      expect(plain(secret)).toEqual(plain(await theirs.derive(mine.publicKey)))
    }
  })

  it('verifies what the other signed', async () => {
    // Half of all signatures have a high s: twenty would all be low once in a million runs.
    const keys = await one.generateKeys()
    for (let round = 0; round < 20; round++) {
      const text = one.random(round * 10)
      expect(await other.verify(keys.publicKey, await one.sign(keys, text), text)).toBe(true)
    }
  })
})

describe('private keys', () => {
  it('cannot be read out of WebCrypto', async () => {
    const { privateKey } = await web.generateKeys()
    expect(privateKey).toBeInstanceOf(CryptoKey)
    expect(privateKey).toMatchObject({ extractable: false, usages: ['sign'] })
  })

  it('of WebCrypto are refused by noble with a reason', async () => {
    const keys = await web.generateKeys()
    expect(nobleCrypto.canSign(keys)).toBe(false)
    await expect(nobleCrypto.sign(keys, utf8('text'))).rejects.toThrow('made on a secure page')
  })
})

describe('loadCrypto', () => {
  afterEach(() => vi.unstubAllGlobals())

  it('takes WebCrypto where the platform has it', async () => {
    expect((await (await loadCrypto()).generateKeys()).privateKey).toBeInstanceOf(CryptoKey)
  })

  it('takes noble where crypto.subtle is withheld', async () => {
    vi.stubGlobal('crypto', { getRandomValues: crypto.getRandomValues.bind(crypto) })
    expect(await loadCrypto()).toBe(nobleCrypto)
    expect((await nobleCrypto.generateKeys()).privateKey).toBeInstanceOf(Uint8Array)
  })
})
