// The tunnel's wire format: a guest written from its description alone, on node:crypto, talks to our host.

import {
  createCipheriv,
  createDecipheriv,
  createECDH,
  createHash,
  createPublicKey,
  hkdfSync,
  randomBytes,
  verify,
} from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { decodeBase64url, encodeBase64url } from '../../src/transport/base64url.ts'
import { deriveTicket, roomName } from '../../src/transport/room-keys.ts'
import { hostOf, makeRoom, noble, type Room, text, web } from './tunnel-ends.ts'

const sha256 = (...parts: Uint8Array[]) => createHash('sha256').update(Buffer.concat(parts)).digest()
const hkdf = (ikm: Uint8Array, salt: Uint8Array, info: string, length = 32) =>
  Buffer.from(hkdfSync('sha256', ikm, salt, info, length))

function seal(key: Uint8Array, iv: Uint8Array, plaintext: Uint8Array, associated = ''): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(associated, 'latin1'))
  return Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()])
}

function open(key: Uint8Array, iv: Uint8Array, sealed: Uint8Array, associated = ''): Buffer {
  const cipher = createDecipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(associated, 'latin1'))
  cipher.setAuthTag(sealed.subarray(-16))
  return Buffer.concat([cipher.update(sealed.subarray(0, -16)), cipher.final()])
}

function counter(value: number): Buffer {
  const iv = Buffer.alloc(12)
  iv.writeUInt32BE(value, 8)
  return iv
}

function isSigned(publicKey: Buffer, signature: Buffer, signed: Buffer): boolean {
  const [x, y] = [publicKey.subarray(1, 33), publicKey.subarray(33)].map(encodeBase64url) as [string, string]
  const key = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' })
  return verify('sha256', signed, { key, dsaEncoding: 'ieee-p1363' }, signature)
}

/** A guest's handshake; gives the two direction keys. */
async function shakeHands(room: Room, host: ReturnType<typeof hostOf>) {
  const [secret, name] = [decodeBase64url(room.secret), decodeBase64url(room.room)]
  const intro = hkdf(secret, name, 'wamp-mesh/1 intro')
  const ephemeral = createECDH('prime256v1')
  const iv = randomBytes(12)
  const offer = Buffer.concat([ephemeral.generateKeys(), Buffer.from('{"a":1}')])
  const hello = Buffer.concat([Buffer.of(1), iv, seal(intro, iv, offer, `wamp-mesh/1 hello ${room.room}`)])
  host.tunnel.receive(hello)
  await host.end.until(end => end.wire.length === 1)

  const welcome = Buffer.from(host.end.wire[0] ?? [])
  expect(welcome[0]).toBe(2)
  const context = `wamp-mesh/1 welcome ${room.room}${sha256(hello).toString('latin1')}`
  const answer = open(intro, welcome.subarray(1, 13), welcome.subarray(13), context)
  const [identity, theirs, signature] = [answer.subarray(0, 65), answer.subarray(65, 130), answer.subarray(130, 194)]
  expect(encodeBase64url(sha256(identity).subarray(0, 16))).toBe(room.room)
  const signed = Buffer.concat([Buffer.from('wamp-mesh/1 welcome'), sha256(hello), theirs, answer.subarray(194)])
  expect(isSigned(identity, signature, signed)).toBe(true)
  const ikm = Buffer.concat([ephemeral.computeSecret(theirs), secret])
  const salt = sha256(hello, welcome)
  return {
    options: JSON.parse(answer.subarray(194).toString()) as unknown,
    name: encodeBase64url(hkdf(ikm, salt, 'wamp-mesh/1 name', 24)),
    toHost: hkdf(ikm, salt, 'wamp-mesh/1 guest'),
    toGuest: hkdf(ikm, salt, 'wamp-mesh/1 host'),
  }
}

describe.each([
  ['WebCrypto', web],
  ['noble', noble],
])('%s', (_, crypto) => {
  it('speaks the format as described', async () => {
    const room = await makeRoom(crypto)
    const host = hostOf(room, { crypto, answer: () => ({ b: [2] }) })
    const { options, name, toHost, toGuest } = await shakeHands(room, host)
    expect(await host.tunnel.opened).toEqual({ a: 1 })
    expect(options).toEqual({ b: [2] })
    expect(host.tunnel.name).toBe(name)
    for (let index = 0; index < 300; index++) {
      host.tunnel.receive(Buffer.concat([Buffer.of(3), seal(toHost, counter(index), text(`up ${index}`))]))
      host.tunnel.send(text(`down ${index}`))
    }
    await host.end.until(end => end.got.length === 300 && end.wire.length === 301)
    expect(host.end.texts[299]).toBe('up 299')
    for (const [index, record] of host.end.wire.slice(1).entries()) {
      expect(record[0]).toBe(3)
      expect(open(toGuest, counter(index), record.subarray(1)).toString()).toBe(`down ${index}`)
    }
  })

  it('names rooms and derives tickets as described', async () => {
    const publicKey = Uint8Array.from({ length: 65 }, (_, index) => index)
    const room = await roomName(crypto, publicKey)
    expect(room).toBe(encodeBase64url(sha256(publicKey).subarray(0, 16)))
    const secret = encodeBase64url(Uint8Array.from({ length: 16 }, (_, index) => index))
    const expected = hkdf(decodeBase64url(secret), decodeBase64url(room), 'wamp-mesh/1 ticket', 16)
    expect(await deriveTicket(crypto, { room, secret })).toBe(encodeBase64url(expected))
  })
})
