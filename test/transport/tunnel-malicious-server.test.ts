// A malicious signaling server, alone or with a guest's invite in hand: every attempt on a tunnel fails, visibly.

import { describe, expect, it } from 'vitest'
import { concatBytes, utf8 } from '../../src/transport/bytes.ts'
import type { Cipher, Crypto } from '../../src/transport/crypto/crypto.ts'
import { introCipher } from '../../src/transport/room-keys.ts'
import { tunnelReasons } from '../../src/transport/tunnel-reasons.ts'
import {
  flipBit,
  guestOf,
  hostOf,
  makeRoom,
  noble,
  openPair,
  type Room,
  type Side,
  text,
  web,
  wireUp,
} from './tunnel-ends.ts'

const { wrongInvite, unreadableAnswer, forgedAnswer, brokenSequence } = tunnelReasons
const cryptos: [string, Crypto][] = [
  ['WebCrypto', web],
  ['noble', noble],
]

describe.each(cryptos)('%s: one bit changed', (_, crypto) => {
  it('anywhere in HELLO: the host answers nothing', async () => {
    const room = await makeRoom(crypto)
    const hello = await firstRecord(guestOf(room, { crypto, options: { serializer: 'msgpack' } }))
    for (let bit = 0; bit < hello.length * 8; bit++) {
      const host = hostOf(room, { crypto })
      host.tunnel.receive(flipBit(hello, bit))
      await expect(host.tunnel.opened, `bit ${bit}`).rejects.toThrow(wrongInvite)
      expect(host.end.reasons).toEqual([wrongInvite])
      expect(host.end.wire).toEqual([])
    }
  })

  it('anywhere in WELCOME: the guest does not open', async () => {
    const room = await makeRoom(crypto)
    // Each bit of the type and of the start, then one bit of each byte: every attempt needs a guest of its own.
    for (let byte = 0, length = 1; byte < length; byte++) {
      for (const bit of byte < 2 ? [0, 1, 2, 3, 4, 5, 6, 7] : [byte % 8]) {
        const guest = guestOf(room, { crypto })
        const host = hostOf(room, { crypto })
        wireUp(guest, host, { toGuest: welcome => [flipBit(welcome, byte * 8 + bit)] })
        await expect(guest.tunnel.opened, `byte ${byte}, bit ${bit}`).rejects.toThrow(unreadableAnswer)
        expect(guest.end.reasons).toEqual([unreadableAnswer])
        length = host.end.wire[0]?.length ?? 0
      }
    }
  })

  it('anywhere in a later record: the tunnel dies and delivers nothing of it', async () => {
    const room = await makeRoom(crypto)
    const { guest } = await openPair(room, { guest: crypto, host: crypto })
    guest.tunnel.send(text('move'))
    await guest.end.until(end => end.wire.length === 2)
    const length = guest.end.wire[1]?.length ?? 0
    for (let byte = 0; byte < length; byte++) {
      const pair = await tamper(
        room,
        (record, index) => [index === 1 ? flipBit(record, byte * 8 + (byte % 8)) : record],
        crypto,
      )
      pair.guest.tunnel.send(text('move'))
      expect(await pair.host.end.closed(), `byte ${byte}`).toBe(brokenSequence)
      expect(pair.host.end.got).toEqual([])
    }
  })
})

describe('records cut, swapped and repeated', () => {
  const meddling: [string, (record: Uint8Array, index: number, held: Uint8Array[]) => Uint8Array[], string[]][] = [
    ['repeats one', (record, index) => (index === 2 ? [record, record] : [record]), ['one', 'two']],
    ['drops one', (record, index) => (index === 2 ? [] : [record]), ['one']],
    ['swaps two', (record, index, held) => swap({ record, index, held }), ['one']],
    [
      'repeats an old one later',
      (record, index, held) => replayLater({ record, index, held }),
      ['one', 'two', 'three'],
    ],
    ['cuts one short', (record, index) => [index === 3 ? record.subarray(0, -1) : record], ['one', 'two']],
    ['cuts one in half', (record, i) => (i === 1 ? [record.subarray(0, 9), record.subarray(9)] : [record]), []],
    ['joins two', (record, index, held) => join({ record, index, held }), ['one']],
    ['appends to one', (record, index) => [index === 2 ? concatBytes(record, new Uint8Array(1)) : record], ['one']],
    ['inserts an empty one', (record, index) => (index === 2 ? [new Uint8Array(), record] : [record]), ['one']],
    [
      'inserts a made-up one',
      (record, i) => (i === 1 ? [concatBytes(Uint8Array.of(3), web.random(40)), record] : [record]),
      [],
    ],
    ['repeats HELLO', (record, index, held) => repeatHello({ record, index, held }), ['one']],
  ]

  it.each(meddling)(
    'the server %s: what came whole before is delivered, then the tunnel dies',
    async (_, meddle, delivered) => {
      const held: Uint8Array[] = []
      const { guest, host } = await tamper(await makeRoom(), (record, index) => meddle(record, index, held))
      for (const record of ['one', 'two', 'three', 'four']) guest.tunnel.send(text(record))
      expect(await host.end.closed()).toBe(brokenSequence)
      expect(host.end.texts).toEqual(delivered)
      guest.tunnel.send(text('five'))
      await guest.end.until(end => end.wire.length === 6)
      expect(host.end.reasons).toHaveLength(1)
      expect(host.end.texts).toEqual(delivered)
    },
  )

  it('a record over the limit ends the tunnel unread', async () => {
    const { host } = await openPair(await makeRoom())
    host.tunnel.receive(new Uint8Array(256 * 1024))
    expect(await host.end.closed()).toBe(tunnelReasons.tooLarge(256 * 1024, 65 * 1024))
  })

  it.each([
    [[]],
    [[1]],
    [[2]],
    [[3]],
    [Array(13).fill(1)],
    [Array(28).fill(1)],
    [Array(29).fill(1)],
    [Array(60_000).fill(1)],
  ])('junk instead of a handshake is refused by both sides (%#)', async junk => {
    const room = await makeRoom()
    const [guest, host] = [guestOf(room), hostOf(room)]
    guest.tunnel.receive(Uint8Array.from(junk))
    host.tunnel.receive(Uint8Array.from(junk))
    await expect(guest.tunnel.opened).rejects.toThrow(unreadableAnswer)
    await expect(host.tunnel.opened).rejects.toThrow(wrongInvite)
  })
})

describe('records sent to someone else', () => {
  it("of guest A to guest B's tunnel end that", async () => {
    const room = await makeRoom()
    const [a, b] = [await openPair(room), await openPair(room)]
    a.guest.tunnel.send(text('from A'))
    await a.host.end.until(end => end.got.length === 1)
    b.host.tunnel.receive(a.guest.end.wire[1] ?? new Uint8Array())
    expect(await b.host.end.closed()).toBe(brokenSequence)
    a.host.tunnel.send(text('to A'))
    await a.guest.end.until(end => end.got.length === 1)
    b.guest.tunnel.receive(a.host.end.wire[1] ?? new Uint8Array())
    expect(await b.guest.end.closed()).toBe(brokenSequence)
    expect([...b.host.end.got, ...b.guest.end.got]).toEqual([])
    expect([...a.host.end.reasons, ...a.guest.end.reasons]).toEqual([])
  })

  it('back to whoever sent them end the tunnel', async () => {
    const room = await makeRoom()
    const [one, two] = [await openPair(room), await openPair(room)]
    one.host.tunnel.send(text('to the guest'))
    await one.host.end.until(end => end.wire.length === 2)
    one.host.tunnel.receive(one.host.end.wire[1] ?? new Uint8Array())
    expect(await one.host.end.closed()).toBe(brokenSequence)
    two.guest.tunnel.send(text('to the host'))
    await two.guest.end.until(end => end.wire.length === 2)
    two.guest.tunnel.receive(two.guest.end.wire[1] ?? new Uint8Array())
    expect(await two.guest.end.closed()).toBe(brokenSequence)
  })

  it("the guest's own HELLO is no answer", async () => {
    const guest = guestOf(await makeRoom())
    guest.tunnel.receive(await firstRecord(guest))
    await expect(guest.tunnel.opened).rejects.toThrow(unreadableAnswer)
  })

  it('the answer to guest A is none for guest B, nor for a second attempt of A', async () => {
    const room = await makeRoom()
    const a = await openPair(room)
    for (const next of [guestOf(room), guestOf(room)]) {
      await firstRecord(next)
      next.tunnel.receive(a.host.end.wire[0] ?? new Uint8Array())
      await expect(next.tunnel.opened).rejects.toThrow(unreadableAnswer)
    }
  })

  it('a recorded HELLO gets an answer that nobody can use, and recorded records do not follow it', async () => {
    const room = await makeRoom()
    const { guest, host } = await openPair(room)
    guest.tunnel.send(text('pay 1'))
    await host.end.until(end => end.got.length === 1)
    const replayed = hostOf(room)
    for (const record of guest.end.wire) replayed.tunnel.receive(record)
    expect(await replayed.end.closed()).toBe(brokenSequence)
    expect(replayed.end.got).toEqual([])
    // The second answer to the same HELLO, after the first, is no record of the open tunnel.
    guest.tunnel.receive(replayed.end.wire[0] ?? new Uint8Array())
    expect(await guest.end.closed()).toBe(brokenSequence)
  })

  it('the answer of another room is refused, even with the same secret', async () => {
    const [room, other] = [await makeRoom(), await makeRoom()]
    const guest = guestOf(room)
    const host = hostOf({ ...other, secret: room.secret })
    host.tunnel.receive(await firstRecord(guest))
    expect(await host.end.closed()).toBe(wrongInvite)
  })
})

describe('posing as the host', () => {
  it('without the secret: the answer cannot be opened', async () => {
    const [room, server] = [await makeRoom(), await makeRoom()]
    const guest = guestOf(room)
    const hello = await firstRecord(guest)
    // It cannot even read the HELLO, so it answers one that its own guest made.
    const accomplice = guestOf({ room: room.room, secret: server.secret })
    const impostor = hostOf({ ...server, room: room.room })
    impostor.tunnel.receive(hello)
    expect(await impostor.end.closed()).toBe(wrongInvite)
    const second = hostOf({ ...server, room: room.room })
    second.tunnel.receive(await firstRecord(accomplice))
    guest.tunnel.receive(await firstRecord(second))
    await expect(guest.tunnel.opened).rejects.toThrow(unreadableAnswer)
  })

  it.each(cryptos)('with the secret and a key of its own: the answer is forged (%s)', async (_, crypto) => {
    const room = await makeRoom(crypto)
    const impostor = hostOf({ ...room, keys: await crypto.generateKeys() }, { crypto })
    await expectForged(guestOf(room, { crypto }), impostor)
  })

  it.each(cryptos)("with the secret and the host's public key: the signature is forged (%s)", async (_, crypto) => {
    const room = await makeRoom(crypto)
    const { privateKey } = await noble.generateKeys()
    // WebCrypto notices that the halves do not fit; an impostor's own code would not.
    const impostor = hostOf({ ...room, keys: { publicKey: room.keys.publicKey, privateKey } }, { crypto: noble })
    await expectForged(guestOf(room, { crypto }), impostor)
  })

  it('with the secret: an answer too short to be one is forged', async () => {
    const room = await makeRoom()
    for (const length of [0, 64, 65, 130, 193, 194]) {
      const guest = guestOf(room)
      const hello = await firstRecord(guest)
      guest.tunnel.receive(await resealWelcome(room, hello, new Uint8Array(length)))
      await expect(guest.tunnel.opened).rejects.toThrow(forgedAnswer)
    }
  })
})

describe('a server that has an invite, between guest and host', () => {
  it("cannot change the guest's options", async () => {
    const room = await makeRoom()
    const guest = guestOf(room, { options: { protocols: ['wamp.2.msgpack'] } })
    const changed = await rewriteHello(room, await firstRecord(guest), () => utf8('{"protocols":[]}'))
    const host = hostOf(room)
    host.tunnel.receive(changed)
    const answer = await firstRecord(host)
    expect(await host.tunnel.opened).toEqual({ protocols: [] })
    // Told as it is, the answer is one to another HELLO; sealed anew for this one, its signature is not.
    const plaintext = await readWelcome(room, changed, answer)
    guest.tunnel.receive(await resealWelcome(room, await firstRecord(guest), plaintext))
    await expect(guest.tunnel.opened).rejects.toThrow(forgedAnswer)
  })

  it("cannot put its own key into the guest's HELLO", async () => {
    const room = await makeRoom()
    const guest = guestOf(room)
    const { publicKey } = await web.agreement()
    const hello = await firstRecord(guest)
    const changed = await rewriteHello(room, hello, options => options, publicKey)
    const host = hostOf(room)
    host.tunnel.receive(changed)
    const plaintext = await readWelcome(room, changed, await firstRecord(host))
    guest.tunnel.receive(await resealWelcome(room, hello, plaintext))
    await expect(guest.tunnel.opened).rejects.toThrow(forgedAnswer)
  })

  it.each([
    ['identity key', 1],
    ['ephemeral key', 65 + 1],
    ['signature', 65 + 65 + 1],
    ['options', 65 + 65 + 64 + 2],
  ])("cannot change the %s of the host's answer", async (_, at) => {
    const room = await makeRoom()
    const guest = guestOf(room)
    const host = hostOf(room, { answer: () => ({ relay: true }) })
    const hello = await firstRecord(guest)
    host.tunnel.receive(hello)
    const plaintext = await readWelcome(room, hello, await firstRecord(host))
    guest.tunnel.receive(await resealWelcome(room, hello, flipBit(plaintext, at * 8)))
    await expect(guest.tunnel.opened).rejects.toThrow(forgedAnswer)
  })

  it('gains nothing by sealing the same answer anew: both keys come from the records as they were', async () => {
    const room = await makeRoom()
    const [guest, host] = [guestOf(room), hostOf(room)]
    const hello = await firstRecord(guest)
    host.tunnel.receive(hello)
    const plaintext = await readWelcome(room, hello, await firstRecord(host))
    guest.tunnel.receive(await resealWelcome(room, hello, plaintext))
    await guest.tunnel.opened
    guest.tunnel.send(text('hello?'))
    await guest.end.until(end => end.wire.length === 2)
    host.tunnel.receive(guest.end.wire[1] ?? new Uint8Array())
    expect(await host.end.closed()).toBe(brokenSequence)
  })

  it('or any guest that sends no point of the curve, or no options, is turned away', async () => {
    const room = await makeRoom()
    const hello = await firstRecord(guestOf(room))
    const bad: [Uint8Array, string][] = [
      [await rewriteHello(room, hello, options => options, new Uint8Array(65)), 'not a point of P-256'],
      [await rewriteHello(room, hello, () => utf8('')), tunnelReasons.malformedOptions],
      [await rewriteHello(room, hello, () => utf8('[1]')), tunnelReasons.malformedOptions],
      [await rewriteHello(room, hello, () => utf8('null')), tunnelReasons.malformedOptions],
      [await rewriteHello(room, hello, () => Uint8Array.of(0x7b, 0xff, 0x7d)), tunnelReasons.malformedOptions],
    ]
    for (const [record, reason] of bad) {
      const host = hostOf(room)
      host.tunnel.receive(record)
      await expect(host.tunnel.opened).rejects.toThrow(reason)
      expect(host.end.wire).toEqual([])
    }
  })
})

describe('an earlier invite', () => {
  it('is known to the host, which answers as it likes', async () => {
    const room = await makeRoom()
    const [latest, other] = [(await makeRoom()).secret, (await makeRoom()).secret]
    const asked: string[] = []
    const host = hostOf(
      { ...room, secret: latest },
      {
        earlier: [other, room.secret],
        answer: (_, secret) => {
          asked.push(secret)
          return { welcome: 'back' }
        },
      },
    )
    const guest = guestOf(room)
    wireUp(guest, host)
    expect(await guest.tunnel.opened).toEqual({ welcome: 'back' })
    expect(asked).toEqual([room.secret])
    guest.tunnel.send(utf8('hello'))
    await host.end.until(({ got }) => got.length === 1)
    expect(host.end.texts).toEqual(['hello'])
  })

  it('with options that are none is a wrong one: no reason tells that it once was right', async () => {
    const room = await makeRoom()
    const hello = await rewriteHello(room, await firstRecord(guestOf(room)), () => utf8('[1]'))
    const host = hostOf({ ...room, secret: (await makeRoom()).secret }, { earlier: [room.secret] })
    host.tunnel.receive(hello)
    expect(await host.end.closed()).toBe(wrongInvite)
    expect(host.end.wire).toEqual([])
  })
})

describe('a wrong invite', () => {
  it('of the right room is refused by the host', async () => {
    const [room, other] = [await makeRoom(), await makeRoom()]
    const host = hostOf(room)
    host.tunnel.receive(await firstRecord(guestOf({ room: room.room, secret: other.secret })))
    expect(await host.end.closed()).toBe(wrongInvite)
  })

  it('with a room or secret that is none rejects on the guest', async () => {
    const { room, secret } = await makeRoom()
    await expect(guestOf({ room, secret: `${secret}!` }).tunnel.opened).rejects.toThrow('Not base64url')
    await expect(guestOf({ room: '?', secret }).tunnel.opened).rejects.toThrow('Not base64url')
  })
})

/** An open pair between which the server meddles with what goes to the host; record 0 is HELLO. */
async function tamper(room: Room, toHost: (record: Uint8Array, index: number) => Uint8Array[], crypto: Crypto = web) {
  const [guest, host] = [guestOf(room, { crypto }), hostOf(room, { crypto })]
  wireUp(guest, host, { toHost })
  await Promise.all([guest.tunnel.opened, host.tunnel.opened])
  return { guest, host }
}

interface Held {
  record: Uint8Array
  index: number
  held: Uint8Array[]
}

/** Records 2 and 3 in each other's place. */
function swap({ record, index, held }: Held): Uint8Array[] {
  if (index !== 2) return [record, ...held.splice(0)]
  held.push(record)
  return []
}

/** Record 1 again, after record 3. */
function replayLater({ record, index, held }: Held): Uint8Array[] {
  if (index === 1) held.push(record)
  return index === 3 ? [record, ...held] : [record]
}

/** Records 2 and 3 as one. */
function join({ record, index, held }: Held): Uint8Array[] {
  if (index === 2) held.push(record)
  if (index === 3) return [concatBytes(...held, record)]
  return index === 2 ? [] : [record]
}

/** HELLO again, in the place of record 2. */
function repeatHello({ record, index, held }: Held): Uint8Array[] {
  if (index === 0) held.push(record)
  return index === 2 ? held : [record]
}

async function firstRecord({ end }: Side): Promise<Uint8Array> {
  await end.until(({ wire }) => wire.length > 0)
  return end.wire[0] ?? new Uint8Array()
}

async function expectForged(guest: Side, impostor: Side): Promise<void> {
  wireUp(guest, impostor)
  await expect(guest.tunnel.opened).rejects.toThrow(forgedAnswer)
  expect(guest.end.reasons).toEqual([forgedAnswer])
}

// What follows is the wire format once more, written for the attacker, from its description.

const helloContext = (room: Room) => utf8(`wamp-mesh/1 hello ${room.room}`)
const welcomeContext = async (room: Room, hello: Uint8Array) =>
  concatBytes(utf8(`wamp-mesh/1 welcome ${room.room}`), await web.sha256(hello))

async function unseal(intro: Cipher, record: Uint8Array, context: Uint8Array): Promise<Uint8Array> {
  const plaintext = await intro.open(record.subarray(1, 13), record.subarray(13), context)
  if (!plaintext) throw new Error('the attacker could not open a record that its invite opens')
  return plaintext
}

async function rewriteHello(
  room: Room,
  hello: Uint8Array,
  options: (options: Uint8Array) => Uint8Array,
  publicKey?: Uint8Array,
): Promise<Uint8Array> {
  const intro = await introCipher(web, room)
  const plaintext = await unseal(intro, hello, helloContext(room))
  const changed = concatBytes(publicKey ?? plaintext.subarray(0, 65), options(plaintext.subarray(65)))
  const iv = web.random(12)
  return concatBytes(Uint8Array.of(1), iv, await intro.seal(iv, changed, helloContext(room)))
}

async function readWelcome(room: Room, hello: Uint8Array, welcome: Uint8Array): Promise<Uint8Array> {
  return unseal(await introCipher(web, room), welcome, await welcomeContext(room, hello))
}

async function resealWelcome(room: Room, hello: Uint8Array, plaintext: Uint8Array): Promise<Uint8Array> {
  const iv = web.random(12)
  const sealed = await (await introCipher(web, room)).seal(iv, plaintext, await welcomeContext(room, hello))
  return concatBytes(Uint8Array.of(2), iv, sealed)
}
