// Room: lets guests of an invite, and plain WAMP clients, into a router, by way of the signaling server.

import type { Link } from '../protocol/link.ts'
import { msgpack } from '../protocol/serializer/msgpack.ts'
import type { Serializer } from '../protocol/serializer/serializer.ts'
import type { Origin } from '../router/handshake.ts'
import type { Limits } from '../router/limits.ts'
import type { Router } from '../router/router.ts'
import type { Crypto } from '../transport/crypto/crypto.ts'
import type { DataChannel, DataChannelOptions } from '../transport/framed-channel.ts'
import { memoryPair } from '../transport/memory.ts'
import type { WebSocketConstructor } from '../transport/open-websocket.ts'
import type { ResumableLinkOptions } from '../transport/resume/resumable-link.ts'
import { CLOSE, packRelay, type ServerToHost, unpackRelay } from '../transport/signaling-messages.ts'
import { type HostSocket, hostSocket } from '../transport/signaling-socket.ts'
import { hostClaim } from './claim.ts'
import type { Identity } from './identity.ts'
import { sameSecret, signalingUrl } from './invite.ts'
import { type GuestRoom, MeshGuest } from './mesh-guest.ts'
import { Persistence } from './persistence.ts'
import { PlainClient } from './plain-client.ts'
import { roomInvite, roomPlainUrl, serverAddresses } from './room-addresses.ts'
import { type Seat, Seats, type SeatWire } from './seats.ts'
import { serializerOf } from './serializers.ts'
import { signalingFailure } from './signaling-failure.ts'

/** `open` is when others can come in; sessions inside the router need no signaling server. */
export type RoomState = 'connecting' | 'open' | 'reconnecting' | 'closed'

export interface RoomSetup {
  readonly router: Router
  readonly crypto: Crypto
  readonly identity: Identity
  readonly ticket: string
  readonly realm: string
  /** What one guest may cost. */
  readonly limits: Limits
  /** The page that invites open. */
  readonly page: string
  /** The signaling server's base URL. */
  readonly signaling: string
  readonly iceServers: RTCIceServer[]
  /** Whether plain WAMP clients are let in. */
  readonly plainClients: boolean
  /** What guests and plain clients may speak. */
  readonly serializers: readonly Serializer[]
  /** How long a guest may stay away before its session ends, and how much is kept for it meanwhile. */
  readonly resume: Pick<ResumableLinkOptions, 'grace' | 'limit'>
  /** Answers a guest's offer of a data channel, which not every place can do itself. */
  answer(serializers: readonly Serializer[], options: DataChannelOptions): DataChannel
  readonly WebSocket?: WebSocketConstructor | undefined
  onstate(state: RoomState, error?: Error): void
}

/** Milliseconds for guests to hear our GOODBYE before the way to them is closed. */
const FAREWELL_TIME = 1_000
/** Of the peer connections a page may have, some 500, those that guests get; the others take the relay. */
const MOST_CONNECTIONS = 400

/** Endings after which the room does not try again: it was told to go. */
const FINAL: Readonly<Record<number, string>> = {
  [CLOSE.superseded]: 'This room is now hosted by another tab or browser with the same key; this one has stopped.',
  [CLOSE.badProof]: 'The signaling server did not accept the proof of this room’s key.',
}

export class Room {
  readonly #setup: RoomSetup
  readonly #peers = new Map<number, MeshGuest | PlainClient>()
  readonly #seats: Seats
  readonly #channels = new Set<DataChannel>()
  readonly #persistence: Persistence
  #socket: HostSocket | undefined
  #state: RoomState = 'connecting'
  #error: Error | undefined
  #asleep = false

  constructor(setup: RoomSetup) {
    this.#setup = setup
    this.#seats = new Seats(setup.resume)
    this.#persistence = new Persistence(() => this.#connect())
  }

  /** Begins to let people in. */
  open(): void {
    if (this.#state !== 'closed') this.#connect()
  }

  get state(): RoomState {
    return this.#state
  }

  get error(): Error | undefined {
    return this.#error
  }

  get realm(): string {
    return this.#setup.realm
  }

  get router(): Router {
    return this.#setup.router
  }

  /** Whether the room is the same one after this page was closed, and if not why. */
  get persistent(): { readonly kept: boolean; readonly warning: string | undefined } {
    const { persistent, warning } = this.#setup.identity
    return { kept: persistent, warning }
  }

  /** The URL that lets someone in, by `page` instead of the room's own if it is given. */
  inviteFor(page?: string): string {
    return roomInvite(this.#setup, page)
  }

  /** The plain WAMP URL, on the signaling server that an invite by `page` leads to; `undefined` where refused. */
  plainUrlFor(page?: string): string | undefined {
    return this.#setup.plainClients ? roomPlainUrl(this.#setup, page) : undefined
  }

  /** Base URLs at which this machine can be reached on its network, if the signaling server runs here and says so. */
  addresses(): Promise<string[]> {
    return serverAddresses(this.#setup.signaling)
  }

  /** A link to the router inside, for a session of this very page. */
  dial(): Link {
    const [ours, theirs] = memoryPair(msgpack)
    this.#setup.router.attach(theirs, { origin: { authrole: 'host', authmethod: 'internal', authprovider: 'room' } })
    return ours
  }

  /** Tries to reach the signaling server at once, if it waits to: after the network or the page came back. */
  retry(): void {
    this.#persistence.now()
  }

  /** Says GOODBYE to everybody and lets nobody in any more; the ways out are closed when that had time to arrive. */
  close(): void {
    if (this.#state !== 'closed') this.#finish()
  }

  /** The page is put to sleep, with all that is in it: guests are told, and wait for it. */
  sleep(): void {
    if (this.#state === 'closed') return
    for (const { link } of this.#seats) link.sleep('The host page was left.')
    for (const channel of this.#channels) channel.abandon()
    this.#asleep = true
    this.#socket?.close('the host page was left')
  }

  /** The page is back: so are those who waited. */
  wake(): void {
    if (!this.#asleep) return
    this.#asleep = false
    if (this.#state !== 'closed') this.#connect()
  }

  /** Closes the room at once, for a page that ends: whom GOODBYE does not reach hears of it from the server. */
  abandon(): void {
    for (const peer of this.#peers.values()) peer.spare('The host page went away.')
    if (this.#state !== 'closed') this.#finish()
    this.#release()
  }

  #connect(): void {
    const { signaling, WebSocket } = this.#setup
    const url = signalingUrl({ page: this.#setup.page, via: signaling })
    const socket: HostSocket = hostSocket(
      url,
      {
        control: message => void this.#control(message, socket),
        relayed: bytes => this.#relayed(bytes, socket),
        closed: (code, reason) => this.#cutOff(code, reason),
      },
      WebSocket,
    )
    this.#socket = socket
  }

  async #control(message: ServerToHost, socket: HostSocket): Promise<void> {
    switch (message.type) {
      case 'challenge':
        return this.#claim(message.nonce, socket)
      case 'hosting':
        // Closed meanwhile, the room only waits for its farewells to arrive.
        if (this.#state === 'closed') return
        this.#persistence.reset()
        return this.#change('open')
      case 'guest':
        if (this.#state !== 'closed') this.#peers.set(message.peer, this.#meshGuest(message.peer, socket))
        return
      case 'plain':
        return this.#plainClient(message, socket)
      case 'left':
        return this.#left(message)
      case 'pause':
      case 'resume':
        return this.#peers.get(message.peer)?.[message.type]()
      case 'pong':
        return
      default:
        message satisfies never
    }
  }

  async #claim(nonce: string, socket: HostSocket): Promise<void> {
    const claim = await hostClaim(this.#setup, nonce)
    if (this.#state !== 'closed') socket.send(claim)
  }

  #meshGuest(peer: number, socket: HostSocket): MeshGuest {
    const { crypto, identity, iceServers, serializers } = this.#setup
    const room: GuestRoom = {
      crypto,
      room: identity.room,
      secret: identity.secret,
      keys: identity.keys,
      iceServers,
      serializers,
      seat: (name, serializer, wire) => this.#seat(name, serializer, wire),
      find: name => this.#seats.find(name),
      admit: link => this.#admit(link),
      answer: (serializers, options) => this.#answer(serializers, options),
    }
    return new MeshGuest(room, {
      send: record => socket.relay(packRelay({ peer, fin: true, text: false }, record)),
      get bufferedAmount() {
        return socket.bufferedAmount
      },
      close: reason => this.#dismiss(peer, reason, socket),
    })
  }

  /** A link for a guest that comes in, with a session at the router for as long as it lasts. */
  #seat(name: string, serializer: Serializer, wire: SeatWire): Seat {
    const seat = this.#seats.open(name, serializer, wire)
    this.#admit(seat.link)
    return seat
  }

  /** Takes a guest's link to the router. */
  #admit(link: Link): void {
    const origin: Origin = { authrole: 'guest', authmethod: 'invite', authprovider: 'room' }
    this.#setup.router.attach(link, { origin, limits: this.#setup.limits })
  }

  #answer(serializers: readonly Serializer[], options: DataChannelOptions): DataChannel | undefined {
    if (this.#channels.size >= MOST_CONNECTIONS) return undefined
    const ended = () => void this.#channels.delete(channel)
    const channel = this.#setup.answer(serializers, { ...options, ended })
    this.#channels.add(channel)
    return channel
  }

  #plainClient({ peer, ticket, protocol }: ServerToHost & { type: 'plain' }, socket: HostSocket): void {
    const serializer = serializerOf(protocol, this.#setup.serializers)
    // The server compares hashes; whether it told the truth is for the host to see.
    if (!serializer || !this.#setup.plainClients || !sameSecret(ticket, this.#setup.ticket)) {
      return socket.send({ type: 'close', peer, reason: 'wrong ticket' })
    }
    const client = new PlainClient(
      {
        send: ({ payload, fin, text }) => socket.relay(packRelay({ peer, fin, text }, payload)),
        get bufferedAmount() {
          return socket.bufferedAmount
        },
        close: reason => this.#dismiss(peer, reason, socket),
      },
      serializer,
    )
    this.#peers.set(peer, client)
    this.#setup.router.attach(client.link, {
      origin: { authrole: 'plain', authprovider: 'room' },
      limits: this.#setup.limits,
    })
  }

  #relayed(bytes: Uint8Array, socket: HostSocket): void {
    const { peer, ...piece } = unpackRelay(bytes)
    if (socket === this.#socket) this.#peers.get(peer)?.receive(piece)
  }

  #left({ peer: number, reason, how }: ServerToHost & { type: 'left' }): void {
    const peer = this.#peers.get(number)
    this.#peers.delete(number)
    peer?.left(reason, how)
  }

  #dismiss(peer: number, reason: string, socket: HostSocket): void {
    if (!this.#peers.delete(peer)) return
    socket.send({ type: 'close', peer, reason })
  }

  /** The signaling server is gone: what it relayed ends; data channels go on. */
  #cutOff(code: number, reason: string): void {
    this.#socket = undefined
    const peers = [...this.#peers.values()]
    this.#peers.clear()
    for (const peer of peers) peer.cutOff(reason)
    if (this.#state === 'closed') return
    const final = FINAL[code]
    if (final !== undefined) return this.#finish(new Error(final))
    if (!this.#asleep) this.#persistence.schedule()
    // Last, since whoever is told may close the room.
    const state = this.#state === 'connecting' ? 'connecting' : 'reconnecting'
    this.#change(state, signalingFailure(this.#setup.signaling, code, reason))
  }

  #finish(error?: Error): void {
    this.#persistence.cancel()
    this.#setup.router.close()
    setTimeout(() => this.#release(), FAREWELL_TIME)
    this.#change('closed', error)
  }

  #release(): void {
    for (const { link } of [...this.#seats]) link.close('The host closed the room.')
    this.#socket?.close('the host closed the room')
  }

  #change(state: RoomState, error?: Error): void {
    this.#state = state
    this.#error = error
    this.#setup.onstate(state, error)
  }
}
