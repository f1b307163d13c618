// What a room is made of whose router lives in this very place.

import type { Serializer } from '../protocol/serializer/serializer.ts'
import type { Crypto } from '../transport/crypto/crypto.ts'
import type { WebSocketConstructor } from '../transport/open-websocket.ts'
import type { Awake } from './awake.ts'
import type { Entrance } from './entrance.ts'
import type { Answer } from './open-channels.ts'
import type { RoomState } from './room.ts'
import type { RoomSeatsSetup } from './room-seats.ts'

export interface LocalRoomSetup extends RoomSeatsSetup {
  readonly crypto: Crypto
  readonly entrance: Entrance
  /** The page that invites open. */
  readonly page: string
  /** The signaling server's base URL. */
  readonly signaling: string
  readonly iceServers: RTCIceServer[]
  /** Whether plain WAMP clients are let in. */
  readonly plainClients: boolean
  /** What guests and plain clients may speak. */
  readonly serializers: readonly Serializer[]
  readonly answer: Answer
  /** Keeps the page awake that hosts, where there is one. */
  readonly awake?: Awake | undefined
  readonly WebSocket?: WebSocketConstructor | undefined
  onstate(state: RoomState, error?: Error): void
  /** Invites and the plain URL have become others. */
  oninvite(): void
}
