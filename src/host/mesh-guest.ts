// Mesh guest: the host's side of one guest that came with an invite, from its tunnel to its link.

import type { Link } from '../protocol/link.ts'
import type { Serializer } from '../protocol/serializer/serializer.ts'
import { encodeBase64url } from '../transport/base64url.ts'
import { answerDataChannel, type DataChannel } from '../transport/data-channel.ts'
import type { FragmentLink } from '../transport/fragment.ts'
import { messageOf } from '../transport/reasons.ts'
import { relayLink } from '../transport/relay.ts'
import { acceptTunnel, type Tunnel, type TunnelEnds } from '../transport/tunnel.ts'
import { type HostSide, isHello } from '../transport/tunnel-handshake.ts'
import { type GuestOffer, readOffer, readPlaintext, writeIntroduction, writePiece } from './introduction.ts'
import { serializerOf } from './serializers.ts'

/** Milliseconds for a guest to open its tunnel and to choose its way in. */
const INTRODUCTION_TIME = 20_000
/** Milliseconds to answer, for a guest whose signaling socket has closed, before its data channel is given up. */
export const PROBE_TIME = 1_500

/** WebRTC signals a guest may send: a description and its candidates. */
const MOST_SIGNALS = 100

/** The ways of a guest's link. */
export type GuestTransport = 'data-channel' | 'relay'

/** What a mesh guest asks of its room. */
export interface GuestRoom extends Omit<TunnelEnds, 'wire' | 'receiver'> {
  readonly keys: HostSide['keys']
  readonly iceServers: RTCIceServer[]
  /** What a guest may speak; which one is its choice. */
  readonly serializers: readonly Serializer[]
  /** Takes a guest's link to the router. */
  admit(link: Link, transport: GuestTransport): void
  /** The data channel that goes by the name `link`, if it is open. */
  channel(link: string): FragmentLink | undefined
  /** Takes one of the few peer connections a page may have; false where there is none left. */
  takeConnection(): boolean
  releaseConnection(): void
  /** A data channel opened: it can be found by its name until it ends. */
  opened(link: string, channel: FragmentLink): void
}

/** The way to a guest through the signaling server. */
export interface GuestWire {
  send(record: Uint8Array): void
  readonly bufferedAmount: number
  close(reason: string): void
}

/** The room calls `receive`, `pause`, `resume` and `left` as the signaling server says so. */
export class MeshGuest {
  readonly #room: GuestRoom
  readonly #wire: GuestWire
  readonly #tunnel: Tunnel
  readonly #name: string
  readonly #timer: ReturnType<typeof setTimeout>
  #greeted = false
  #serializer: Serializer | undefined
  #goodbyeIsFinal = false
  #signals = 0
  #channel: DataChannel | undefined
  #relay: FragmentLink | undefined
  /** The data channel whose guest this tunnel tells of. */
  #watched: FragmentLink | undefined

  constructor(room: GuestRoom, wire: GuestWire) {
    this.#room = room
    this.#wire = wire
    this.#name = encodeBase64url(room.crypto.random(16))
    this.#timer = setTimeout(() => this.#refuse('the guest did not finish its introduction'), INTRODUCTION_TIME)
    const receiver = {
      record: (plaintext: Uint8Array) => this.#record(plaintext),
      closed: (reason: string) => this.#refuse(reason),
      drained: () => this.#relay?.drained(),
    }
    const { crypto, secret, keys } = room
    this.#tunnel = acceptTunnel(
      { crypto, secret, room: room.room, wire, receiver },
      { keys, answer: options => this.#answer(readOffer(options)) },
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

  /** The guest's signaling socket closed: its relay ends with it, its data channel if nobody answers there. */
  async left(reason: string): Promise<void> {
    this.#give(reason)
    const watched = this.#watched
    if (watched && !(await watched.probe(PROBE_TIME))) watched.close('The guest is gone.')
  }

  /** Our own signaling socket closed: what needed it ends, and a data channel goes on. */
  cutOff(reason: string): void {
    this.#give(reason)
  }

  /** The host page goes away, and may come back: who takes GOODBYE to be for good is left without one. */
  spare(reason: string): void {
    if (!this.#goodbyeIsFinal) return
    this.#give(reason)
    this.#watched?.close(reason)
  }

  #answer({ protocols: offered, goodbyeIsFinal }: GuestOffer) {
    this.#goodbyeIsFinal = goodbyeIsFinal
    const { serializers, iceServers } = this.#room
    const [serializer] = offered.flatMap(protocol => serializerOf(protocol, serializers) ?? [])
    if (!serializer) throw new Error(`no serializer in common: the guest speaks ${offered.join(', ') || 'none'}`)
    this.#serializer = serializer
    return { protocol: serializer.protocol, link: this.#name, iceServers }
  }

  #record(plaintext: Uint8Array): void {
    try {
      const content = readPlaintext(plaintext)
      if ('piece' in content) this.#relay?.receive(content.piece)
      else this.#control(content.control)
    } catch (error) {
      this.#refuse(`the guest does not speak our protocol: ${messageOf(error)}`)
    }
  }

  #control(control: Record<string, unknown>): void {
    if (control.type === 'signal') return this.#signal(control.data)
    if (control.type === 'relay') return this.#openRelay()
    if (control.type === 'watch') return this.#watch(String(control.link))
    throw new Error(`unknown control message ${JSON.stringify(control.type)}`)
  }

  #signal(data: unknown): void {
    if (this.#relay || this.#signals++ > MOST_SIGNALS) return
    // Without a connection to spare nobody answers, and the guest takes the relay.
    if (!this.#channel && !this.#room.takeConnection()) return
    this.#channel ??= this.#answerChannel()
    this.#channel.signal(data)
  }

  #answerChannel(): DataChannel {
    const { serializers, iceServers } = this.#room
    const channel = answerDataChannel(serializers, {
      iceServers,
      signal: data => this.#tunnel.send(writeIntroduction({ type: 'signal', data })),
    })
    channel.link.then(
      link => this.#opened(link),
      // The guest hears of it too, and takes the relay.
      () => this.#room.releaseConnection(),
    )
    return channel
  }

  #opened(link: FragmentLink): void {
    clearTimeout(this.#timer)
    this.#watched = link
    this.#room.opened(this.#name, link)
    this.#room.admit(link, 'data-channel')
  }

  #openRelay(): void {
    const serializer = this.#serializer
    if (this.#relay || !serializer) return
    clearTimeout(this.#timer)
    this.#channel?.close('the guest took the relay')
    const tunnel = this.#tunnel
    const wire = this.#wire
    this.#relay = relayLink(
      {
        send: piece => tunnel.send(writePiece(piece)),
        get bufferedAmount() {
          return tunnel.bufferedAmount + wire.bufferedAmount
        },
        close: reason => this.#refuse(reason),
      },
      serializer,
    )
    this.#room.admit(this.#relay, 'relay')
  }

  #watch(name: string): void {
    clearTimeout(this.#timer)
    this.#watched = this.#room.channel(name)
    if (!this.#watched) this.#refuse('the link to watch over has ended')
  }

  /** Ends the tunnel and the guest's socket. */
  #refuse(reason: string): void {
    this.#give(reason)
    this.#wire.close(reason)
  }

  #give(reason: string): void {
    clearTimeout(this.#timer)
    this.#tunnel.close(reason)
    this.#relay?.ended(reason)
    if (!this.#watched) this.#channel?.close(reason)
  }
}
