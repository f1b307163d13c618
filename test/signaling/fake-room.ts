// Rooms without a network: sockets that write down what they are told, and fill up and drain by hand.

import { createHash } from 'node:crypto'
import type { Hosting, RoomSocket } from '../../signaling/hosting.ts'
import { DEFAULT_LIMITS, type Limits } from '../../signaling/limits.ts'
import { Metrics } from '../../signaling/metrics.ts'
import { type Room, Rooms } from '../../signaling/rooms.ts'
import { packRelay, unpackRelay } from '../../src/transport/signaling-messages.ts'

export const TICKET = 'T'.repeat(22)
export const ANY = {
  protocols: ['wamp.2.msgpack', 'wamp.2.json'] as const,
  ticketHash: createHash('sha256').update(TICKET).digest('base64url'),
}
export const plain = (protocol: 'wamp.2.json' | 'wamp.2.msgpack' = 'wamp.2.json') => ({ ticket: TICKET, protocol })

export class FakeSocket implements RoomSocket {
  buffered = 0
  reading = true
  /** Told messages, as their type and peer; sent bytes, as `peer:bytes` of a host and bytes of a guest. */
  got: string[] = []
  onClose: (() => void) | undefined
  readonly #isHost: boolean

  constructor(isHost = false) {
    this.#isHost = isHost
  }

  tell(message: object & { type: string; peer?: number }): void {
    this.got.push(message.peer === undefined ? message.type : `${message.type} ${message.peer}`)
  }
  send(payload: Uint8Array, { fin, text }: { fin: boolean; text: boolean }): void {
    const form = (bytes: Uint8Array, end: boolean, isText: boolean) =>
      `${bytes.length > 8 ? `${bytes.length} bytes` : [...bytes]}${end ? '.' : ''}${isText ? ' text' : ''}`
    if (!this.#isHost) this.got.push(form(payload, fin, text))
    else {
      const relayed = unpackRelay(payload)
      this.got.push(`${relayed.peer}: ${form(relayed.payload, relayed.fin, relayed.text)}`)
    }
  }
  close(code: number): void {
    this.got.push(`closed ${code}`)
    this.onClose?.()
  }
  read(on: boolean): void {
    this.reading = on
  }
  /** What it got since the last time. */
  get news(): string[] {
    return this.got.splice(0)
  }
}

export function scene(limits: Partial<Limits> = {}) {
  const metrics = new Metrics()
  const rooms = new Rooms({ limits: { ...DEFAULT_LIMITS, ...limits }, metrics })
  return { rooms, room: rooms.open('a'), metrics }
}

export function hosts(room: Room): FakeSocket & { hosting: Hosting } {
  const socket = new FakeSocket(true)
  const hosting = room.claim(socket, ANY)
  socket.onClose = () => room.unhost(hosting)
  return Object.assign(socket, { hosting })
}

export function joins(room: Room, entry?: ReturnType<typeof plain>) {
  const socket = new FakeSocket()
  const guest = room.join(socket, entry)
  const leave = (reason = 'left') => room.leave(guest, reason)
  socket.onClose = () => leave()
  return Object.assign(socket, {
    guest,
    leave,
    says: (...bytes: number[]) => room.relay(guest, Uint8Array.from(bytes)),
  })
}

export const relay = (host: { hosting: Hosting }, peer: number, payload: number[], fin = true) =>
  host.hosting.toGuest(packRelay({ peer, fin, text: false }, Uint8Array.from(payload)))
