// Guest tunnel: a guest's socket at the signaling server, and over it, while a host is there, the tunnel to that host.

import { refusal } from '../protocol/errors.ts'
import type { Crypto } from '../transport/crypto/crypto.ts'
import type { WebSocketConstructor } from '../transport/open-websocket.ts'
import { messageOf } from '../transport/reasons.ts'
import { CLOSE, type ServerToGuest } from '../transport/signaling-messages.ts'
import { type GuestSocket, guestSocket } from '../transport/signaling-socket.ts'
import { openTunnel, type Tunnel } from '../transport/tunnel.ts'
import {
  type GuestClient,
  type HostAnswer,
  offerOf,
  type Plaintext,
  readAnswer,
  readPlaintext,
} from './introduction.ts'
import { type Invite, signalingUrl } from './invite.ts'
import { signalingFailure } from './signaling-failure.ts'

/** Milliseconds for a host to answer a HELLO. */
const ANSWER_TIME = 15_000

/** Who a {@link GuestTunnel} tells. */
export interface GuestTunnelReceiver {
  /** The name of the link that the guest comes back to, if it has one. */
  readonly name: string | undefined
  /** Nobody hosts the room now. */
  waiting(): void
  /** The host answered: the tunnel is open. A link that begins by it has its name. */
  opened(answer: HostAnswer, name: string): void
  /** The signaling server's STUN and TURN servers, instead of those that it named before. */
  ice(servers: RTCIceServer[]): void
  content(content: Plaintext): void
  drained(): void
  /** The host's own socket closed; `waiting` or `opened` follows. */
  gone(): void
  /** Called exactly once; the error is a `WampError` where trying again is of no use. */
  closed(error: Error): void
}

export interface GuestTunnelSetup {
  readonly crypto: Crypto
  readonly invite: Invite
  readonly client: GuestClient
  readonly WebSocket: WebSocketConstructor | undefined
}

export class GuestTunnel {
  readonly #setup: GuestTunnelSetup
  readonly #receiver: GuestTunnelReceiver
  readonly #socket: GuestSocket
  #tunnel: Tunnel | undefined
  #timer: ReturnType<typeof setTimeout> | undefined
  #failure: Error | undefined

  constructor(setup: GuestTunnelSetup, receiver: GuestTunnelReceiver) {
    this.#setup = setup
    this.#receiver = receiver
    const { invite, WebSocket } = setup
    this.#socket = guestSocket(
      signalingUrl(invite),
      {
        control: message => this.#control(message),
        relayed: record => this.#tunnel?.receive(record),
        closed: (code, reason) => this.#closed(code, reason),
      },
      WebSocket,
    )
  }

  get bufferedAmount(): number {
    return (this.#tunnel?.bufferedAmount ?? 0) + this.#socket.bufferedAmount
  }

  send(plaintext: Uint8Array): void {
    this.#tunnel?.send(plaintext)
  }

  /** Ends at once if the signaling server does not answer within `time` milliseconds. */
  check(time: number): void {
    this.#socket.check(time)
  }

  /** Ends at once, to come back by another: the page is put to sleep. */
  sleep(reason: string): void {
    this.#socket.sleep(reason)
  }

  /** Ends at once and for good: the page is closed, and there is no time to seal a farewell. */
  leave(reason: string): void {
    this.#socket.close(reason)
  }

  /** Ends tunnel and socket; what was sent is still sealed and handed to the socket. */
  close(reason: string): void {
    const tunnel = this.#tunnel
    clearTimeout(this.#timer)
    if (!tunnel) return this.#socket.close(reason)
    this.#failure = new Error(reason)
    tunnel.close(reason)
  }

  #control(message: ServerToGuest): void {
    switch (message.type) {
      case 'challenge':
        return this.#socket.send({ type: 'join', room: this.#setup.invite.room })
      case 'host':
        return this.#open()
      case 'waiting':
        return this.#receiver.waiting()
      case 'ice':
        return this.#receiver.ice(message.servers)
      case 'gone':
        this.#drop()
        return this.#receiver.gone()
      case 'pong':
        return
      default:
        message satisfies never
    }
  }

  #open(): void {
    this.#drop()
    const { crypto, invite, client } = this.#setup
    const receiver = {
      record: (plaintext: Uint8Array) => this.#record(plaintext),
      drained: () => this.#receiver.drained(),
      closed: (reason: string) => tunnel === this.#tunnel && this.#ended(reason),
    }
    const wire = { send: (record: Uint8Array) => this.#socket.relay(record) }
    const ends = { crypto, room: invite.room, secret: invite.secret, wire, receiver }
    const tunnel: Tunnel = openTunnel(ends, { ...offerOf(client, this.#receiver.name) })
    this.#tunnel = tunnel
    this.#timer = setTimeout(() => this.#socket.close('the host does not answer', CLOSE.lost), ANSWER_TIME)
    tunnel.opened.then(
      answer => tunnel === this.#tunnel && this.#answered(answer, tunnel.name),
      // `closed` tells it too.
      () => {},
    )
  }

  #answered(options: Readonly<Record<string, unknown>>, name = ''): void {
    clearTimeout(this.#timer)
    try {
      this.#receiver.opened(readAnswer(options), name)
    } catch (error) {
      this.#ended(messageOf(error))
    }
  }

  #record(plaintext: Uint8Array): void {
    try {
      this.#receiver.content(readPlaintext(plaintext))
    } catch (error) {
      this.#ended(`the host does not speak our protocol: ${messageOf(error)}`)
    }
  }

  /** The tunnel cannot go on: somebody is not who he should be, or something was altered on the way. */
  #ended(reason: string): void {
    this.#failure ??= refusal('wamp.error.not_authorized', reason)
    this.#socket.close(reason)
  }

  #closed(code: number, reason: string): void {
    this.#drop()
    const failure = code === CLOSE.closedByHost ? closedByHost(reason) : undefined
    const url = signalingUrl(this.#setup.invite)
    this.#receiver.closed(this.#failure ?? failure ?? signalingFailure(url, code, reason))
  }

  #drop(): void {
    clearTimeout(this.#timer)
    const tunnel = this.#tunnel
    this.#tunnel = undefined
    tunnel?.close('the host is gone')
  }
}

function closedByHost(reason: string): Error {
  if (reason.startsWith('wrong invite')) {
    return refusal('wamp.error.not_authorized', `The host does not accept this invite: ${reason}. Ask for a new one.`)
  }
  return new Error(`The host closed the connection: ${reason}.`)
}
