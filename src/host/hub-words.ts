// Hub words: what a tab and the worker that hosts its rooms say to each other on the tab's port.

import type { Transfers } from '../protocol/link.ts'
import type { Limits } from '../router/limits.ts'
import type { Permission } from '../router/permission.ts'
import type { RealmSettings } from '../router/realm-settings.ts'
import type { RouterCounters } from '../router/router.ts'
import { asControl } from '../transport/message-port.ts'
import type { RoomState } from './room.ts'
import type { RoomPeer } from './trace/room-peer.ts'
import type { TraceRecord } from './trace/trace-record.ts'

/** What a room in a worker is made of: what can be told by a message, so no functions. */
export interface WorkerRoomOptions {
  readonly name: string
  readonly realm: string
  readonly page: string
  readonly signaling: string
  readonly iceServers: RTCIceServer[]
  readonly plainClients: boolean
  readonly permissions?: readonly Permission[] | undefined
  readonly settings?: Omit<RealmSettings, 'permissions' | 'authenticators'> | undefined
  readonly limits?: Partial<Limits> | undefined
  readonly grace?: number | undefined
  readonly durable: boolean
}

/** What a tab says. Ports that come with a word are given by the message that it came in. */
export type TabWord =
  /** First of all. `lock`: the Web Lock that the tab holds as long as it lives, where there are such. */
  | { type: 'enter'; room: WorkerRoomOptions; lock: string | undefined }
  /** A path, by the port that comes along, for the session of that name: a new one, or one that goes on. */
  | { type: 'session'; link: string; resumes: boolean }
  /** This tab holds peer connections from now on, by the port that comes along. */
  | { type: 'lead' }
  | { type: 'counters' | 'peers' | 'rotate'; number: number }
  /** Whether the tab watches the messages that pass. */
  | { type: 'trace'; on: boolean }
  /** The tab has taken so many records. */
  | { type: 'traced'; count: number }
  /** The signaling server may be reachable again. */
  | { type: 'retry' }
  /** The tab goes away: to come back as it was, or for good. */
  | { type: 'sleep' }
  | { type: 'leave' }

/** What leads into a room, as its tabs know it. */
export interface WorkerEntrance {
  readonly room: string
  readonly secret: string
  readonly ticket: string
  readonly persistent: boolean
  readonly warning: string | undefined
}

/** What a worker says. */
export type HubWord =
  /** The room that the tab has entered. `lock`: the Web Lock that the worker holds as long as it lives. */
  | ({ type: 'entered'; realm: string; lock: string | undefined } & WorkerEntrance)
  /** There is no such room here, and why. */
  | { type: 'refused'; message: string }
  | { type: 'state'; state: RoomState; error: string | undefined }
  /** How far large messages are. */
  | { type: 'transfers'; transfers: Transfers }
  /** Something else leads in now. */
  | ({ type: 'invite' } & WorkerEntrance)
  /** The session of that name has ended, or never was. */
  | { type: 'unknown'; link: string }
  /** This tab is to take the lead: the one that has it does not answer, or there is none. */
  | { type: 'seize' }
  | { type: 'counters'; number: number; counters: RouterCounters }
  | { type: 'peers'; number: number; peers: RoomPeer[] }
  | { type: 'rotated'; number: number; error: string | undefined }
  /** Messages that passed. */
  | { type: 'trace'; records: readonly TraceRecord[] }
  /** Something went wrong that the page should know of. */
  | { type: 'failure'; message: string }

/** Both sides are of one origin, and mostly of one build: what is no word of this list at all is passed over. */
export function readTabWord(data: unknown): TabWord | undefined {
  const { type } = asControl(data)
  return typeof type === 'string' ? (data as TabWord) : undefined
}

export function readHubWord(data: unknown): HubWord | undefined {
  const { type } = asControl(data)
  return typeof type === 'string' ? (data as HubWord) : undefined
}
