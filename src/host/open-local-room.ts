// Opening a local room: its key, its router, its settings.

import { limitsWith, ROOM_LIMITS } from '../router/limits.ts'
import { Router, type RouterOptions } from '../router/router.ts'
import { loadCrypto } from '../transport/crypto/load.ts'
import { DEFAULT_GRACE } from '../transport/resume/resumable-link-options.ts'
import { Entrance } from './entrance.ts'
import { openEventStore } from './event-store.ts'
import type { HostOptions } from './host-options.ts'
import type { Identity } from './identity.ts'
import { type KeptRoom, keptRoom } from './kept-room.ts'
import { LocalRoom } from './local-room.ts'
import type { LocalRoomSetup } from './local-room-setup.ts'
import { kept } from './own-room.ts'
import { logFailure, secureRandom, systemClock } from './platform.ts'
import { RoomKeeper } from './room-keeper.ts'
import { RoomLog } from './room-log.ts'
import { roomPermissions } from './room-permissions.ts'
import { allSerializers } from './serializers.ts'

export interface OwnRoomOptions
  extends Omit<HostOptions, 'router' | 'worker' | 'durable'>,
    Pick<LocalRoomSetup, 'answer' | 'awake'> {
  /** To keep sessions beyond the end of this place, and how. */
  readonly keep?: { readonly durable: boolean }
}

/** Opens a room here. Rejects where neither `page` nor `signaling` is known and there is no page to take them from. */
export async function openLocalRoom(options: OwnRoomOptions): Promise<LocalRoom> {
  const { realm = 'realm1', onstate, oninvite, ontransfers } = options
  const page = options.page ?? globalThis.location?.href
  if (page === undefined) throw new Error('There is no page here for invites to open: pass one as `page`.')
  const crypto = await loadCrypto()
  const entrance = await Entrance.open(kept(crypto, options))
  const { identity } = entrance
  const grace = options.grace ?? DEFAULT_GRACE
  const serializers = await allSerializers()
  const keeping = await keeperFor(identity, realm, { ...options, grace })
  const router = roomRouter(realm, {
    ...options,
    settings: await settingsFor(identity, realm, options),
    changed: (_, kind, id) => keeping?.keeper.entryChanged(kind, id),
  })
  keeping?.keeper.begin(() => router.realm(realm))
  const room = new LocalRoom({
    router,
    keeper: keeping?.keeper,
    crypto,
    entrance,
    limits: limitsWith(ROOM_LIMITS, options.limits),
    realm,
    page,
    signaling: options.signaling ?? new URL(page).origin,
    iceServers: options.iceServers ?? [],
    plainClients: options.plainClients ?? true,
    serializers,
    resume: { grace },
    answer: options.answer,
    awake: options.awake,
    WebSocket: options.WebSocket,
    onstate: (state, error) => onstate?.(state, error),
    oninvite: () => oninvite?.(),
    ontransfers: transfers => ontransfers?.(transfers),
  })
  if (keeping?.left) room.seats.restore(keeping.left, serializers)
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

/** What keeps the room's sessions, where its key is kept too, and what an earlier place of the room has left. */
async function keeperFor(
  identity: Identity,
  realm: string,
  { keep, store, grace, onerror = logFailure }: OwnRoomOptions & { grace: number },
): Promise<{ keeper: RoomKeeper; left: KeptRoom | undefined } | undefined> {
  if (!keep || store || !identity.persistent) return undefined
  try {
    const { log, left } = await RoomLog.open(`${identity.room}-${realm}`)
    const keeper = new RoomKeeper({ log, durable: keep.durable, grace, onerror })
    return { keeper, left: keptRoom(left, Date.now() - grace) }
  } catch (error) {
    onerror(error)
    return undefined
  }
}

function roomRouter(
  realm: string,
  {
    permissions,
    authenticators,
    settings,
    changed,
    onerror = logFailure,
  }: HostOptions & Pick<RouterOptions, 'changed'>,
): Router {
  return new Router({
    changed,
    clock: systemClock,
    random: secureRandom,
    realms: { [realm]: { ...settings, authenticators, permissions: roomPermissions(permissions) } },
    onerror,
  })
}
