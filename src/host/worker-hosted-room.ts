// Worker hosted room: a room whose router lives in this worker, shared by the tabs that have entered it. One of them, the
// leader, holds its peer connections.

import type { RouterCounters } from '../router/router.ts'
import { messageOf } from '../transport/reasons.ts'
import { DEFAULT_GRACE } from '../transport/resume/resumable-link-options.ts'
import type { HubWord, WorkerEntrance, WorkerRoomOptions } from './hub-words.ts'
import type { LocalRoom } from './local-room.ts'
import { type OwnRoomOptions, openLocalRoom } from './open-local-room.ts'
import { logFailure } from './platform.ts'
import type { Seat } from './seats.ts'
import type { RoomPeer } from './trace/room-peer.ts'
import type { TraceObserver } from './trace/trace-record.ts'
import { WorkerPeers } from './worker-peers.ts'

/** A tab that has entered. */
export interface RoomTab {
  say(word: HubWord): void
}

/** What a worker's own script gives its rooms, since no message from a tab could: functions. */
export type OwnSettings = Pick<OwnRoomOptions, 'permissions' | 'authenticators' | 'settings' | 'limits' | 'onerror'>

/** Milliseconds for a tab to come back, by a reload say, before a room without tabs is closed. */
const EMPTY_TIME = 5_000

export class WorkerHostedRoom {
  readonly realm: string
  readonly #room: LocalRoom
  readonly #grace: number
  readonly #tabs = new Set<RoomTab>()
  #peers: WorkerPeers | undefined
  #leader: RoomTab | undefined
  /** Those of a leader that does not answer, and that nobody could take the place of. */
  #silent: WorkerPeers | undefined
  #emptied: ReturnType<typeof setTimeout> | undefined

  private constructor(room: LocalRoom, grace: number) {
    this.#room = room
    this.#grace = grace
    this.realm = room.realm
  }

  static async open(options: WorkerRoomOptions, own: OwnSettings, closed: () => void): Promise<WorkerHostedRoom> {
    let failed = logFailure
    const room: LocalRoom = await openLocalRoom({
      ...options,
      ...own,
      onerror: own.onerror ?? (error => failed(error)),
      keep: { durable: options.durable },
      answer: (serializers, channel) => hosted.#peers?.answer(serializers, channel),
      onstate: (state, error) => {
        hosted.#tell({ type: 'state', state, error: error?.message })
        // Superseded, say: who enters next has a new one.
        if (state === 'closed') closed()
      },
      ontransfers: transfers => hosted.#tell({ type: 'transfers', transfers }),
      oninvite: () => hosted.#tell({ type: 'invite', ...hosted.entrance }),
    })
    const hosted = new WorkerHostedRoom(room, options.grace ?? DEFAULT_GRACE)
    failed = error => hosted.#tell({ type: 'failure', message: messageOf(error) })
    return hosted
  }

  /** What leads in. */
  get entrance(): WorkerEntrance {
    const { identity, ticket } = this.#room.access
    const { room, secret, persistent, warning } = identity
    return { room, secret, ticket, persistent, warning }
  }

  enter(tab: RoomTab): void {
    clearTimeout(this.#emptied)
    this.#tabs.add(tab)
    tab.say({ type: 'state', state: this.#room.state, error: this.#room.error?.message })
    tab.say({ type: 'transfers', transfers: this.#room.transfers })
    if (this.#silent) this.#replace(this.#silent)
    // Where there are Web Locks the tabs elect one of themselves, which then says so.
    if (!globalThis.navigator?.locks) this.#appoint()
  }

  /** A tab that sleeps may come back for as long as anybody is waited for. */
  leave(tab: RoomTab, how: 'asleep' | 'gone'): void {
    this.#tabs.delete(tab)
    if (tab === this.#leader) this.#depose('The tab that held the direct connections is gone.', 'another waits')
    if (this.#tabs.size > 0) return
    clearTimeout(this.#emptied)
    this.#emptied = setTimeout(() => this.#close(), how === 'asleep' ? this.#grace : EMPTY_TIME)
  }

  /** The tab holds peer connections from now on, instead of whoever did. */
  lead(tab: RoomTab, port: MessagePort): void {
    this.#peers?.end('Another tab holds the direct connections now.')
    this.#leader = tab
    const peers: WorkerPeers = new WorkerPeers(port, {
      silent: () => this.#replace(peers),
      left: reason => {
        if (this.#peers === peers) this.#depose(reason, 'another waits')
      },
    })
    this.#peers = peers
    this.#room.offerAgain()
  }

  /** The session of a tab by that name: one that goes on, or a new one; undefined where it is not known any more. */
  seat(name: string, resumes: boolean): Seat | undefined {
    const { seats } = this.#room
    const known = seats.find('tab', name)
    return known || resumes ? known : seats.open('tab', name)
  }

  counters(): Promise<RouterCounters> {
    return this.#room.counters()
  }

  peers(): Promise<RoomPeer[]> {
    return this.#room.peers()
  }

  rotate(): Promise<void> {
    return this.#room.rotate()
  }

  trace(observer: TraceObserver): () => void {
    return this.#room.trace(observer)
  }

  retry(): void {
    this.#room.retry()
  }

  /** The leader is frozen: its guests take the relay at once, and another tab is to lead, if there is one. */
  #replace(peers: WorkerPeers): void {
    this.#silent = peers
    if (peers !== this.#peers || this.#tabs.size < 2) return
    this.#depose('The tab that held the direct connections does not answer.', 'it holds its lock')
  }

  #depose(reason: string, lock: 'another waits' | 'it holds its lock'): void {
    const before = this.#leader
    const peers = this.#peers
    this.#leader = undefined
    this.#peers = undefined
    peers?.end(reason)
    if (lock === 'it holds its lock' || !globalThis.navigator?.locks) this.#appoint(before)
  }

  /** Tells a tab to take the lead; the one that had it is the last to be asked. */
  #appoint(before?: RoomTab): void {
    if (this.#leader) return
    const next = [...this.#tabs].find(tab => tab !== before) ?? [...this.#tabs][0]
    next?.say({ type: 'seize' })
  }

  #tell(word: HubWord): void {
    for (const tab of this.#tabs) tab.say(word)
  }

  /** Nobody hosts it any more. */
  #close(): void {
    this.#room.vacate()
  }
}
