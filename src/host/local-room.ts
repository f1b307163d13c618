// Local room: lets guests of an invite, and plain WAMP clients, into a router of this place, by the signaling server.

import type { Link, Transfers } from '../protocol/link.ts'
import { msgpack } from '../protocol/serializer/msgpack.ts'
import type { Router, RouterCounters } from '../router/router.ts'
import { memoryPair } from '../transport/memory.ts'
import { CLOSE, type ServerToHost } from '../transport/signaling-messages.ts'
import { type HostSocket, hostSocket } from '../transport/signaling-socket.ts'
import { hostClaim } from './claim.ts'
import type { Identity } from './identity.ts'
import { signalingUrl } from './invite.ts'
import type { LocalRoomSetup } from './local-room-setup.ts'
import { OpenChannels } from './open-channels.ts'
import { Persistence } from './persistence.ts'
import type { Room, RoomState } from './room.ts'
import { type RoomPlace, roomInvite, roomPlainUrl, serverAddresses } from './room-addresses.ts'
import { RoomSeats } from './room-seats.ts'
import { signalingFailure } from './signaling-failure.ts'
import { SocketPeers } from './socket-peers.ts'
import { type RoomPeer, roomPeers } from './trace/room-peer.ts'
import type { TraceObserver } from './trace/trace-record.ts'

/** Milliseconds for guests to hear our GOODBYE, and then that their links end, before the way to them is closed. */
const FAREWELL_TIME = 1_000

/** Endings after which the room does not try again: it was told to go. */
const FINAL: Readonly<Record<number, string>> = {
  [CLOSE.superseded]: 'This room is now hosted by another tab or browser with the same key; this one has stopped.',
  [CLOSE.badProof]: 'The signaling server did not accept the proof of this room’s key.',
}

export class LocalRoom implements Room {
  readonly transport = 'memory'
  /** Links that outlive what carries them. */
  readonly seats: RoomSeats
  readonly #setup: LocalRoomSetup
  readonly #peers: SocketPeers
  readonly #channels: OpenChannels
  readonly #persistence: Persistence
  #socket: HostSocket | undefined
  /** The hash of the ticket by which the signaling server lets plain clients in. */
  #toldTicket: string | undefined
  #state: RoomState = 'connecting'
  #error: Error | undefined
  #asleep = false

  constructor(setup: LocalRoomSetup) {
    this.#setup = setup
    this.seats = new RoomSeats(setup, size => setup.awake?.guests(size))
    this.#channels = new OpenChannels(setup.answer)
    this.#peers = new SocketPeers(setup, this.seats, this.#channels)
    this.#persistence = new Persistence(() => this.#connect())
  }

  /** Begins to let people in. */
  open(): void {
    if (this.#state === 'closed') return
    this.#setup.awake?.hold()
    this.#connect()
  }

  get state(): RoomState {
    return this.#state
  }

  get error(): Error | undefined {
    return this.#error
  }

  get transfers(): Transfers {
    return this.seats.transfers
  }

  get realm(): string {
    return this.#setup.realm
  }

  get router(): Router {
    return this.#setup.router
  }

  get persistent(): { readonly kept: boolean; readonly warning: string | undefined } {
    const { persistent, warning } = this.#setup.entrance.identity
    return { kept: persistent, warning }
  }

  inviteFor(page?: string): string {
    return roomInvite(this.#place, page)
  }

  plainUrlFor(page?: string): string | undefined {
    return this.#setup.plainClients ? roomPlainUrl(this.#place, page) : undefined
  }

  get risk(): string | undefined {
    return this.#setup.awake?.risk(this.#channels.size)
  }

  addresses(): Promise<string[]> {
    return serverAddresses(this.#setup.signaling)
  }

  /** What leads in. */
  get access(): { readonly identity: Identity; readonly ticket: string } {
    return this.#setup.entrance
  }

  get #place(): RoomPlace {
    const { entrance, realm, page, signaling } = this.#setup
    return { identity: entrance.identity, ticket: entrance.ticket, realm, page, signaling }
  }

  async rotate(): Promise<void> {
    if (this.#state !== 'closed') await this.#setup.entrance.rotate()
    if (this.#state === 'closed') throw new Error('The room is closed: there is no invite to be made anew.')
    this.#changeInvite()
  }

  dial(): Link {
    const [ours, theirs] = memoryPair(msgpack)
    this.seats.attach('tab', theirs, this.transport)
    return ours
  }

  async counters(): Promise<RouterCounters> {
    return { ...this.#setup.router.counters }
  }

  trace(observer: TraceObserver): () => void {
    return this.seats.tracer.observe(observer)
  }

  async peers(): Promise<RoomPeer[]> {
    return roomPeers(this.seats.links, this.router.realm(this.realm))
  }

  retry(): void {
    this.#persistence.now()
  }

  /** There is somebody again who can answer offers of data channels. */
  offerAgain(): void {
    this.#peers.offerAgain()
  }

  close(): void {
    if (this.#state !== 'closed') this.#finish()
  }

  sleep(): void {
    if (this.#state === 'closed') return
    this.seats.sleep('The host page was left.')
    this.#channels.abandon()
    this.#setup.awake?.release()
    this.#asleep = true
    this.#persistence.cancel()
    this.#socket?.close('the host page was left')
  }

  wake(): void {
    if (!this.#asleep) return
    this.#asleep = false
    this.open()
  }

  /** Nobody hosts it any more, and somebody may again: who takes GOODBYE to be for good is left without one. */
  vacate(): void {
    this.#peers.spare('The host page went away.')
    this.close()
  }

  abandon(): void {
    this.vacate()
    this.#release()
  }

  #connect(): void {
    // A second socket of the same key would supersede the first.
    if (this.#socket || this.#asleep) return
    const { signaling, WebSocket } = this.#setup
    const url = signalingUrl({ page: this.#setup.page, via: signaling })
    const socket: HostSocket = hostSocket(
      url,
      {
        control: message => void this.#control(message, socket),
        relayed: bytes => socket === this.#socket && this.#peers.receive(bytes),
        closed: (code, reason) => socket === this.#socket && this.#cutOff(code, reason),
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
        if (this.#state !== 'closed') this.#peers.guest(message.peer, socket)
        return
      case 'plain':
        return this.#peers.plain(message, socket)
      case 'left':
        return this.#peers.left(message)
      case 'pause':
      case 'resume':
        return this.#peers.find(message.peer)?.[message.type]()
      case 'ice':
        this.#peers.iceServers = message.servers
        return
      case 'pong':
        return
      default:
        message satisfies never
    }
  }

  async #claim(nonce: string, socket: HostSocket): Promise<void> {
    // A page that slept may not know the invite that another one has made meanwhile.
    if (await this.#setup.entrance.reread()) this.#changeInvite()
    const claim = await hostClaim(this.#setup, nonce)
    if (this.#state === 'closed' || socket !== this.#socket) return
    socket.send(claim)
    this.#toldTicket = claim.ticketHash
    this.#tellTicket()
  }

  #changeInvite(): void {
    this.#tellTicket()
    this.#setup.oninvite()
  }

  /** Tells the signaling server by which ticket plain clients come now, if it was told of another one. */
  #tellTicket(): void {
    const { ticketHash } = this.#setup.entrance
    if (this.#toldTicket === undefined || this.#toldTicket === ticketHash) return
    this.#toldTicket = ticketHash
    this.#socket?.send({ type: 'ticket', ticketHash })
  }

  /** The signaling server is gone: what it relayed ends; data channels go on. */
  #cutOff(code: number, reason: string): void {
    this.#socket = undefined
    this.#toldTicket = undefined
    this.#peers.cutOff(reason)
    if (this.#state === 'closed') return
    const final = FINAL[code]
    if (final !== undefined) return this.#finish(new Error(final))
    if (!this.#asleep) this.#persistence.schedule()
    // Last, since whoever is told may close the room.
    const state = this.#state === 'connecting' ? 'connecting' : 'reconnecting'
    this.#change(state, signalingFailure(this.#setup.signaling, code, reason))
  }

  #finish(error?: Error): void {
    this.#setup.awake?.release()
    this.#persistence.cancel()
    this.#setup.keeper?.close()
    this.#setup.router.close()
    setTimeout(() => {
      this.seats.close('The host closed the room.')
      // Sealed by then, the last word of each is on its way.
      setTimeout(() => this.#release(), FAREWELL_TIME)
    }, FAREWELL_TIME)
    this.#change('closed', error)
  }

  #release(): void {
    this.seats.close('The host closed the room.')
    this.#socket?.close('the host closed the room')
  }

  #change(state: RoomState, error?: Error): void {
    this.#state = state
    this.#error = error
    this.#setup.onstate(state, error)
  }
}
