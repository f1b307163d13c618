// Hosting: a room whose router lives where the page wants it.

import type { HostOptions, RouterPlace } from './host-options.ts'
import type { WorkerRoomOptions } from './hub-words.ts'
import { logFailure } from './platform.ts'
import type { Room } from './room.ts'
import { serviceWorkerSource, sharedWorkerSource } from './worker-source.ts'

/**
 * Makes this page the host of a room. Resolves as soon as the room has its invite and its router; `onstate` tells
 * when others can come in. Rejects where neither `page` nor `signaling` is known and there is no page to take them from,
 * where a worker cannot be started, and where a router in a worker is given what cannot be sent there.
 */
export async function hostRoom(options: HostOptions = {}): Promise<Room> {
  const place = placeOf(options)
  if (place !== 'tab') return hostInWorker(options, place)
  // Who joins, or hosts in a worker, has no need of a router.
  const { hostInTab } = await import('./tab.ts')
  return hostInTab(options)
}

/** Where the router is to live, as far as this browser has such a place. */
export function placeOf({ router, worker }: Pick<HostOptions, 'router' | 'worker'>): RouterPlace {
  if (!worker || (router !== undefined && router !== 'shared-worker' && router !== 'service-worker')) return 'tab'
  if (router === 'service-worker' && globalThis.navigator?.serviceWorker) return router
  return typeof SharedWorker === 'function' ? 'shared-worker' : 'tab'
}

async function hostInWorker(options: HostOptions, place: Exclude<RouterPlace, 'tab'>): Promise<Room> {
  const { page = location.href, worker = '', onstate, oninvite, ontransfers, onerror = logFailure } = options
  const url = String(new URL(worker, document.baseURI))
  const room = workerOptions({ ...options, page, durable: options.durable ?? place === 'service-worker' })
  const source = place === 'service-worker' ? serviceWorkerSource(url) : sharedWorkerSource(url, room.name)
  const { WorkerRoom } = await import('./worker-room.ts')
  return WorkerRoom.enter({
    options: room,
    source,
    risk: () => (place === 'service-worker' && document.visibilityState === 'hidden' ? STOPPABLE : undefined),
    onstate: (state, error) => onstate?.(state, error),
    oninvite: () => oninvite?.(),
    ontransfers: transfers => ontransfers?.(transfers),
    onerror,
  })
}

/** What a worker can be told. @throws {TypeError} for what it cannot. */
function workerOptions(options: HostOptions & { page: string }): WorkerRoomOptions {
  const { store, WebSocket, authenticators, page } = options
  for (const [name, value] of Object.entries({ store, WebSocket, authenticators })) {
    if (value !== undefined) throw new TypeError(`${name} cannot be sent to a worker: ${INSTEAD}`)
  }
  const room = {
    name: options.name ?? 'default',
    realm: options.realm ?? 'realm1',
    page,
    signaling: options.signaling ?? new URL(page).origin,
    iceServers: options.iceServers ?? [],
    plainClients: options.plainClients ?? true,
    permissions: options.permissions,
    settings: options.settings,
    limits: options.limits,
    grace: options.grace,
    durable: options.durable ?? false,
  }
  try {
    return structuredClone(room) as WorkerRoomOptions
  } catch {
    throw new TypeError(`permissions and settings with functions cannot be sent to a worker: ${INSTEAD}`)
  }
}

const STOPPABLE =
  'This page hosts in the background, by a Service Worker: the browser may stop that, and guests then wait until it is back.'
const INSTEAD = "host in the tab (router: 'tab'), or have a worker script of your own call serveRooms({ … }) with them."
