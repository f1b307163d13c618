// Framed channel: a raw channel from its opening to its end, with a link over it once it is open.

import type { Serializer } from '../protocol/serializer/serializer.ts'
import { FragmentLink, type FragmentLinkOptions } from './fragment.ts'
import type { RawChannel, RawChannelOwner } from './raw-channel.ts'
import { CLOSED_HERE } from './reasons.ts'

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

/** What an offerer's channel, or an answerer's, which listens first, has of its own. */
export type FramedChannelOptions = DataChannelOptions & Pick<FragmentLinkOptions, 'listens'>

export class FramedChannel implements DataChannel {
  readonly link: Promise<FragmentLink>
  readonly #serializers: readonly Serializer[]
  readonly #options: FramedChannelOptions
  readonly #raw: RawChannel
  #resolve: (link: FragmentLink) => void = () => {}
  #reject: (error: Error) => void = () => {}
  #open: FragmentLink | undefined

  /** `begin` begins to open the raw channel, which is this one's own. */
  constructor(
    serializers: readonly Serializer[],
    options: FramedChannelOptions,
    begin: (owner: RawChannelOwner) => RawChannel,
  ) {
    this.#serializers = serializers
    this.#options = options
    this.link = new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
    // Whoever gives up the opening has no need to hear that it was given up.
    this.link.catch(() => {})
    this.#raw = begin({
      signal: data => options.signal(data),
      opened: protocol => this.#opened(protocol),
      received: message => this.#open?.receive(message),
      drained: () => this.#open?.drained(),
      ended: reason => this.#ended(reason),
    })
  }

  signal(data: unknown): void {
    this.#raw.signal(data)
  }

  close(reason?: string): void {
    if (this.#open) this.#open.close(reason)
    else this.#raw.end(reason ?? CLOSED_HERE)
  }

  abandon(): void {
    // The link sends at the end of this microtask.
    queueMicrotask(() => this.#raw.end(CLOSED_HERE))
  }

  #opened(protocol: string): void {
    const raw = this.#raw
    const serializer = this.#serializers.find(mine => mine.protocol === protocol)
    if (!serializer) return raw.end(`The other side's data channel speaks "${protocol}", which was not on offer.`)
    const channel = {
      send: (message: Uint8Array) => raw.send(message),
      get bufferedAmount() {
        return raw.bufferedAmount
      },
      close: (reason: string) => raw.end(reason),
    }
    this.#open = new FragmentLink(channel, serializer, this.#options)
    this.#resolve(this.#open)
  }

  #ended(reason: string): void {
    if (this.#open) this.#open.ended(reason)
    else this.#reject(new Error(reason))
    this.#options.ended?.()
  }
}
