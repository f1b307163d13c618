// Socket peers: whom a room's signaling socket has brought: guests of the invite, and plain WAMP clients.

import { type ServerToHost, unpackRelay } from '../transport/signaling-messages.ts'
import type { HostSocket } from '../transport/signaling-socket.ts'
import type { GuestRoom } from './guest-room.ts'
import { sameSecret } from './invite.ts'
import type { LocalRoomSetup } from './local-room-setup.ts'
import { MeshGuest } from './mesh-guest.ts'
import type { OpenChannels } from './open-channels.ts'
import { guestWire, plainWire } from './peer-wires.ts'
import { PlainClient } from './plain-client.ts'
import type { RoomSeats } from './room-seats.ts'
import { serializerOf } from './serializers.ts'

export class SocketPeers {
  /** The signaling server's STUN and TURN servers, which guests hear of from itself. */
  iceServers: RTCIceServer[] = []
  readonly #setup: LocalRoomSetup
  readonly #seats: RoomSeats
  readonly #channels: OpenChannels
  readonly #peers = new Map<number, MeshGuest | PlainClient>()

  constructor(setup: LocalRoomSetup, seats: RoomSeats, channels: OpenChannels) {
    this.#setup = setup
    this.#seats = seats
    this.#channels = channels
  }

  find(peer: number): MeshGuest | PlainClient | undefined {
    return this.#peers.get(peer)
  }

  /** Somebody came with an invite. */
  guest(peer: number, socket: HostSocket): void {
    const { crypto, entrance, iceServers, serializers, resume } = this.#setup
    const { room: name, keys } = entrance.identity
    const room: GuestRoom = {
      crypto,
      room: name,
      secrets: entrance.secrets,
      keys,
      iceServers,
      grace: resume.grace,
      serializers,
      seat: (name, serializer, wire) => this.#seats.open('guest', name, serializer, wire),
      find: name => this.#seats.find('guest', name),
      has: handle => this.#seats.has(handle),
      admit: (link, transport) => this.#seats.attach('guest', link, transport),
      answer: (serializers, options) =>
        this.#channels.answer(serializers, { ...options, iceServers: [...iceServers, ...this.iceServers] }),
    }
    const wire = guestWire(socket, peer, reason => this.#dismiss(peer, reason, socket))
    this.#peers.set(peer, new MeshGuest(room, wire))
  }

  /** A plain client came by the plain URL. */
  plain({ peer, ticket, protocol }: ServerToHost & { type: 'plain' }, socket: HostSocket): void {
    const serializer = serializerOf(protocol, this.#setup.serializers)
    // The server compares hashes; whether it told the truth is for the host to see.
    if (!serializer || !this.#setup.plainClients || !sameSecret(ticket, this.#setup.entrance.ticket)) {
      return socket.send({ type: 'close', peer, reason: 'wrong ticket' })
    }
    const wire = plainWire(socket, peer, reason => this.#dismiss(peer, reason, socket))
    const client = new PlainClient(wire, serializer)
    this.#peers.set(peer, client)
    this.#seats.attachPlain(client.link)
  }

  /** What one of them sent. */
  receive(bytes: Uint8Array): void {
    const { peer, ...piece } = unpackRelay(bytes)
    this.#peers.get(peer)?.receive(piece)
  }

  left({ peer: number, reason, how }: ServerToHost & { type: 'left' }): void {
    const peer = this.#peers.get(number)
    this.#peers.delete(number)
    peer?.left(reason, how)
  }

  /** There is somebody again who can answer offers of data channels. */
  offerAgain(): void {
    for (const peer of this.#peers.values()) if (peer instanceof MeshGuest) peer.offerAgain()
  }

  /** The room goes, and may come back: who takes GOODBYE to be for good is left without one. */
  spare(reason: string): void {
    for (const peer of this.#peers.values()) peer.spare(reason)
  }

  /** The signaling server is gone: what it relayed ends; data channels go on. */
  cutOff(reason: string): void {
    const peers = [...this.#peers.values()]
    this.#peers.clear()
    for (const peer of peers) peer.cutOff(reason)
  }

  #dismiss(peer: number, reason: string, socket: HostSocket): void {
    if (!this.#peers.delete(peer)) return
    socket.send({ type: 'close', peer, reason })
  }
}
