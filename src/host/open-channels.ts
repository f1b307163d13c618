// Open channels: the data channels of a room's guests, of which a page can have so many.

import type { Serializer } from '../protocol/serializer/serializer.ts'
import type { DataChannel, DataChannelOptions } from '../transport/framed-channel.ts'

/** Answers a guest's offer of a data channel; undefined where nobody can now. */
export type Answer = (serializers: readonly Serializer[], options: DataChannelOptions) => DataChannel | undefined

/** Of the peer connections a page may have, some 500, those that guests get; the others take the relay. */
const MOST_CONNECTIONS = 400

export class OpenChannels {
  readonly #answer: Answer
  readonly #channels = new Set<DataChannel>()

  constructor(answer: Answer) {
    this.#answer = answer
  }

  /** How many are open, or opening. */
  get size(): number {
    return this.#channels.size
  }

  answer(serializers: readonly Serializer[], options: DataChannelOptions): DataChannel | undefined {
    if (this.size >= MOST_CONNECTIONS) return undefined
    let over = false
    let channel: DataChannel | undefined
    const ended = () => {
      over = true
      if (channel) this.#channels.delete(channel)
    }
    channel = this.#answer(serializers, { ...options, ended })
    if (channel && !over) this.#channels.add(channel)
    return channel
  }

  /** Ends them all at once, after what was sent in this tick: a page that is left must not keep a peer connection. */
  abandon(): void {
    for (const channel of this.#channels) channel.abandon()
  }
}
