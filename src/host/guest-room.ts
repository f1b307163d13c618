// Guest room: what the host's side of a guest asks of its room, and of the way that it came by.

import type { Link } from '../protocol/link.ts'
import type { Serializer } from '../protocol/serializer/serializer.ts'
import type { Crypto } from '../transport/crypto/crypto.ts'
import type { DataChannel, DataChannelOptions } from '../transport/framed-channel.ts'
import type { HostSide } from '../transport/tunnel-handshake.ts'
import type { Seat, SeatWire } from './seats.ts'
import type { GuestTransport } from './transport-kind.ts'

/** What a mesh guest asks of its room. */
export interface GuestRoom extends Pick<HostSide, 'keys' | 'secrets'> {
  readonly crypto: Crypto
  readonly room: string
  /** What guests are told of; the room adds the signaling server's, of which a guest has its own. */
  readonly iceServers: RTCIceServer[]
  /** Milliseconds that a link is kept for a guest that is away. */
  readonly grace: number
  /** What a guest may speak; which one is its choice. */
  readonly serializers: readonly Serializer[]
  /** Makes a link by that name for a guest that comes in, and takes it to the router. */
  seat(name: string, serializer: Serializer, wire: SeatWire): Seat
  /** The link by that name, for a guest that comes back. */
  find(name: string): Seat | undefined
  /** Whether there is a link whose name has this handle. */
  has(handle: string): boolean
  /** Takes a link that ends with its first path to the router. */
  admit(link: Link, transport: GuestTransport): void
  /** Answers a guest's offer of a data channel; `undefined` where no more can be had. */
  answer(serializers: readonly Serializer[], options: DataChannelOptions): DataChannel | undefined
}

/** The way to a guest through the signaling server. */
export interface GuestWire {
  send(record: Uint8Array): void
  readonly bufferedAmount: number
  close(reason: string): void
}
