// What a page of the bench can do, as `globalThis.bench`: each page is a host or a guest, with ends of ours and bare ones.

import { connect, host, type Room } from '../../../../src/entry/index.ts'
import { acceptMessagePort, msgpack } from '../../../../src/entry/router.ts'
import { LocalRoom } from '../../../../src/host/local-room.ts'
import { Crowd } from './crowd.ts'
import { type End, type GuestEnd, LARGE } from './end.ts'
import { joined } from './joined.ts'
import { callTimes, rateOf, rateOfEvents } from './measures.ts'
import { rawGuestEnd, rawHostEnd } from './raw-end.ts'
import { guestEnd, hostEnd } from './wamp-end.ts'
import { channelWay, introduce, packed, portWay, socketWay, type Way } from './way.ts'

/** What stands at the other side of a way. */
export type Side = 'host' | 'guest'
export type WayKind = 'port' | 'relayed port' | 'channel' | 'socket'
/** Ours, the bare one, or that with small messages put together. */
export type Subject = 'ours' | 'raw' | 'packed'

/** Where this page finds what it needs. */
export interface Surroundings {
  readonly signaling: string
  readonly relay: string
  /** The router's script, and one without a router. */
  readonly worker: string
  readonly bareWorker: string
}

/** The rates of guests are limited in rooms, which would be measured instead. */
const LIMITS = { framesPerSecond: Number.POSITIVE_INFINITY, calls: Number.POSITIVE_INFINITY }

let room: Room | undefined
const ends: Record<Subject, (End | GuestEnd)[]> = { ours: [], raw: [], packed: [] }
const crowd = new Crowd()

const abilities = {
  crowd,

  /** Hosts a room; resolves to its invite. */
  async host({ signaling, worker }: Surroundings, router: 'tab' | 'shared-worker', page: string): Promise<string> {
    room = await openRoom({ signaling, worker, router, page, limits: LIMITS })
    const session = await connect(room)
    ends.ours = [await hostEnd(session)]
    crowd.host = session
    return room.inviteFor()
  },

  /** Another tab of that room. */
  async enter({ signaling, worker }: Surroundings, page: string): Promise<void> {
    room = await openRoom({ signaling, worker, router: 'shared-worker', page, limits: LIMITS })
    ends.ours = [await guestEnd(await connect(room))]
  },

  /** Joins so many times by the invite; resolves when all go by that way. */
  async join(invite: string, transport: 'data-channel' | 'relay', count = 1): Promise<void> {
    if (transport === 'relay') Reflect.deleteProperty(globalThis, 'RTCPeerConnection')
    ends.ours = await Promise.all(Array.from({ length: count }, () => joined(invite, transport).then(guestEnd)))
  },

  /** A port from one page to the room of the other. */
  async connectByPort({ bareWorker }: Surroundings, side: Side): Promise<void> {
    const port = await introduce(bareWorker, 'ours', side, 'direct')
    if (side === 'guest') ends.ours = [await guestEnd(await connect(port))]
    else if (room instanceof LocalRoom)
      room.seats.attach('tab', await acceptMessagePort(port, [msgpack]), 'message-port')
  },

  /** The same as so many bare ways, and as others with small messages put together. */
  async bare(surroundings: Surroundings, kind: WayKind, side: Side, count = 1): Promise<void> {
    for (const subject of ['raw', 'packed'] as const) {
      const paths = Array.from({ length: count }, (_, number) => `${subject}-${kind}-${number}`)
      const bare = await Promise.all(paths.map(path => bareWay(surroundings, kind, side, path)))
      const ways = subject === 'packed' ? bare.map(packed) : bare
      ends[subject] = side === 'host' ? [rawHostEnd(ways)] : ways.map(rawGuestEnd)
    }
  },

  /** The same for a crowd. */
  async bareCrowd(surroundings: Surroundings, side: Side, count: number, path: string): Promise<void> {
    for (let number = 0; number < count; number++) {
      const way = await bareWay(surroundings, 'channel', side, `${path}-${number}`)
      if (side === 'host') crowd.hostWays.push(way)
      else crowd.hearBare([way])
    }
  },

  /** The host's side of one bare way. */
  async serve(surroundings: Surroundings, kind: WayKind, path: string): Promise<void> {
    rawHostEnd([await bareWay(surroundings, kind, 'host', path)])
  },

  callTimes: (subject: Subject, ms: number) => callTimes(guest(subject), ms),
  callRate: (subject: Subject, underWay: number, ms: number) => rateOf(() => guest(subject).call(), underWay, ms),
  /** MB a second. */
  largeRate: async (subject: Subject, underWay: number, ms: number) =>
    ((await rateOf(() => guest(subject).fetchLarge(), underWay, ms)) * LARGE) / 1e6,
  eventRate: (subject: Subject, receivers: number, ms: number) => rateOfEvents(first(subject), receivers, ms),
}

export type Bench = typeof abilities
declare global {
  var bench: Bench
  /** Milliseconds from the opening of the page to what its name says. */
  var times: Record<string, number>
}
globalThis.bench = abilities
if (location.hash !== '') void runErrand(JSON.parse(decodeURIComponent(location.hash.slice(1))))

/** Opens a bare way, and gets one answer by it. */
async function runErrand({ surroundings, kind, path }: { surroundings: Surroundings; kind: WayKind; path: string }) {
  await rawGuestEnd(await bareWay(surroundings, kind, 'guest', path)).call()
  globalThis.times = { first: performance.now() }
}

function first(subject: Subject): End {
  const [end] = ends[subject]
  if (!end) throw new Error(`This page has no end of ${subject}.`)
  return end
}

const guest = (subject: Subject) => first(subject) as GuestEnd

function openRoom(options: Parameters<typeof host>[0]): Promise<Room> {
  return new Promise((resolve, reject) => {
    const opening = host({
      ...options,
      onstate: state => {
        if (state === 'open') resolve(opening)
      },
    })
    opening.catch(reject)
  })
}

async function bareWay({ relay, bareWorker }: Surroundings, kind: WayKind, side: Side, path: string): Promise<Way> {
  if (kind === 'socket') return socketWay(relay, path, side)
  if (kind === 'channel') return channelWay(relay, path, side)
  return portWay(await introduce(bareWorker, path, side, kind === 'port' ? 'direct' : 'relayed'))
}
