// Worker peers: peer connections for a worker, which has none of its own; the tab that leads holds them for it.
//
// Framing, heartbeats and WAMP stay in the worker: the tab (`leader-peers.ts`) passes messages on, and may be replaced.

import type { Serializer } from '../protocol/serializer/serializer.ts'
import { type DataChannel, type DataChannelOptions, FramedChannel } from '../transport/framed-channel.ts'
import type { HeartbeatOptions } from '../transport/heartbeat.ts'
import { readSignal } from '../transport/peer-signal.ts'
import type { RawChannel, RawChannelOwner } from '../transport/raw-channel.ts'
import { type ChannelPort, type ChannelWord, PeersPort } from './peers-port.ts'

/** Whom worker peers tell what becomes of the tab that holds them. */
export interface LeaderWatch {
  /**
   * The tab has not answered for 3 to 4 seconds: it is frozen, or very busy. What it holds is left as it is, for `end` or
   * for when it answers again; after that this may be called again.
   */
  silent(): void
  /** The tab has left, and every channel has ended. Not called after `end`. */
  left(reason: string): void
}

/** Another ping has its time when this has passed: death is told up to two intervals later. */
const SILENCE = 2_000

export class WorkerPeers {
  readonly #port: PeersPort
  readonly #channels = new Map<number, BridgedChannel>()
  #number = 0
  #over: string | undefined

  /** `port` leads to a tab that serves peers, and is this one's own from now on. */
  constructor(port: MessagePort, watch: LeaderWatch, heartbeat: HeartbeatOptions = {}) {
    const owner = {
      word: (number: number, word: ChannelWord) => this.#channels.get(number)?.hear(word),
      silent: () => watch.silent(),
      left: (reason: string) => {
        this.#finish(reason)
        watch.left(reason)
      },
    }
    this.#port = new PeersPort(port, owner, { limit: SILENCE, ...heartbeat })
  }

  /** Answers a guest, as `answerDataChannel` does in a page. */
  answer(serializers: readonly Serializer[], options: DataChannelOptions): DataChannel {
    const { iceServers = [] } = options
    return new FramedChannel(serializers, { ...options, listens: true }, owner => this.#begin(owner, iceServers))
  }

  /** The tab is gone, or leads no longer: every channel ends at once, with this reason. */
  end(reason: string): void {
    if (this.#over !== undefined) return
    this.#port.close(reason)
    this.#finish(reason)
  }

  #begin(owner: RawChannelOwner, iceServers: RTCIceServer[]): RawChannel {
    const number = this.#number++
    const port: ChannelPort = {
      say: word => this.#port.say(number, word),
      ended: () => this.#channels.delete(number),
    }
    const channel = new BridgedChannel(port, owner)
    this.#channels.set(number, channel)
    port.say({ type: 'answer', iceServers })
    if (this.#over !== undefined) channel.end(this.#over)
    return channel
  }

  #finish(reason: string): void {
    this.#over = reason
    for (const channel of this.#channels.values()) channel.end(reason)
  }
}

/** The worker's end of a channel that a tab holds. */
class BridgedChannel implements RawChannel {
  readonly #port: ChannelPort
  readonly #owner: RawChannelOwner
  #posted = 0
  #left = 0
  #opened = false
  #over = false

  constructor(port: ChannelPort, owner: RawChannelOwner) {
    this.#port = port
    this.#owner = owner
  }

  /** Bytes on their way to the tab, or in its connection's buffer. The tab tells every 64 KiB, and with every pong. */
  get bufferedAmount(): number {
    return this.#posted - this.#left
  }

  signal(data: unknown): void {
    // The tab finds fault with what is none; a port would with what it cannot copy.
    if (!this.#over) this.#port.say({ type: 'signal', data: readSignal(data) })
  }

  send(message: Uint8Array): void {
    if (this.#over || !this.#opened) return
    this.#posted += message.length
    // Copied, not transferred: for messages of this size that is faster.
    this.#port.say({ type: 'message', message })
  }

  end(reason: string): void {
    if (this.#over) return
    this.#port.say({ type: 'ended', reason })
    this.#finish(reason)
  }

  /** What the tab says of it. */
  hear(word: ChannelWord): void {
    if (word.type === 'signal') return this.#say(word.data)
    if (word.type === 'opened') return this.#open(word.protocol)
    if (word.type === 'message' && this.#opened) return this.#owner.received(word.message)
    if (word.type === 'sent') return this.#count(word.bytes)
    if (word.type === 'ended') return this.#finish(word.reason)
  }

  #say(data: unknown): void {
    const signal = readSignal(data)
    if (signal) this.#owner.signal(signal)
  }

  #open(protocol: string): void {
    if (this.#opened) return
    this.#opened = true
    this.#owner.opened(protocol)
  }

  /** However little has left, there is room for it: one that waits for a low mark might wait for a report for ever. */
  #count(bytes: number): void {
    if (!(bytes > this.#left)) return
    this.#left = Math.min(bytes, this.#posted)
    if (this.#opened) this.#owner.drained()
  }

  #finish(reason: string): void {
    this.#over = true
    this.#port.ended()
    this.#owner.ended(reason)
  }
}
