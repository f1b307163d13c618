// Tunnels for tests: a room, its guests, and between them a server that does what a test tells it.

import { encodeBase64url } from '../../src/transport/base64url.ts'
import type { Crypto, KeyPair } from '../../src/transport/crypto/crypto.ts'
import { nobleCrypto } from '../../src/transport/crypto/noble.ts'
import { webCrypto } from '../../src/transport/crypto/web.ts'
import { type RoomAccess, roomName } from '../../src/transport/room-keys.ts'
import { acceptTunnel, openTunnel, type Tunnel } from '../../src/transport/tunnel.ts'
import type { HostSide, TunnelOptions } from '../../src/transport/tunnel-handshake.ts'

export const web = webCrypto(crypto.subtle)
export const noble = nobleCrypto

export interface Room extends RoomAccess {
  readonly keys: KeyPair
}

export async function makeRoom(crypto: Crypto = web): Promise<Room> {
  const keys = await crypto.generateKeys()
  return { keys, room: await roomName(crypto, keys.publicKey), secret: encodeBase64url(crypto.random(16)) }
}

/** One end of a tunnel, what it got, and what it put on the wire. */
export class End {
  readonly got: Uint8Array[] = []
  readonly reasons: string[] = []
  readonly wire: Uint8Array[] = []
  drained = 0
  /** Called with each record for the wire; the server's place. */
  forward: (record: Uint8Array) => void = () => {}
  #changed = () => {}

  readonly receiver = {
    record: (plaintext: Uint8Array) => {
      this.got.push(plaintext)
      this.#changed()
    },
    closed: (reason: string) => {
      this.reasons.push(reason)
      this.#changed()
    },
    drained: () => {
      this.drained++
    },
  }

  send(record: Uint8Array): void {
    this.wire.push(record)
    this.#changed()
    this.forward(record)
  }

  /** Resolves as soon as `condition` holds. */
  async until(condition: (end: End) => boolean): Promise<void> {
    while (!condition(this)) {
      await new Promise<void>(resolve => {
        this.#changed = resolve
      })
    }
  }

  /** Resolves with the reason it closed for. */
  async closed(): Promise<string> {
    await this.until(end => end.reasons.length > 0)
    return this.reasons[0] ?? ''
  }

  get texts(): string[] {
    return this.got.map(bytes => new TextDecoder().decode(bytes))
  }
}

export interface Side {
  readonly end: End
  readonly tunnel: Tunnel
}

export function guestOf(
  room: RoomAccess,
  { crypto = web, options = {} }: { crypto?: Crypto; options?: TunnelOptions } = {},
): Side {
  const end = new End()
  const { secret } = room
  return { end, tunnel: openTunnel({ crypto, room: room.room, secret, wire: end, receiver: end.receiver }, options) }
}

interface HostSettings extends Pick<HostSide, 'answer'> {
  readonly crypto: Crypto
  /** Secrets that the room had before. */
  readonly earlier: readonly string[]
}

export function hostOf(
  room: Room,
  { crypto = web, answer = () => ({}), earlier = [] }: Partial<HostSettings> = {},
): Side {
  const end = new End()
  const { secret, keys } = room
  const ends = { crypto, room: room.room, wire: end, receiver: end.receiver }
  return { end, tunnel: acceptTunnel(ends, { keys, secrets: () => [secret, ...earlier], answer }) }
}

type Meddle = (record: Uint8Array, index: number) => Uint8Array[]
const honest: Meddle = record => [record]

/** Carries records between two ends, what was on the wire already first; `meddle` says what becomes of each. */
export function wireUp(
  guest: Side,
  host: Side,
  { toHost = honest, toGuest = honest }: { toHost?: Meddle; toGuest?: Meddle } = {},
) {
  carry(guest, host, toHost)
  carry(host, guest, toGuest)
}

function carry(from: Side, to: Side, meddle: Meddle): void {
  let index = 0
  from.end.forward = record => {
    const records = meddle(record, index++)
    queueMicrotask(() => {
      for (const one of records) to.tunnel.receive(one)
    })
  }
  for (const record of from.end.wire) from.end.forward(record)
}

/** A guest and a host with an open tunnel between them. */
export async function openPair(
  room: Room,
  cryptos: { guest?: Crypto; host?: Crypto } = {},
): Promise<{ guest: Side; host: Side }> {
  const guest = guestOf(room, cryptos.guest && { crypto: cryptos.guest })
  const host = hostOf(room, cryptos.host && { crypto: cryptos.host })
  wireUp(guest, host)
  await Promise.all([guest.tunnel.opened, host.tunnel.opened])
  return { guest, host }
}

export function text(value: string): Uint8Array {
  return new TextEncoder().encode(value)
}

/** The same bytes with one bit changed. */
export function flipBit(bytes: Uint8Array, bit: number): Uint8Array {
  return bytes.map((byte, index) => (index === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte))
}
