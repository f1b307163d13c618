// Tunnel: sealed, ordered records between a guest and the host, over a wire that others can read, cut and alter.

import { concatBytes } from './bytes.ts'
import type { Bytes, Crypto } from './crypto/crypto.ts'
import { RecordStream } from './record-stream.ts'
import type { RoomAccess } from './room-keys.ts'
import {
  type Established,
  type Exchange,
  greet,
  type HostSide,
  type TunnelOptions,
  welcome,
} from './tunnel-handshake.ts'
import { tunnelReasons } from './tunnel-reasons.ts'

/** Where a tunnel's records go: one binary frame each, in order. It never throws. */
export interface TunnelWire {
  send(record: Uint8Array): void
}

/** Who a {@link Tunnel} delivers to. */
export interface TunnelReceiver {
  /** One plaintext the other side sent; in order, none twice, none missing. */
  record(plaintext: Uint8Array): void
  /** Called exactly once, whoever closed; nothing is delivered afterwards. `reason` is a sentence for people. */
  closed(reason: string): void
  /** All that was sent so far has gone to the wire: `bufferedAmount` is 0 again. */
  drained?(): void
}

/** What both ends need to make a tunnel; the guest's also has the secret of its invite. */
export interface TunnelEnds extends Pick<RoomAccess, 'room'> {
  readonly crypto: Crypto
  readonly wire: TunnelWire
  readonly receiver: TunnelReceiver
}

/** The largest plaintext that {@link Tunnel.send} takes, in bytes. */
export const MAX_PLAINTEXT = 64 * 1024

const MAX_RECORD = MAX_PLAINTEXT + 1024
// As much as the largest WAMP message twice: a burst fits, and a flood ends before the page's memory does.
const MAX_QUEUED = 32 * 1024 * 1024
const SEALED = 3

/** The guest's end: says HELLO at once. Make a new one each time the server says that a host is there. */
export function openTunnel(ends: TunnelEnds & RoomAccess, options: TunnelOptions = {}): Tunnel {
  return new Tunnel(ends, exchange => greet(ends, options, exchange))
}

/** The host's end for one guest: waits for its HELLO. */
export function acceptTunnel(ends: TunnelEnds, host: HostSide): Tunnel {
  return new Tunnel(ends, exchange => welcome(ends, host, exchange))
}

/**
 * One end of a tunnel. It has no timers: whoever made it closes it when the handshake takes too long or the wire dies.
 *
 * The other side's last records may be cut off unnoticed; that the end was meant is for what runs inside to say.
 */
export class Tunnel {
  /**
   * The other side's options, once it is known to be who it should be. Rejects, with the reason that `closed` gets
   * too, when the tunnel ends before. Whoever awaits it goes on before the first record is delivered.
   */
  readonly opened: Promise<TunnelOptions>
  #name: string | undefined
  readonly #wire: TunnelWire
  readonly #receiver: TunnelReceiver
  readonly #outgoing: RecordStream<Bytes>
  readonly #incoming: RecordStream<Bytes | undefined>
  #first: { resolve(record: Uint8Array): void; reject(reason: Error): void } | undefined
  #state: 'live' | 'closing' | 'closed' = 'live'
  #reason = ''

  constructor({ wire, receiver }: TunnelEnds, handshake: (exchange: Exchange) => Promise<Established>) {
    this.#wire = wire
    this.#receiver = receiver
    this.#outgoing = new RecordStream({
      transform: (cipher, iv, plaintext) => cipher.seal(iv, plaintext),
      deliver: sealed => this.#sendSealed(sealed),
      failed: error => this.#crash(error),
    })
    this.#incoming = new RecordStream({
      transform: async (cipher, iv, record) => (record[0] === SEALED ? cipher.open(iv, record.subarray(1)) : undefined),
      deliver: plaintext => this.#deliver(plaintext),
      failed: error => this.#crash(error),
    })
    const first = new Promise<Uint8Array>((resolve, reject) => {
      this.#first = { resolve, reject }
    })
    this.opened = this.#establish(handshake, first)
    // `closed` reports it as well, so whoever does not care for `opened` need not handle its rejection.
    for (const promise of [first, this.opened]) promise.catch(() => {})
  }

  /** Names an open tunnel: 32 characters of base64url that both ends know, and nobody else, whoever has the invite. */
  get name(): string | undefined {
    return this.#name
  }

  /** Plaintext bytes accepted by {@link send} and not yet given to the wire. */
  get bufferedAmount(): number {
    return this.#state === 'closed' ? 0 : this.#outgoing.queuedBytes
  }

  /** Resolves when all that has come on an open tunnel so far is delivered. */
  get received(): Promise<void> {
    return this.#incoming.delivered
  }

  /** Takes one record from the wire. Never throws; what does not belong here ends the tunnel. */
  receive(record: Uint8Array): void {
    if (this.#state !== 'live') return
    if (record.length > MAX_RECORD) return this.#end(tunnelReasons.tooLarge(record.length, MAX_RECORD))
    if (this.#incoming.queuedBytes + record.length > MAX_QUEUED) return this.#end(tunnelReasons.tooMuch(MAX_QUEUED))
    if (!this.#first) return this.#incoming.push(record)
    this.#first.resolve(record.slice())
    this.#first = undefined
  }

  /**
   * Queues one plaintext of at most {@link MAX_PLAINTEXT} bytes; before the tunnel is open it waits for that.
   * Never throws; a plaintext or a queue over its limit ends the tunnel, and after the end it does nothing.
   */
  send(plaintext: Uint8Array): void {
    if (this.#state !== 'live') return
    if (plaintext.length > MAX_PLAINTEXT) return this.#end(tunnelReasons.tooLarge(plaintext.length, MAX_PLAINTEXT))
    if (this.bufferedAmount + plaintext.length > MAX_QUEUED) return this.#end(tunnelReasons.tooMuch(MAX_QUEUED))
    this.#outgoing.push(plaintext)
  }

  /** Ends the tunnel from this side, once what was sent on an open tunnel is with the wire. The wire stays as it is. */
  close(reason = 'closed by this side'): void {
    if (this.#state !== 'live') return
    this.#state = 'closing'
    this.#reason = reason
    void this.#outgoing.delivered.then(() => this.#end(reason))
  }

  async #establish(handshake: (exchange: Exchange) => Promise<Established>, first: Promise<Uint8Array>) {
    try {
      const send = (record: Uint8Array) => this.#state === 'live' && this.#wire.send(record)
      const { options, sending, receiving, name } = await handshake({ send, first })
      if (this.#state !== 'live') throw new Error(this.#reason)
      this.#name = name
      this.#outgoing.begin(sending)
      this.#incoming.begin(receiving)
      return options
    } catch (error) {
      this.#end(messageOf(error))
      throw error
    }
  }

  #sendSealed(sealed: Bytes): void {
    if (this.#state === 'closed') return
    this.#wire.send(concatBytes(Uint8Array.of(SEALED), sealed))
    if (this.bufferedAmount === 0) this.#receiver.drained?.()
  }

  #deliver(plaintext: Bytes | undefined): void {
    if (this.#state !== 'live') return
    if (plaintext) this.#receiver.record(plaintext)
    else this.#end(tunnelReasons.brokenSequence)
  }

  #crash(error: unknown): void {
    this.#end(`This side failed: ${messageOf(error)}`)
    // A bug of ours or of the receiver: it belongs in the page's error log, and this stream must not swallow it.
    queueMicrotask(() => {
      throw error
    })
  }

  #end(reason: string): void {
    if (this.#state === 'closed') return
    this.#state = 'closed'
    this.#reason = reason
    this.#first?.reject(new Error(reason))
    // Not from within a call of the owner's: it may be in the middle of using this tunnel.
    queueMicrotask(() => this.#receiver.closed(reason))
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
