// Raw channel: a way to another browser for messages of bytes, whoever holds the peer connection under it.

import type { PeerSignal } from './peer-signal.ts'

/** One side of it, from when it begins to open. */
export interface RawChannel {
  /** Takes what the other side signaled, in order, whatever it is by now. */
  signal(data: unknown): void
  /** Sends a message; never throws. Before it is open and after its end, nothing happens. */
  send(message: Uint8Array): void
  /** Bytes that were sent and have not left yet. */
  readonly bufferedAmount: number
  /** Ends it at once, opening included. */
  end(reason: string): void
}

/** Whom a raw channel tells what becomes of it. */
export interface RawChannelOwner {
  /** The other side is to be given this. */
  signal(data: PeerSignal): void
  /** Open, once; `protocol` is what the offerer called it. */
  opened(protocol: string): void
  received(message: Uint8Array): void
  /** Most of what it had has left: it can take more. */
  drained(): void
  /** It is over: once, also after `end`, and the last that is heard. */
  ended(reason: string): void
}
