/// <reference path="./simple-peer.d.ts" />
// Data channel: a link straight to another browser, over WebRTC by way of simple-peer.

import type Peer from 'simple-peer/simplepeer.min.js'
import type { Serializer } from '../protocol/serializer/serializer.ts'
import { type Channel, FragmentLink, type FragmentLinkOptions } from './fragment.ts'
import { type PeerSignal, readSignal } from './peer-signal.ts'
import { CLOSED_HERE, CLOSED_THERE, messageOf } from './reasons.ts'

/** One side of a data channel that is being opened; then its link is in charge. */
export interface DataChannel {
  /** The open link. Rejects with a sentence where it does not come to that. */
  readonly link: Promise<FragmentLink>
  /** Takes what the other side's `signal` option was called with, in order, whatever it is by now. */
  signal(data: unknown): void
  /** Gives up opening; closes the link when it is open. */
  close(reason?: string): void
  /** Ends at once, after what was sent in this tick: a page that is left must not keep a peer connection open. */
  abandon(): void
}

export interface DataChannelOptions extends Pick<FragmentLinkOptions, 'limit' | 'heartbeat'> {
  /** STUN and TURN servers. Default: none, which suffices on one network. */
  iceServers?: RTCIceServer[]
  /** Takes what is to be given to the other side's `signal`: plain JSON data. */
  signal(data: unknown): void
  /** Told once: the channel is no more, whether it had opened or not. */
  ended?(): void
}

const LABEL = 'wamp'
const LOW_MARK = 64 * 1024

/** The side that begins, a guest. The other side must be there: a browser has few peer connections to spend. */
export function offerDataChannel(serializer: Serializer, options: DataChannelOptions): DataChannel {
  return new PeerChannel('offer', [serializer], options)
}

/** The side that answers, the host: the offerer chose one of `serializers`, and may speak the open draft's framing. */
export function answerDataChannel(serializers: readonly Serializer[], options: DataChannelOptions): DataChannel {
  return new PeerChannel('answer', serializers, options)
}

class PeerChannel implements DataChannel {
  readonly link: Promise<FragmentLink>
  readonly #role: 'offer' | 'answer'
  readonly #serializers: readonly Serializer[]
  readonly #options: DataChannelOptions
  #resolve: (link: FragmentLink) => void = () => {}
  #reject: (error: Error) => void = () => {}
  #peer: Peer | undefined
  #open: FragmentLink | undefined
  /** Signals that came while simple-peer was loading. */
  #early: PeerSignal[] = []
  #described = false
  #failure: string | undefined
  #over = false
  #stopListening = () => {}

  constructor(role: 'offer' | 'answer', serializers: readonly Serializer[], options: DataChannelOptions) {
    this.#role = role
    this.#serializers = serializers
    this.#options = options
    this.link = new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
    // Whoever gives up the opening has no need to hear that it was given up.
    this.link.catch(() => {})
    this.#begin().catch(error => this.#end(messageOf(error)))
  }

  signal(data: unknown): void {
    if (this.#over) return
    const signal = readSignal(data)
    if (!signal) return this.#end('The other side sent something that is no WebRTC signal.')
    if (signal.type === this.#role || (signal.type !== 'candidate' && this.#described)) {
      return this.#end(`The other side sent an ${signal.type} out of turn.`)
    }
    if (signal.type !== 'candidate') this.#described = true
    if (this.#peer) this.#give(this.#peer, signal)
    else this.#early.push(signal)
  }

  close(reason?: string): void {
    if (this.#open) this.#open.close(reason)
    else this.#end(reason ?? CLOSED_HERE)
  }

  abandon(): void {
    // The link sends at the end of this microtask.
    queueMicrotask(() => this.#end(CLOSED_HERE))
  }

  async #begin(): Promise<void> {
    if (typeof RTCPeerConnection !== 'function')
      throw new Error('There is no WebRTC here: RTCPeerConnection is missing.')
    const { default: SimplePeer } = await import('simple-peer/simplepeer.min.js')
    if (this.#over) return
    const peer = new SimplePeer({
      initiator: this.#role === 'offer',
      objectMode: true,
      trickle: true,
      channelName: LABEL,
      channelConfig: { ordered: true, protocol: this.#serializers[0]?.protocol ?? '' },
      config: { iceServers: this.#options.iceServers ?? [] },
    })
    this.#peer = peer
    peer.on('signal', signal => this.#say(signal))
    peer.on('connect', () => this.#ready(peer))
    peer.on('data', data => this.#receive(peer, data))
    peer.on('error', error => {
      this.#failure = error.message
    })
    peer.on('close', () => this.#end(this.#sentence()))
    for (const signal of this.#early.splice(0)) this.#give(peer, signal)
  }

  #say(data: unknown): void {
    const signal = readSignal(data)
    if (signal && !this.#over) this.#options.signal(signal)
  }

  #give(peer: Peer, signal: PeerSignal): void {
    if (this.#over) return
    try {
      peer.signal(signal)
    } catch (error) {
      this.#end(`The other side sent a WebRTC signal that cannot be used: ${messageOf(error)}`)
    }
  }

  #receive(peer: Peer, data: Uint8Array | string): void {
    this.#ready(peer)
    this.#open?.receive(typeof data === 'string' ? new TextEncoder().encode(data) : data)
  }

  /** The channel is open. The first message may be the first to tell: simple-peer looks at statistics before it does. */
  #ready(peer: Peer): void {
    const channel = peer._channel
    if (this.#open || this.#over || !channel) return
    const serializer = this.#serializers.find(({ protocol }) => protocol === channel.protocol)
    if (!serializer)
      return this.#end(`The other side's data channel speaks "${channel.protocol}", which was not on offer.`)
    if (!channel.ordered || channel.maxRetransmits !== null || channel.maxPacketLifeTime !== null) {
      return this.#end('The other side opened a data channel that may lose or swap messages.')
    }
    const link = new FragmentLink(this.#channelOf(peer, channel), serializer, {
      ...this.#options,
      listens: this.#role === 'answer',
    })
    const drained = () => link.drained()
    channel.bufferedAmountLowThreshold = LOW_MARK
    channel.addEventListener('bufferedamountlow', drained)
    this.#stopListening = () => channel.removeEventListener('bufferedamountlow', drained)
    this.#open = link
    this.#resolve(link)
  }

  #channelOf(peer: Peer, channel: RTCDataChannel): Channel {
    return {
      send: message => {
        try {
          peer.send(message)
        } catch (error) {
          this.#end(`The data channel failed: ${messageOf(error)}`)
        }
      },
      get bufferedAmount() {
        return channel.bufferedAmount
      },
      close: reason => this.#end(reason),
    }
  }

  /** Why simple-peer closed. */
  #sentence(): string {
    const failure = this.#failure ?? ''
    if (failure === '' || failure.startsWith('User-Initiated Abort')) return CLOSED_THERE
    if (!/^(Ice )?connection (failed|closed)/i.test(failure)) return `The data channel failed: ${failure}`
    return this.#open
      ? 'The direct connection was lost.'
      : 'No direct connection came about: no network path was found.'
  }

  #end(reason: string): void {
    if (this.#over) return
    this.#over = true
    this.#stopListening()
    if (this.#open) this.#open.ended(reason)
    else this.#reject(new Error(reason))
    // At once, and its timer too: a browser counts a peer connection until it is collected.
    clearTimeout(this.#peer?._iceCompleteTimer ?? undefined)
    this.#peer?.destroy()
    this.#options.ended?.()
  }
}
