/// <reference path="./simple-peer.d.ts" />
// Peer channel: a raw channel over WebRTC by simple-peer, which is loaded only here and when needed.

import type Peer from 'simple-peer/simplepeer.min.js'
import { type PeerSignal, readSignal } from './peer-signal.ts'
import type { RawChannel, RawChannelOwner } from './raw-channel.ts'
import { CLOSED_THERE, messageOf } from './reasons.ts'

export interface PeerChannelOptions {
  readonly role: 'offer' | 'answer'
  /** What an offerer calls the channel's protocol. */
  readonly protocol?: string
  /** STUN and TURN servers. Default: none, which suffices on one network. */
  readonly iceServers?: RTCIceServer[] | undefined
}

const LABEL = 'wamp'
/** Bytes left at which a channel tells that it has drained. */
const LOW_MARK = 64 * 1024

export class PeerChannel implements RawChannel {
  readonly #options: PeerChannelOptions
  readonly #owner: RawChannelOwner
  #peer: Peer | undefined
  #channel: RTCDataChannel | undefined
  /** Signals that came while simple-peer was loading. */
  #early: PeerSignal[] = []
  #described = false
  #failure: string | undefined
  #over = false

  constructor(options: PeerChannelOptions, owner: RawChannelOwner) {
    this.#options = options
    this.#owner = owner
    this.#begin().catch(error => this.end(messageOf(error)))
  }

  get bufferedAmount(): number {
    return this.#channel?.bufferedAmount ?? 0
  }

  signal(data: unknown): void {
    if (this.#over) return
    const signal = readSignal(data)
    if (!signal) return this.end('The other side sent something that is no WebRTC signal.')
    if (signal.type === this.#options.role || (signal.type !== 'candidate' && this.#described)) {
      return this.end(`The other side sent an ${signal.type} out of turn.`)
    }
    if (signal.type !== 'candidate') this.#described = true
    if (this.#peer) this.#give(this.#peer, signal)
    else this.#early.push(signal)
  }

  send(message: Uint8Array): void {
    if (this.#over || !this.#channel) return
    try {
      this.#peer?.send(message)
    } catch (error) {
      this.end(`The data channel failed: ${messageOf(error)}`)
    }
  }

  end(reason: string): void {
    if (this.#over) return
    this.#over = true
    this.#channel?.removeEventListener('bufferedamountlow', this.#onLow)
    this.#owner.ended(reason)
    // At once, and its timer too: a browser counts a peer connection until it is collected.
    clearTimeout(this.#peer?._iceCompleteTimer ?? undefined)
    this.#peer?.destroy()
  }

  async #begin(): Promise<void> {
    if (typeof RTCPeerConnection !== 'function')
      throw new Error('There is no WebRTC here: RTCPeerConnection is missing.')
    const { default: SimplePeer } = await import('simple-peer/simplepeer.min.js')
    if (this.#over) return
    const { role, protocol = '', iceServers = [] } = this.#options
    const peer = new SimplePeer({
      initiator: role === 'offer',
      objectMode: true,
      trickle: true,
      channelName: LABEL,
      channelConfig: { ordered: true, protocol },
      config: { iceServers },
    })
    this.#peer = peer
    peer.on('signal', signal => this.#say(signal))
    peer.on('connect', () => this.#ready(peer))
    peer.on('data', data => this.#receive(peer, data))
    peer.on('error', error => {
      this.#failure = error.message
    })
    peer.on('close', () => this.end(this.#sentence()))
    for (const signal of this.#early.splice(0)) this.#give(peer, signal)
  }

  #say(data: unknown): void {
    const signal = readSignal(data)
    if (signal && !this.#over) this.#owner.signal(signal)
  }

  #give(peer: Peer, signal: PeerSignal): void {
    if (this.#over) return
    try {
      peer.signal(signal)
    } catch (error) {
      this.end(`The other side sent a WebRTC signal that cannot be used: ${messageOf(error)}`)
    }
  }

  #receive(peer: Peer, data: Uint8Array | string): void {
    this.#ready(peer)
    if (this.#over) return
    this.#owner.received(typeof data === 'string' ? new TextEncoder().encode(data) : data)
  }

  /** The channel is open. The first message may be the first to tell: simple-peer looks at statistics before it does. */
  #ready(peer: Peer): void {
    const channel = peer._channel
    if (this.#channel || this.#over || !channel) return
    if (!channel.ordered || channel.maxRetransmits !== null || channel.maxPacketLifeTime !== null) {
      return this.end('The other side opened a data channel that may lose or swap messages.')
    }
    this.#channel = channel
    channel.bufferedAmountLowThreshold = LOW_MARK
    channel.addEventListener('bufferedamountlow', this.#onLow)
    this.#owner.opened(channel.protocol)
  }

  readonly #onLow = (): void => this.#owner.drained()

  /** Why simple-peer closed. */
  #sentence(): string {
    const failure = this.#failure ?? ''
    if (failure === '' || failure.startsWith('User-Initiated Abort')) return CLOSED_THERE
    if (!/^(Ice )?connection (failed|closed)/i.test(failure)) return `The data channel failed: ${failure}`
    return this.#channel
      ? 'The direct connection was lost.'
      : 'No direct connection came about: no network path was found.'
  }
}
