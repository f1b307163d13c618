// Host options: what a host can be told when it opens its room.

import type { Transfers } from '../protocol/link.ts'
import type { Limits } from '../router/limits.ts'
import type { RealmSettings } from '../router/realm-settings.ts'
import type { WebSocketConstructor } from '../transport/open-websocket.ts'
import type { IdentityStore } from './identity.ts'
import type { RoomState } from './room.ts'

/** Where a room's router lives. */
export type RouterPlace = 'tab' | 'shared-worker' | 'service-worker'

export interface HostOptions {
  /**
   * Where the router lives. By default in a SharedWorker, where the browser has such and `worker` is given, and else in this
   * very tab. In a worker it is shared by all tabs of this origin that host the room, and goes on when one of them closes; the
   * options then must be such as a message can carry: functions are for the worker's own script, see `serveRooms`.
   */
  readonly router?: RouterPlace | undefined
  /** The URL of the worker script, `wamp-mesh-worker.js`, on the page's own origin. */
  readonly worker?: string | URL | undefined
  /** The realm that guests join; `realm1` by default. */
  readonly realm?: string | undefined
  /** The signaling server's base URL; the page's origin by default. */
  readonly signaling?: string | undefined
  /** The page that invites open; the page itself by default. */
  readonly page?: string | undefined
  /** STUN and TURN servers, for guests on other networks; none by default, the relay serves those who need it. */
  readonly iceServers?: RTCIceServer[] | undefined
  /** Whether plain WAMP clients are let in by the plain URL; true by default. */
  readonly plainClients?: boolean | undefined
  /**
   * Who may do what. Your rules come behind one that lets the host do everything, and before those for `wamp.`, where
   * others may call and subscribe. Without any, guests and plain clients may do everything outside `wamp.`; with some, only
   * what those allow. Nobody else may kill sessions, unless a rule whose own URI lies in `wamp.` allows it and stands before
   * functions and rules for everything. Guests have the authrole `guest`, plain clients `plain`.
   */
  readonly permissions?: RealmSettings['permissions']
  /** How plain clients say who they are; by default they are anonymous. Guests need not: their invite vouches for them. */
  readonly authenticators?: RealmSettings['authenticators']
  /**
   * The other settings of the room's realm. Its event history is kept beside its key, so that a reloaded room has it still,
   * unless `store` or `settings.eventHistory` say otherwise.
   */
  readonly settings?: Omit<RealmSettings, 'permissions' | 'authenticators'> | undefined
  /**
   * Told of what authenticators and authorizers throw that is no refusal, and where events cannot be kept; by default it is
   * written to the console.
   */
  readonly onerror?: ((error: unknown) => void) | undefined
  /** What one guest may cost; `ROOM_LIMITS` by default. */
  readonly limits?: Partial<Limits> | undefined
  /**
   * Milliseconds that the session of a guest outlives its lost connection: it comes back to the same session, and to all that
   * was sent meanwhile. 30,000 by default.
   */
  readonly grace?: number | undefined
  /**
   * Whether sessions outlive a worker that ends at any moment (its tab crashes, the browser stops it) exactly: nothing is lost
   * and nothing comes twice, for what the router sends waits until it is kept in this origin's IndexedDB, some milliseconds.
   * By default for a Service Worker, which browsers stop at will. Without, and by default for a SharedWorker, sessions are kept
   * all the same, and nothing waits; events and calls of the last moments may come twice. Calls under way end with
   * `wamp.error.network_failure` either way. A router in a tab ends with its sessions.
   */
  readonly durable?: boolean | undefined
  /** Tells several rooms of one origin apart: the same name is the same room again; `default` by default. */
  readonly name?: string | undefined
  /** Where the room's key is kept; this origin's IndexedDB by default. */
  readonly store?: IdentityStore | undefined
  /** Default: the platform's own. Node before 22 has none: pass that of `ws`. */
  readonly WebSocket?: WebSocketConstructor | undefined
  /** Told of every change; `error` says why, where something went wrong. */
  readonly onstate?: ((state: RoomState, error?: Error) => void) | undefined
  /** Told how far `Room.transfers` are: when one begins or ends, and now and then meanwhile. */
  readonly ontransfers?: ((transfers: Transfers) => void) | undefined
  /** Told when invites and the plain URL have become others: by `Room.rotate`, here or in another page that hosts the room. */
  readonly oninvite?: (() => void) | undefined
}
