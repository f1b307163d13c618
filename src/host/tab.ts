// Tab: a room whose router lives in this very page (or worker, or process).

import { type Limits, limitsWith, ROOM_LIMITS } from '../router/limits.ts'
import type { RealmSettings } from '../router/realm-settings.ts'
import { Router } from '../router/router.ts'
import type { Crypto } from '../transport/crypto/crypto.ts'
import { loadCrypto } from '../transport/crypto/load.ts'
import { answerDataChannel } from '../transport/data-channel.ts'
import type { WebSocketConstructor } from '../transport/open-websocket.ts'
import { DEFAULT_GRACE } from '../transport/resume/resumable-link-options.ts'
import { deriveTicket } from '../transport/room-keys.ts'
import { openEventStore } from './event-store.ts'
import { type Identity, type IdentityStore, loadIdentity, ownsRoom } from './identity.ts'
import { LocalRoom } from './local-room.ts'
import { logFailure, secureRandom, systemClock } from './platform.ts'
import type { RoomState } from './room.ts'
import { roomPermissions } from './room-permissions.ts'
import { allSerializers } from './serializers.ts'

export interface HostOptions {
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
  /** Tells several rooms of one origin apart: the same name is the same room again; `default` by default. */
  readonly name?: string | undefined
  /** Where the room's key is kept; this origin's IndexedDB by default. */
  readonly store?: IdentityStore | undefined
  /** Default: the platform's own. Node before 22 has none: pass that of `ws`. */
  readonly WebSocket?: WebSocketConstructor | undefined
  /** Told of every change; `error` says why, where something went wrong. */
  readonly onstate?: ((state: RoomState, error?: Error) => void) | undefined
}

/**
 * Makes this page the host of a room. Resolves as soon as the room has its invite and its router; `onstate` tells
 * when others can come in. Rejects where neither `page` nor `signaling` is known and there is no page to take them from.
 */
export async function hostInTab(options: HostOptions = {}): Promise<LocalRoom> {
  const { realm = 'realm1', store, name, onstate } = options
  const page = options.page ?? globalThis.location?.href
  if (page === undefined) throw new Error('There is no page here for invites to open: pass one as `page`.')
  const crypto = await loadCrypto()
  const identity = await loadIdentity(kept(crypto, { store, name }))
  const room = new LocalRoom({
    router: roomRouter(realm, { ...options, settings: await settingsFor(identity, realm, options) }),
    crypto,
    identity,
    ticket: await deriveTicket(crypto, identity),
    limits: limitsWith(ROOM_LIMITS, options.limits),
    realm,
    page,
    signaling: options.signaling ?? new URL(page).origin,
    iceServers: options.iceServers ?? [],
    plainClients: options.plainClients ?? true,
    serializers: await allSerializers(),
    resume: { grace: options.grace ?? DEFAULT_GRACE },
    answer: answerDataChannel,
    WebSocket: options.WebSocket,
    onstate: (state, error) => onstate?.(state, error),
  })
  // In a task of its own: by then whoever asked has the room that `onstate` tells of.
  setTimeout(() => room.open())
  return room
}

/** The room's settings, with a place for its events where its key has one. */
async function settingsFor(
  identity: Identity,
  realm: string,
  { settings, store, onerror = logFailure }: HostOptions,
): Promise<HostOptions['settings']> {
  const history = settings?.eventHistory
  if (history === false || history?.store || store || !identity.persistent) return settings
  const events = await openEventStore({ name: `${identity.room}-${realm}`, onerror })
  return { ...settings, eventHistory: { ...history, store: events } }
}

function roomRouter(
  realm: string,
  { permissions, authenticators, settings, onerror = logFailure }: HostOptions,
): Router {
  return new Router({
    clock: systemClock,
    random: secureRandom,
    realms: { [realm]: { ...settings, authenticators, permissions: roomPermissions(permissions) } },
    onerror,
  })
}

/** Whether a room is this browser's own: its invite, opened here, hosts it. */
export async function isOwnRoom(room: string, options: Pick<HostOptions, 'store' | 'name'> = {}): Promise<boolean> {
  return ownsRoom(room, kept(await loadCrypto(), options))
}

function kept(crypto: Crypto, { store, name }: Pick<HostOptions, 'store' | 'name'>) {
  return { crypto, ...(store && { store }), ...(name !== undefined && { name }) }
}
