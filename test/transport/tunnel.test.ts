// Tunnel: what it carries, in which order, and how it ends, over every pair of cryptographies.

import { describe, expect, it } from 'vitest'
import type { Crypto } from '../../src/transport/crypto/crypto.ts'
import { MAX_PLAINTEXT } from '../../src/transport/tunnel.ts'
import { tunnelReasons } from '../../src/transport/tunnel-reasons.ts'
import { guestOf, hostOf, makeRoom, noble, openPair, text, web, wireUp } from './tunnel-ends.ts'

const pairs: [string, Crypto, Crypto][] = [
  ['WebCrypto guest, WebCrypto host', web, web],
  ['WebCrypto guest, noble host', web, noble],
  ['noble guest, WebCrypto host', noble, web],
  ['noble guest, noble host', noble, noble],
]

describe.each(pairs)('%s', (_, guestCrypto, hostCrypto) => {
  it('tells each side the options of the other, and the server neither', async () => {
    const room = await makeRoom(hostCrypto)
    const guest = guestOf(room, { crypto: guestCrypto, options: { asks: 'wamp.2.msgpack, Grüße' } })
    const host = hostOf(room, { crypto: hostCrypto, answer: offer => ({ heard: offer.asks, adds: ['answer'] }) })
    wireUp(guest, host)
    expect(await host.tunnel.opened).toEqual({ asks: 'wamp.2.msgpack, Grüße' })
    expect(await guest.tunnel.opened).toEqual({ heard: 'wamp.2.msgpack, Grüße', adds: ['answer'] })
    const seen = Buffer.concat([...guest.end.wire, ...host.end.wire]).toString('latin1')
    expect(seen).not.toMatch(/wamp|asks|answer/)
  })

  it('gives both sides one name, and another one each time', async () => {
    const room = await makeRoom(hostCrypto)
    const names: unknown[] = []
    for (let round = 0; round < 2; round++) {
      const { guest, host } = await openPair(room, { guest: guestCrypto, host: hostCrypto })
      expect(guest.tunnel.name).toMatch(/^[\w-]{32}$/)
      expect(host.tunnel.name).toBe(guest.tunnel.name)
      names.push(host.tunnel.name)
    }
    expect(new Set(names).size).toBe(2)
  })

  it('carries 10,000 records each way, in order, at once', async () => {
    const { guest, host } = await openPair(await makeRoom(hostCrypto), { guest: guestCrypto, host: hostCrypto })
    const sent = Array.from({ length: 10_000 }, (_, index) => `${index}`.repeat(1 + (index % 23)))
    for (const record of sent) {
      guest.tunnel.send(text(record))
      host.tunnel.send(text(`host ${record}`))
    }
    await host.end.until(end => end.got.length === sent.length)
    await guest.end.until(end => end.got.length === sent.length)
    expect(host.end.texts).toEqual(sent)
    expect(guest.end.texts).toEqual(sent.map(record => `host ${record}`))
  })

  it('carries records of every size, empty and largest included', async () => {
    const { guest, host } = await openPair(await makeRoom(hostCrypto), { guest: guestCrypto, host: hostCrypto })
    const sent = [0, 1, 15, 16, 17, 4096, MAX_PLAINTEXT - 1, MAX_PLAINTEXT].map(size => web.random(size))
    for (const record of sent) guest.tunnel.send(record)
    await host.end.until(end => end.got.length === sent.length)
    expect(host.end.got.map((record, index) => Buffer.compare(record, sent[index] ?? record))).toEqual(
      sent.map(() => 0),
    )
  })
})

describe('order', () => {
  it('stays when the cryptography finishes out of order', async () => {
    const { guest, host } = await openPair(await makeRoom(), { guest: outOfOrder(web), host: outOfOrder(web) })
    const sent = Array.from({ length: 500 }, (_, index) => `${index}`)
    for (const record of sent) guest.tunnel.send(text(record))
    await host.end.until(end => end.got.length === sent.length)
    expect(host.end.texts).toEqual(sent)
  })

  it('has what was sent before the tunnel opened first', async () => {
    const room = await makeRoom()
    const [guest, host] = [guestOf(room), hostOf(room)]
    for (const record of ['a', 'b']) guest.tunnel.send(text(record))
    host.tunnel.send(text('x'))
    wireUp(guest, host)
    await Promise.all([guest.tunnel.opened, host.tunnel.opened])
    guest.tunnel.send(text('c'))
    await host.end.until(end => end.got.length === 3)
    await guest.end.until(end => end.got.length === 1)
    expect(host.end.texts).toEqual(['a', 'b', 'c'])
    expect(guest.end.texts).toEqual(['x'])
  })

  it('lets whoever awaits `opened` go on before the first record', async () => {
    const room = await makeRoom(noble)
    const [guest, host] = [guestOf(room, { crypto: noble }), hostOf(room, { crypto: noble })]
    host.tunnel.send(text('first'))
    const seen = guest.tunnel.opened.then(() => guest.end.got.length)
    wireUp(guest, host)
    expect(await seen).toBe(0)
    await guest.end.until(end => end.got.length === 1)
  })

  it('keeps the bytes as they were when they were sent', async () => {
    const room = await makeRoom()
    const [guest, host] = [guestOf(room), hostOf(room)]
    const buffer = text('before')
    guest.tunnel.send(buffer)
    buffer.set(text('behind'))
    wireUp(guest, host)
    await guest.tunnel.opened
    guest.tunnel.send(buffer)
    buffer.set(text('hidden'))
    await host.end.until(end => end.got.length === 2)
    expect(host.end.texts).toEqual(['before', 'behind'])
  })
})

describe('bufferedAmount', () => {
  it('counts what is not on the wire yet, and `drained` says when that is nothing', async () => {
    const { guest } = await openPair(await makeRoom())
    expect(guest.tunnel.bufferedAmount).toBe(0)
    guest.tunnel.send(new Uint8Array(1000))
    guest.tunnel.send(new Uint8Array(500))
    expect(guest.tunnel.bufferedAmount).toBe(1500)
    await guest.end.until(end => end.wire.length === 3)
    expect(guest.tunnel.bufferedAmount).toBe(0)
    expect(guest.end.drained).toBe(1)
  })

  it('counts what waits for the tunnel to open, and nothing after its end', async () => {
    const guest = guestOf(await makeRoom())
    guest.tunnel.send(new Uint8Array(1000))
    expect(guest.tunnel.bufferedAmount).toBe(1000)
    guest.tunnel.close()
    await guest.end.closed()
    expect(guest.tunnel.bufferedAmount).toBe(0)
  })
})

describe('the end', () => {
  it('comes once, with the first reason, after what was sent went out', async () => {
    const { guest, host } = await openPair(await makeRoom())
    for (const record of ['a', 'b', 'goodbye']) guest.tunnel.send(text(record))
    guest.tunnel.close('enough')
    guest.tunnel.close('again')
    guest.tunnel.send(text('too late'))
    expect(guest.end.reasons).toEqual([])
    expect(await guest.end.closed()).toBe('enough')
    await host.end.until(end => end.got.length === 3)
    guest.tunnel.close('once more')
    host.tunnel.send(text('to a closed end'))
    await host.end.until(end => end.wire.length === 2)
    await settled()
    expect(host.end.texts).toEqual(['a', 'b', 'goodbye'])
    expect(guest.end.reasons).toEqual(['enough'])
    expect(guest.end.got).toEqual([])
    expect(host.end.reasons).toEqual([])
  })

  it.each(['guest', 'host'] as const)('during the handshake rejects `opened` of the %s', async which => {
    const room = await makeRoom()
    const side = which === 'guest' ? guestOf(room) : hostOf(room)
    side.tunnel.close('the host left')
    await expect(side.tunnel.opened).rejects.toThrow('the host left')
    expect(await side.end.closed()).toBe('the host left')
  })

  it('at any step of the handshake leaves nothing pending and nothing more on the wire', async () => {
    const room = await makeRoom()
    for (let step = 0; step < 40; step++) {
      const [guest, host] = [guestOf(room), hostOf(room)]
      wireUp(guest, host)
      for (let turn = 0; turn < step; turn++) await new Promise(setImmediate)
      host.tunnel.close('stop')
      const written = host.end.wire.length
      expect(await host.end.closed()).toBe('stop')
      await host.tunnel.opened.catch(error => expect(error).toEqual(new Error('stop')))
      expect(host.end.wire).toHaveLength(written)
      guest.tunnel.close()
      await guest.end.closed()
    }
  })

  it.each(['guest', 'host'] as const)(
    'in the middle of the cryptography of the %s rejects `opened` all the same',
    async which => {
      const room = await makeRoom()
      let ciphers = 0
      const closing: Crypto = {
        ...web,
        cipher: key => {
          // The first is the introduction's; the others come when all of the handshake has succeeded.
          if (++ciphers === 3) sides[which].tunnel.close('stop')
          return web.cipher(key)
        },
      }
      const guest = guestOf(room, which === 'guest' ? { crypto: closing } : {})
      const host = hostOf(room, which === 'host' ? { crypto: closing } : {})
      const sides = { guest, host }
      wireUp(guest, host)
      await expect(sides[which].tunnel.opened).rejects.toThrow('stop')
      expect(sides[which].end.reasons).toEqual(['stop'])
    },
  )

  it('comes with the host’s own reason when it refuses a guest', async () => {
    const room = await makeRoom()
    const refuse = () => {
      throw new Error('this room is full')
    }
    const [guest, host] = [guestOf(room), hostOf(room, { answer: refuse })]
    wireUp(guest, host)
    await expect(host.tunnel.opened).rejects.toThrow('this room is full')
    expect(await host.end.closed()).toBe('this room is full')
    expect(host.end.wire).toEqual([])
  })

  it('comes for a plaintext over the limit, instead of an exception', async () => {
    const { guest } = await openPair(await makeRoom())
    guest.tunnel.send(new Uint8Array(MAX_PLAINTEXT + 1))
    expect(await guest.end.closed()).toBe(tunnelReasons.tooLarge(MAX_PLAINTEXT + 1, MAX_PLAINTEXT))
  })

  it('comes for more than 32 MiB waiting', async () => {
    const guest = guestOf(await makeRoom())
    for (let sent = 0; sent <= 512; sent++) guest.tunnel.send(new Uint8Array(MAX_PLAINTEXT))
    expect(await guest.end.closed()).toBe(tunnelReasons.tooMuch(32 * 1024 * 1024))
    await expect(guest.tunnel.opened).rejects.toThrow('were waiting')
  })

  it('comes when the receiver throws, and the error is not swallowed', async () => {
    const { guest, host } = await openPair(await makeRoom())
    const uncaught = nextUncaught()
    host.end.receiver.record = () => {
      throw new Error('a bug above')
    }
    guest.tunnel.send(text('a'))
    guest.tunnel.send(text('b'))
    expect(await host.end.closed()).toBe('This side failed: a bug above')
    expect(await uncaught).toEqual(new Error('a bug above'))
  })
})

/** The same cryptography, whose sealing and opening take turns that differ from call to call. */
function outOfOrder(crypto: Crypto): Crypto {
  let calls = 0
  const late = async <T>(result: Promise<T>): Promise<T> => {
    for (let turns = (calls++ * 7) % 11; turns > 0; turns--) await new Promise(setImmediate)
    return result
  }
  return {
    ...crypto,
    cipher: async key => {
      const cipher = await crypto.cipher(key)
      return { seal: (...parts) => late(cipher.seal(...parts)), open: (...parts) => late(cipher.open(...parts)) }
    },
  }
}

/** Resolves once all cryptography under way is done: a whole handshake later. */
async function settled(): Promise<void> {
  const { guest, host } = await openPair(await makeRoom())
  for (const { tunnel, end } of [guest, host]) {
    tunnel.close()
    await end.closed()
  }
}

/** The next uncaught exception, which the test runner would otherwise take for its own. */
function nextUncaught(): Promise<unknown> {
  const listeners = process.listeners('uncaughtException')
  process.removeAllListeners('uncaughtException')
  return new Promise(resolve => {
    process.once('uncaughtException', error => {
      for (const listener of listeners) process.on('uncaughtException', listener)
      resolve(error)
    })
  })
}
