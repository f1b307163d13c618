// Mesh: the conversation on one socket of /mesh, from the challenge to a host's or a guest's end.

import { randomBytes } from 'node:crypto'
import {
  CLOSE,
  type Claim,
  type Departure,
  type GuestToServer,
  type HostToServer,
  parseToServer,
  SignalingError,
} from '../src/transport/signaling-messages.ts'
import type { Connection, Receiver } from './connection.ts'
import type { Guest, Hosting } from './hosting.ts'
import type { Ice } from './ice.ts'
import type { Metrics } from './metrics.ts'
import { proves, roomOf } from './proof.ts'
import { Refusal } from './refusal.ts'
import type { Room, Rooms } from './rooms.ts'

/** What a mesh conversation needs from around it. */
export interface MeshSurroundings {
  readonly rooms: Rooms
  readonly metrics: Metrics
  /** Milliseconds a new socket has to say what it wants. */
  readonly handshake: number
  /** How many times a guest's rate a host may send. */
  readonly hostShare: number
  /** Takes one of its address's joins: 0, or after how many milliseconds to ask again. */
  readonly takeJoin: () => number
  /** The STUN and TURN servers that there are, and who asks for them. */
  readonly ice: Ice | undefined
  readonly address: string
}

type State =
  | { readonly is: 'new'; readonly callOff: () => void }
  /** It said what it wants, and waits for its address's turn. */
  | { readonly is: 'entering' }
  | { readonly is: 'host'; readonly room: Room; readonly hosting: Hosting }
  | { readonly is: 'guest'; readonly room: Room; readonly guest: Guest }
  | { readonly is: 'closed' }

export class Mesh implements Receiver {
  readonly #connection: Connection
  readonly #around: MeshSurroundings
  readonly #nonce = randomBytes(32).toString('base64url')
  #state: State

  constructor(connection: Connection, around: MeshSurroundings) {
    this.#connection = connection
    this.#around = around
    const tooLate = () => connection.close(CLOSE.handshakeTimeout, `no host or join within ${around.handshake} ms`)
    this.#state = { is: 'new', callOff: connection.later(around.handshake, tooLate) }
    connection.tell({ type: 'challenge', nonce: this.#nonce })
  }

  /** What this socket is, for the metrics. */
  get is(): 'new' | 'host' | 'guest' {
    const { is } = this.#state
    return is === 'host' || is === 'guest' ? is : 'new'
  }

  get queued(): number {
    const state = this.#state
    return state.is === 'guest' ? state.room.queuedOf(state.guest) : 0
  }

  message(data: Buffer, binary: boolean): void {
    try {
      if (binary) this.#relay(data)
      else this.#control(parseToServer(data.toString()))
    } catch (error) {
      this.#refuse(error)
    }
  }

  drained(): void {
    const state = this.#state
    if (state.is === 'host') state.hosting.hostDrained()
    if (state.is === 'guest') state.room.drained(state.guest)
  }

  closed(reason: string, how: Departure): void {
    const state = this.#state
    this.#state = { is: 'closed' }
    if (state.is === 'host') state.room.unhost(state.hosting)
    if (state.is === 'guest') state.room.leave(state.guest, reason, how)
  }

  #relay(data: Buffer): void {
    const state = this.#state
    if (state.is === 'host') state.hosting.toGuest(data)
    else if (state.is === 'guest') state.room.relay(state.guest, data)
    else throw new SignalingError('a binary frame before host or join')
  }

  #control(message: HostToServer | GuestToServer): void {
    switch (message.type) {
      case 'ping':
        return this.#connection.tell({ type: 'pong' })
      case 'host':
        this.#leaveNew(message.type)
        return this.#enter(() => this.#host(message))
      case 'join':
        this.#leaveNew(message.type)
        return this.#enter(() => this.#join(message.room))
      case 'ticket':
        return this.#hosting(message.type).changeTicket(message.ticketHash)
      case 'close':
        return this.#hosting(message.type).closeGuest(message.peer, message.reason)
      default:
        message satisfies never
    }
  }

  #hosting(said: string): Hosting {
    const state = this.#state
    if (state.is !== 'host') throw new SignalingError(`only a host may say ${said}`)
    return state.hosting
  }

  #leaveNew(said: string): void {
    const state = this.#state
    if (state.is !== 'new') throw new SignalingError(`${said}, but this socket has said before what it wants`)
    state.callOff()
    this.#state = { is: 'entering' }
  }

  /** Goes in when the rate of joins of its address allows; until then it is not read from. */
  #enter(goIn: () => void): void {
    const wait = this.#around.takeJoin()
    if (wait > 0) return this.#connection.wait(wait, () => this.#enter(goIn))
    try {
      goIn()
    } catch (error) {
      this.#refuse(error)
    }
  }

  #host(claim: Claim): void {
    if (!proves(claim, this.#nonce)) {
      throw new Refusal('bad_proof', 'the signature is not one of this key over the nonce of this socket')
    }
    const room = this.#around.rooms.open(roomOf(claim), { proven: true })
    this.#around.metrics.count('joins', 'host')
    this.#connection.share = this.#around.hostShare
    this.#tellIce()
    const { protocols, ticketHash } = claim
    this.#state = { is: 'host', room, hosting: room.claim(this.#connection, { protocols, ticketHash }) }
  }

  #join(name: string): void {
    const room = this.#around.rooms.open(name)
    this.#tellIce()
    const guest = room.join(this.#connection)
    this.#around.metrics.count('joins', 'guest')
    this.#state = { is: 'guest', room, guest }
  }

  /** And again in time, for as long as the socket is open. */
  #tellIce(): void {
    const { ice, address } = this.#around
    if (ice === undefined) return
    this.#connection.tell({ type: 'ice', servers: ice.serversFor(address) })
    this.#connection.later(ice.refresh, () => this.#tellIce())
  }

  #refuse(error: unknown): void {
    if (error instanceof Refusal) {
      this.#around.metrics.count('refused', error.kind)
      this.#connection.close(error.code, error.message)
    } else if (error instanceof SignalingError) {
      this.#connection.close(CLOSE.protocolError, error.message)
    } else throw error
  }
}
