// Peers port: what a worker and the tab that leads say to each other of peer connections, and who notices when one is gone.

import { Heartbeat, type HeartbeatOptions } from '../transport/heartbeat.ts'
import { asControl } from '../transport/message-port.ts'

/** Words about one channel, which goes by a number that the worker chose. */
export type ChannelWord =
  /** The worker: there is a guest to answer. */
  | { type: 'answer'; iceServers: RTCIceServer[] }
  /** Either: the guest signals this, or is to be told it. */
  | { type: 'signal'; data: unknown }
  /** The tab: it is open, and this is what the guest speaks. */
  | { type: 'opened'; protocol: string }
  /** Either: a message that came, or is to go. */
  | { type: 'message'; message: Uint8Array }
  /** The tab: so many bytes of the worker's messages have left, all in all. */
  | { type: 'sent'; bytes: number }
  /** Either: it has ended. What still comes for it is for nobody. */
  | { type: 'ended'; reason: string }

/** One channel's way to the other end. */
export interface ChannelPort {
  say(word: ChannelWord): void
  /** The channel has ended, and is told nothing any more. */
  ended(): void
}

/** Words about everything. After `bye` nothing follows. */
type PortWord = { type: 'ping'; number: number } | { type: 'pong'; number: number } | { type: 'bye'; reason: string }

/** Whom a port tells what comes from the other end. */
export interface PeersPortOwner {
  word(channel: number, word: ChannelWord): void
  /** The other end asks whether this one is there, and is answered after this. */
  asked?(): void
  /** The other end does not answer; once, until it is heard of again. */
  silent(reason: string): void
  /** The other end has left, and the port is closed. */
  left(reason: string): void
}

const GONE = 'The other end of the port is gone.'

/** The port is its own from now on, and closed with it. */
export class PeersPort {
  readonly #port: MessagePort
  readonly #owner: PeersPortOwner
  readonly #options: HeartbeatOptions
  #heartbeat: Heartbeat
  #silent = false
  #over = false

  constructor(port: MessagePort, owner: PeersPortOwner, heartbeat: HeartbeatOptions) {
    this.#port = port
    this.#owner = owner
    this.#options = heartbeat
    this.#heartbeat = this.#listen()
    port.addEventListener('message', this.#onMessage)
    port.addEventListener('close', this.#onClose)
    port.start()
  }

  say(channel: number, word: ChannelWord): void {
    this.#post({ ...word, channel })
  }

  /** Says why, and closes the port. */
  close(reason: string): void {
    this.#post({ type: 'bye', reason })
    this.#release()
  }

  #listen(): Heartbeat {
    return new Heartbeat(
      {
        ping: number => this.#post({ type: 'ping', number }),
        // Its own limit decides.
        liveness: () => {},
        dead: reason => {
          this.#silent = true
          this.#owner.silent(reason)
        },
      },
      this.#options,
    )
  }

  #post(word: (ChannelWord & { channel: number }) | PortWord): void {
    if (!this.#over) this.#port.postMessage(word)
  }

  readonly #onMessage = ({ data }: MessageEvent): void => {
    if (this.#over) return
    // A frozen page has thawed: from now on it can fall silent again.
    if (this.#silent) this.#heartbeat = this.#listen()
    this.#silent = false
    this.#heartbeat.heard()
    const word = asControl(data)
    if (word.type === 'ping') this.#answer(word.number)
    else if (word.type === 'bye') this.#leave(String(word.reason))
    else if (typeof word.channel === 'number') this.#pass(word.channel, word)
  }

  #answer(number: unknown): void {
    this.#owner.asked?.()
    if (typeof number === 'number') this.#post({ type: 'pong', number })
  }

  /** What makes no sense is passed over. */
  #pass(channel: number, data: Record<string, unknown>): void {
    const word = readChannelWord(data)
    if (word) this.#owner.word(channel, word)
  }

  /** Few platforms have this event; where it comes, it is sooner than the heartbeat. */
  readonly #onClose = (): void => this.#leave(GONE)

  #leave(reason: string): void {
    this.#release()
    this.#owner.left(reason)
  }

  #release(): void {
    this.#over = true
    this.#heartbeat.stop()
    this.#port.removeEventListener('message', this.#onMessage)
    this.#port.removeEventListener('close', this.#onClose)
    this.#port.close()
  }
}

function readChannelWord(word: Record<string, unknown>): ChannelWord | undefined {
  const { type, iceServers, data, protocol, message, bytes, reason } = word
  switch (type) {
    case 'answer':
      return Array.isArray(iceServers) ? { type, iceServers } : undefined
    case 'signal':
      return { type, data }
    case 'opened':
      return typeof protocol === 'string' ? { type, protocol } : undefined
    case 'message':
      return message instanceof Uint8Array ? { type, message } : undefined
    case 'sent':
      return typeof bytes === 'number' ? { type, bytes } : undefined
    case 'ended':
      return typeof reason === 'string' ? { type, reason } : undefined
    default:
      return undefined
  }
}
