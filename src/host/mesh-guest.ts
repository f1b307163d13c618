// Mesh guest: the host's side of one tunnel of a guest that came with an invite, and of the paths that it opens by it.

import type { Link } from '../protocol/link.ts'
import type { Serializer } from '../protocol/serializer/serializer.ts'
import type { FragmentLink } from '../transport/fragment.ts'
import type { DataChannel } from '../transport/framed-channel.ts'
import { messageOf } from '../transport/reasons.ts'
import { bytesOf, PATH_HEARTBEAT } from '../transport/resume/resumable-link.ts'
import type { Departure } from '../transport/signaling-messages.ts'
import { acceptTunnel, type Tunnel } from '../transport/tunnel.ts'
import { isHello } from '../transport/tunnel-handshake.ts'
import { tunnelReasons } from '../transport/tunnel-reasons.ts'
import type { GuestRoom, GuestWire } from './guest-room.ts'
import {
  type GuestOffer,
  type HostControl,
  readOffer,
  readPlaintext,
  writeIntroduction,
  writePiece,
} from './introduction.ts'
import type { Seat, SeatWire } from './seats.ts'
import { serializerOf } from './serializers.ts'
import type { GuestTransport } from './transport-kind.ts'
import { TunnelRelay } from './tunnel-relay.ts'

/** Milliseconds for a guest to open its tunnel and to choose its way in. */
const INTRODUCTION_TIME = 20_000
/**
 * Milliseconds for a guest, whose signaling socket was closed from its side, to answer by another path or to come back: when
 * its network was away for a second or two, its first attempts fail, and the next is a second or two later.
 */
export const GONE_TIME = 5_000
/** Milliseconds for a farewell to arrive before the way of it is closed. */
const FAREWELL_TIME = 2_000
/** Attempts at a data channel by one tunnel: a browser counts peer connections until they are collected. */
const MOST_ATTEMPTS = 50
/** WebRTC signals of one attempt: a description and its candidates. */
const MOST_SIGNALS = 100

/** An attempt at a data channel, by its number. */
interface Attempt {
  readonly number: number
  readonly channel: DataChannel
  signals: number
  opened: boolean
}

/** The room calls `receive`, `pause`, `resume` and `left` as the signaling server says so. */
export class MeshGuest implements SeatWire {
  readonly #room: GuestRoom
  readonly #wire: GuestWire
  readonly #tunnel: Tunnel
  #timer: ReturnType<typeof setTimeout>
  #greeted = false
  #offer: GuestOffer | undefined
  /** That of the room's secrets by which the guest came. */
  #secret: string | undefined
  /** Whether a path of the guest leads to the router, or did. */
  #inside = false
  #serializer: Serializer | undefined
  #relay: TunnelRelay | undefined
  #attempt: Attempt | undefined
  #attempts = 0
  #seat: Seat | undefined
  #over = false

  constructor(room: GuestRoom, wire: GuestWire) {
    this.#room = room
    this.#wire = wire
    this.#timer = setTimeout(() => this.#refuse('the guest did not finish its introduction'), INTRODUCTION_TIME)
    const receiver = {
      record: (plaintext: Uint8Array) => this.#record(plaintext),
      closed: (reason: string) => this.#broken(reason),
      drained: () => this.#relay?.drained(),
    }
    const { crypto, keys, secrets } = room
    this.#tunnel = acceptTunnel(
      { crypto, room: room.room, wire, receiver },
      { keys, secrets, answer: (options, secret) => this.#answer(readOffer(options), secret) },
    )
  }

  receive({ payload: record }: { readonly payload: Uint8Array }): void {
    // What a guest had sent to the host before this one may still come, and is for nobody.
    this.#greeted ||= isHello(record)
    if (this.#greeted) this.#tunnel.receive(record)
  }

  pause(): void {
    this.#relay?.pause()
  }

  resume(): void {
    this.#relay?.resume()
  }

  /**
   * The guest's signaling socket closed. From its side without a word, it is gone unless it answers by another path or comes
   * back soon; if it said that it would sleep, or the server cut it off, it may stay away a while.
   */
  left(reason: string, how: Departure = 'left'): void {
    // Its last words may still be deciphered, and with them why it goes.
    void this.#tunnel.received.then(() => this.#left(reason, how))
  }

  #left(reason: string, how: Departure): void {
    const relayed = this.#relay?.carries(this.#seat?.link.path)
    this.#give(reason)
    if (this.#seat?.wire !== this) return
    // Who leaves a data channel says so there; the server's word alone ends none.
    if (how === 'closed' && !relayed) return this.#seat.link.doubt(GONE_TIME, reason)
    if (how === 'left') this.#seat.link.doubt(GONE_TIME, 'The guest is gone.')
    if (how === 'asleep') this.#seat.link.slept()
    if (how === 'closed') this.#seat.link.end(reason)
  }

  /** Our own signaling socket closed: the guest may come back. */
  cutOff(reason: string): void {
    this.#give(reason)
  }

  /** The host page goes away for good: who takes GOODBYE to be for good is left without one, and so comes back. */
  spare(reason: string): void {
    if (this.#offer?.goodbyeIsFinal) this.#seat?.link.end(reason)
  }

  /** Data channels can be had, where they could not before. */
  offerAgain(): void {
    if (!this.#over && this.#seat) this.#tell({ type: 'again' })
  }

  /** The link has lost its path, a data channel most often: the relay takes it. */
  pathless(): void {
    if (!this.#over && this.#seat) this.#openedRelay().open()
  }

  transport(path: Link): GuestTransport {
    return this.#relay?.carries(path) ? 'relay' : 'data-channel'
  }

  /** The link has ended: its guest leaves when it has heard why, or is sent away. */
  ended(reason: string): void {
    if (!this.#over) this.#timer = setTimeout(() => this.#refuse(reason), FAREWELL_TIME)
  }

  #answer(offer: GuestOffer, secret: string) {
    this.#offer = offer
    this.#secret = secret
    if (!this.#mayEnter && !this.#comesBack(offer)) throw new Error(tunnelReasons.wrongInvite)
    const { serializers, iceServers, grace } = this.#room
    const [serializer] = offer.protocols.flatMap(protocol => serializerOf(protocol, serializers) ?? [])
    if (!serializer)
      throw new Error(`no serializer in common: the guest speaks ${offer.protocols.join(', ') || 'none'}`)
    this.#serializer = serializer
    return { protocol: serializer.protocol, iceServers, grace }
  }

  #record(plaintext: Uint8Array): void {
    try {
      const content = readPlaintext(plaintext)
      if ('piece' in content) this.#relay?.receive(content.piece)
      else this.#control(content.control)
    } catch (error) {
      this.#expel(`the guest does not speak our protocol: ${messageOf(error)}`)
    }
  }

  /** By an earlier secret nobody comes in any more, but who is in stays, and comes back. */
  get #mayEnter(): boolean {
    return this.#inside || this.#secret === this.#room.secrets()[0]
  }

  #comesBack({ resumes, returns }: GuestOffer): boolean {
    return resumes && returns !== undefined && this.#room.has(returns)
  }

  #control({ type, number, channel, data, link }: Record<string, unknown>): void {
    if (type !== 'resume' && !this.#mayEnter) return this.#refuse(tunnelReasons.wrongInvite)
    if (type === 'signal') return this.#signal(Number(channel), data)
    if (type === 'relay') return this.#openedRelay().begun(Number(number))
    if (type === 'resume') return this.#resume(String(link))
    if (type === 'forget') return this.#room.find(String(link))?.link.end('The guest has begun anew.')
    throw new Error(`unknown control message ${JSON.stringify(type)}`)
  }

  #tell(control: HostControl): void {
    this.#tunnel.send(writeIntroduction(control))
  }

  /** A guest comes back to its link: this tunnel is the link's from now on. */
  #resume(name: string): void {
    const seat = this.#room.find(name)
    if (!seat && !this.#mayEnter) return this.#refuse(tunnelReasons.wrongInvite)
    if (!seat || this.#seat) return this.#tell({ type: 'unknown' })
    clearTimeout(this.#timer)
    this.#inside = true
    seat.wire?.ended('The guest came back by another way.')
    seat.wire = this
    this.#seat = seat
    this.#tell({ type: 'resumed' })
  }

  /** A path of this guest has opened: its link goes on by it, or begins with it. */
  #arrived(path: FragmentLink): void {
    if (!this.#mayEnter) {
      path.close(tunnelReasons.wrongInvite)
      return this.#refuse(tunnelReasons.wrongInvite)
    }
    clearTimeout(this.#timer)
    this.#inside = true
    if (!this.#offer?.resumes) return this.#room.admit(path, this.transport(path))
    const { name } = this.#tunnel
    if (this.#serializer && name) this.#seat ??= this.#room.seat(name, this.#serializer, this)
    this.#seat?.link.take(path)
  }

  #openedRelay(): TunnelRelay {
    const tunnel = this.#tunnel
    const wire = this.#wire
    this.#relay ??= new TunnelRelay(
      {
        begin: number => this.#tell({ type: 'relay', number }),
        send: piece => tunnel.send(writePiece(piece)),
        get bufferedAmount() {
          return tunnel.bufferedAmount + wire.bufferedAmount
        },
      },
      this.#pathSerializer,
      path => this.#arrived(path),
    )
    return this.#relay
  }

  /** What paths carry: records of a resumable link, or WAMP itself. */
  get #pathSerializer(): Serializer {
    const serializer = this.#seat?.link.serializer ?? this.#serializer
    if (serializer === undefined) throw new Error('a path before the tunnel was open')
    return this.#offer?.resumes ? bytesOf(serializer) : serializer
  }

  #signal(number: number, data: unknown): void {
    if (!Number.isSafeInteger(number)) throw new Error('a signal without the number of its attempt')
    if (this.#attempt?.number !== number) this.#begin(number)
    const attempt = this.#attempt
    if (attempt?.number === number && attempt.signals++ < MOST_SIGNALS) attempt.channel.signal(data)
  }

  /** A new attempt at a data channel, in place of the last, which had failed. */
  #begin(number: number): void {
    if ((this.#attempt && this.#attempt.number > number) || ++this.#attempts > MOST_ATTEMPTS) return
    this.#attempt?.channel.close('another attempt takes its place')
    this.#attempt = undefined
    // Without a connection to spare nobody answers, and the guest keeps the relay.
    const channel = this.#room.answer([this.#pathSerializer], {
      ...(this.#offer?.resumes && { heartbeat: PATH_HEARTBEAT }),
      signal: data => this.#tell({ type: 'signal', channel: number, data }),
    })
    if (channel === undefined) return
    const attempt: Attempt = { number, channel, signals: 0, opened: false }
    this.#attempt = attempt
    channel.link.then(
      path => {
        attempt.opened = true
        this.#arrived(path)
      },
      // The guest hears of it too.
      () => {},
    )
  }

  /** The tunnel is broken, by the guest or by the server between: by a data channel the guest may be as well as before. */
  #broken(reason: string): void {
    if (!this.#over && this.#seat?.wire === this) this.#seat.link.doubt(GONE_TIME, reason)
    this.#refuse(reason)
  }

  /** What came by the tunnel makes no sense: whoever sent it is not waited for. */
  #expel(reason: string): void {
    if (!this.#over && this.#seat?.wire === this) this.#seat.link.end(reason)
    this.#refuse(reason)
  }

  /** Ends the tunnel and the guest's socket. */
  #refuse(reason: string): void {
    this.#give(reason)
    this.#wire.close(reason)
  }

  #give(reason: string): void {
    if (this.#over) return
    this.#over = true
    clearTimeout(this.#timer)
    this.#tunnel.close(reason)
    this.#relay?.ended(reason)
    // A data channel that is open goes on: it is the link's.
    if (!this.#attempt?.opened) this.#attempt?.channel.close(reason)
  }
}
