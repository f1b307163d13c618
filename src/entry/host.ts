// wamp-mesh/host: the parts of a host, for people who build their own page.

export { type Dialed, type DialOptions, dial, type Target, type Transport } from '../host/dial.ts'
export { type EventStoreOptions, openEventStore, type PersistentEventStore } from '../host/event-store.ts'
export type { HostOptions, RouterPlace } from '../host/host-options.ts'
export { hostRoom } from '../host/hosting.ts'
export {
  type Identity,
  type IdentityStore,
  indexedDbStore,
  loadIdentity,
  memoryStore,
  rotateSecret,
} from '../host/identity.ts'
export { formatInvite, type Invite, parseInvite, plainUrl, signalingUrl } from '../host/invite.ts'
export { type Joined, type JoinOptions, join } from '../host/join.ts'
export { LocalRoom } from '../host/local-room.ts'
export type { LocalRoomSetup } from '../host/local-room-setup.ts'
export { isOwnRoom } from '../host/own-room.ts'
export type { Room, RoomState } from '../host/room.ts'
export { roomPermissions } from '../host/room-permissions.ts'
export { serveRooms } from '../host/serve-rooms.ts'
export { hostInTab } from '../host/tab.ts'
export type { RoomPeer } from '../host/trace/room-peer.ts'
export type { TraceObserver, TraceRecord } from '../host/trace/trace-record.ts'
export { loadCipher } from '../transport/crypto/load.ts'
