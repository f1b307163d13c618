// Leader peers: the tab's side of the peer connections that it holds for a worker, which has none of its own.
//
// The tab is a pipe: what the messages say, and to whom, is known to the worker alone (`worker-peers.ts`).

import type { HeartbeatOptions } from '../transport/heartbeat.ts'
import { PeerChannel } from '../transport/peer-channel.ts'
import type { PeerSignal } from '../transport/peer-signal.ts'
import type { RawChannelOwner } from '../transport/raw-channel.ts'
import { type ChannelPort, type ChannelWord, PeersPort } from './peers-port.ts'

/** The peer connections of a worker, in this tab. */
export interface ServedPeers {
  /** Ends them all at once, and tells the worker. */
  close(reason?: string): void
}

export interface ServePeersOptions {
  /** The worker has left, or does not answer any more; all connections are closed. Not called after `close`. */
  closed?(reason: string): void
  heartbeat?: HeartbeatOptions
}

/** Bytes after which the worker is told that they have left, if there is no other occasion. */
const REPORT_EVERY = 64 * 1024

/** Holds the peer connections for the worker at the other end of `port`, until it or this tab has enough of it. */
export function servePeers(port: MessagePort, options: ServePeersOptions = {}): ServedPeers {
  return new LeaderPeers(port, options)
}

class LeaderPeers implements ServedPeers {
  readonly #port: PeersPort
  readonly #channels = new Map<number, PipedChannel>()
  readonly #closed: (reason: string) => void

  constructor(port: MessagePort, { closed, heartbeat = {} }: ServePeersOptions) {
    this.#closed = reason => closed?.(reason)
    const owner = {
      word: (number: number, word: ChannelWord) => this.#obey(number, word),
      asked: () => {
        for (const channel of this.#channels.values()) channel.report(1)
      },
      silent: (reason: string) => {
        this.close(reason)
        this.#closed(reason)
      },
      left: (reason: string) => {
        this.#endAll(reason)
        this.#closed(reason)
      },
    }
    this.#port = new PeersPort(port, owner, heartbeat)
  }

  close(reason = 'The tab that held the direct connections has left.'): void {
    this.#port.close(reason)
    this.#endAll(reason)
  }

  #obey(number: number, word: ChannelWord): void {
    const channel = this.#channels.get(number)
    if (word.type === 'answer' && !channel) this.#answer(number, word.iceServers)
    if (word.type === 'signal') channel?.peer.signal(word.data)
    if (word.type === 'message') channel?.send(word.message)
    if (word.type === 'ended') channel?.peer.end(word.reason)
  }

  #answer(number: number, iceServers: RTCIceServer[]): void {
    const port: ChannelPort = {
      say: word => this.#port.say(number, word),
      ended: () => this.#channels.delete(number),
    }
    this.#channels.set(number, new PipedChannel(port, iceServers))
  }

  #endAll(reason: string): void {
    for (const { peer } of this.#channels.values()) peer.end(reason)
  }
}

/** One peer connection, answering, and how much of what the worker gave it has left. */
class PipedChannel implements RawChannelOwner {
  readonly peer: PeerChannel
  readonly #port: ChannelPort
  #taken = 0
  #reported = 0

  constructor(port: ChannelPort, iceServers: RTCIceServer[]) {
    this.#port = port
    this.peer = new PeerChannel({ role: 'answer', iceServers }, this)
  }

  send(message: Uint8Array): void {
    this.#taken += message.length
    this.peer.send(message)
    this.report(REPORT_EVERY)
  }

  /** Tells the worker how much has left, if that is `news` bytes more than it knows of. */
  report(news: number): void {
    const left = this.#taken - this.peer.bufferedAmount
    if (left - this.#reported < news) return
    this.#reported = left
    this.#port.say({ type: 'sent', bytes: left })
  }

  signal(data: PeerSignal): void {
    this.#port.say({ type: 'signal', data })
  }

  opened(protocol: string): void {
    this.#port.say({ type: 'opened', protocol })
  }

  received(message: Uint8Array): void {
    this.#port.say({ type: 'message', message })
  }

  drained(): void {
    this.report(1)
  }

  ended(reason: string): void {
    this.#port.say({ type: 'ended', reason })
    this.#port.ended()
  }
}
