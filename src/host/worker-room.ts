// Worker room: a room whose router lives in a worker, as one of the tabs sees it that host it.

import { type Link, NO_TRANSFERS, type Transfers } from '../protocol/link.ts'
import { msgpack } from '../protocol/serializer/msgpack.ts'
import type { RouterCounters } from '../router/router.ts'
import { encodeBase64url } from '../transport/base64url.ts'
import { MessagePortLink } from '../transport/message-port.ts'
import { bytesOf, PATH_HEARTBEAT, ResumableLink } from '../transport/resume/resumable-link.ts'
import type { HubWord, WorkerEntrance, WorkerRoomOptions } from './hub-words.ts'
import { LeaderTab } from './leader-tab.ts'
import type { Room, RoomState } from './room.ts'
import { type RoomPlace, roomInvite, roomPlainUrl, serverAddresses } from './room-addresses.ts'
import type { RoomPeer } from './trace/room-peer.ts'
import { type TraceObserver, type TraceRecord, tell } from './trace/trace-record.ts'
import type { WorkerSource } from './worker-source.ts'
import { WorkerWay } from './worker-way.ts'

export interface WorkerRoomSetup {
  readonly options: WorkerRoomOptions
  readonly source: WorkerSource
  /** Why the worker may be stopped although the page hosts. */
  risk(): string | undefined
  onstate(state: RoomState, error?: Error): void
  oninvite(): void
  ontransfers(transfers: Transfers): void
  onerror(error: Error): void
}

/** Milliseconds that a worker, or the one that follows it, has to answer. */
const ANSWER_TIME = 30_000

/** What the worker was asked and has not answered. */
interface Question {
  readonly type: 'counters' | 'peers' | 'rotate'
  resolve(answer: unknown): void
  reject(error: Error): void
}

type Entered = HubWord & { type: 'entered' }

export class WorkerRoom implements Room {
  readonly transport = 'message-port'
  readonly realm: string
  /** As the worker said last. */
  transfers = NO_TRANSFERS
  readonly #setup: WorkerRoomSetup
  readonly #links = new Map<string, ResumableLink>()
  readonly #asking = new Map<number, Question>()
  readonly #observers = new Set<TraceObserver>()
  /** Sessions that no worker has heard of yet. */
  readonly #unheard = new Set<string>()
  readonly #way: WorkerWay
  readonly #leading: LeaderTab
  #entrance: WorkerEntrance
  #state: RoomState = 'connecting'
  #error: Error | undefined
  #asked = 0

  private constructor(setup: WorkerRoomSetup, way: WorkerWay, entered: Entered) {
    this.#setup = setup
    this.#way = way
    this.realm = entered.realm
    this.#entrance = entered
    this.#leading = new LeaderTab(entered.room, port => way.say({ type: 'lead' }, port))
  }

  /** Enters the room in the worker. Rejects where that cannot host it, with a sentence. */
  static enter(setup: WorkerRoomSetup): Promise<WorkerRoom> {
    return new Promise((resolve, reject) => {
      let room: WorkerRoom | undefined
      const told = (act: (room: WorkerRoom) => void) => {
        if (room) act(room)
      }
      const way: WorkerWay = new WorkerWay(setup.options, setup.source, {
        entered: entered => {
          if (room) return room.#reenter(entered)
          room = new WorkerRoom(setup, way, entered)
          told(opened => opened.#leading.stand())
          resolve(room)
        },
        failed: error => {
          told(opened => opened.#change('closed', error))
          reject(error)
        },
        word: word => told(opened => opened.#hear(word)),
        lost: () => told(opened => opened.#leading.resign()),
      })
    })
  }

  get state(): RoomState {
    return this.#state
  }

  get error(): Error | undefined {
    return this.#error
  }

  get persistent(): { readonly kept: boolean; readonly warning: string | undefined } {
    const { persistent: kept, warning } = this.#entrance
    return { kept, warning }
  }

  get risk(): string | undefined {
    return this.#setup.risk()
  }

  inviteFor(page?: string): string {
    return roomInvite(this.#place, page)
  }

  plainUrlFor(page?: string): string | undefined {
    return this.#setup.options.plainClients ? roomPlainUrl(this.#place, page) : undefined
  }

  addresses(): Promise<string[]> {
    return serverAddresses(this.#place.signaling)
  }

  async rotate(): Promise<void> {
    const error = await this.#ask<string | undefined>('rotate')
    if (error !== undefined) throw new Error(error)
  }

  dial(): Link {
    const name = encodeBase64url(crypto.getRandomValues(new Uint8Array(16)))
    const link = new ResumableLink(msgpack, {
      ...(this.#setup.options.grace !== undefined && { grace: this.#setup.options.grace }),
      liveness: liveness => {
        // The worker is gone, or only busy: another port tells.
        if (liveness === 'asleep') this.#way.doubt()
      },
      ended: () => {
        this.#links.delete(name)
        this.#unheard.delete(name)
      },
    })
    this.#links.set(name, link)
    this.#unheard.add(name)
    this.#path(name, link)
    return link
  }

  counters(): Promise<RouterCounters> {
    return this.#ask('counters')
  }

  trace(observer: TraceObserver): () => void {
    const own: TraceObserver = record => observer(record)
    this.#observers.add(own)
    if (this.#observers.size === 1) this.#way.say({ type: 'trace', on: true })
    return () => {
      if (this.#observers.delete(own) && this.#observers.size === 0) this.#way.say({ type: 'trace', on: false })
    }
  }

  peers(): Promise<RoomPeer[]> {
    return this.#ask('peers')
  }

  retry(): void {
    this.#way.say({ type: 'retry' })
  }

  sleep(): void {
    for (const link of this.#links.values()) link.sleep('The page was left.')
    this.#leading.resign()
    this.#way.sleep()
  }

  wake(): void {
    this.#way.wake()
  }

  close(): void {
    if (this.#state === 'closed') return
    this.abandon()
    this.#change('closed')
  }

  abandon(): void {
    for (const link of [...this.#links.values()]) link.close('The page was closed.')
    this.#leading.resign()
    this.#way.close()
    this.#giveUpAsking()
  }

  /** Another port, and perhaps another worker: every session goes on by a path of its own there. */
  #reenter(entered: Entered): void {
    this.#enterBy(entered)
    for (const [name, link] of this.#links) this.#path(name, link)
    for (const [number, { type }] of this.#asking) this.#way.say({ type, number })
    if (this.#observers.size > 0) this.#way.say({ type: 'trace', on: true })
    this.#leading.stand()
  }

  /** What leads in now: another tab may have made a new invite, while this one slept even. */
  #enterBy(entrance: WorkerEntrance): void {
    const { secret } = this.#entrance
    this.#entrance = entrance
    if (entrance.secret !== secret) this.#setup.oninvite()
  }

  get #place(): RoomPlace {
    const { page, signaling } = this.#setup.options
    const { room, secret, ticket } = this.#entrance
    return { identity: { room, secret }, ticket, realm: this.realm, page, signaling }
  }

  /** Gives the session a path to the worker, if there is one; if not, it waits for the next. */
  #path(name: string, link: ResumableLink): void {
    const { port1, port2 } = new MessageChannel()
    const resumes = !this.#unheard.has(name)
    if (!this.#way.say({ type: 'session', link: name, resumes }, port2)) return port1.close()
    this.#unheard.delete(name)
    link.take(new MessagePortLink(port1, bytesOf(msgpack), { heartbeat: PATH_HEARTBEAT }))
    port1.start()
  }

  #hear(word: HubWord): void {
    switch (word.type) {
      case 'entered':
      case 'refused':
        return
      case 'state':
        return this.#change(word.state, word.error === undefined ? undefined : new Error(word.error))
      case 'transfers':
        this.transfers = word.transfers
        return this.#setup.ontransfers(word.transfers)
      case 'invite':
        return this.#enterBy(word)
      case 'unknown':
        return this.#links.get(word.link)?.end('The worker does not know this session any more.')
      case 'seize':
        return this.#leading.seize()
      case 'counters':
        return this.#answer(word.number, word.counters)
      case 'peers':
        return this.#answer(word.number, word.peers)
      case 'rotated':
        return this.#answer(word.number, word.error)
      case 'trace':
        return this.#traced(word.records)
      case 'failure':
        return this.#setup.onerror(new Error(word.message))
      default:
        word satisfies never
    }
  }

  /** Asks the worker, and the next one if this one ends meanwhile. Rejects where none answers in {@link ANSWER_TIME}. */
  #ask<T>(type: Question['type']): Promise<T> {
    const number = ++this.#asked
    return new Promise<T>((resolve, reject) => {
      if (this.#state === 'closed') return reject(new Error('The room is closed.'))
      const silent = () => {
        this.#asking.delete(number)
        // One of an older build passes over what it does not know, and runs as long as any tab of it.
        reject(
          new Error('The worker that has the room does not answer. Close all tabs of this site, and open it again.'),
        )
      }
      const timer = setTimeout(silent, ANSWER_TIME)
      const settle = (act: () => void) => {
        clearTimeout(timer)
        act()
      }
      this.#asking.set(number, {
        type,
        resolve: answer => settle(() => resolve(answer as T)),
        reject: error => settle(() => reject(error)),
      })
      this.#way.say({ type, number })
    })
  }

  #answer(number: number, answer: unknown): void {
    this.#asking.get(number)?.resolve(answer)
    this.#asking.delete(number)
  }

  #traced(records: readonly TraceRecord[]): void {
    this.#way.say({ type: 'traced', count: records.length })
    for (const record of records) for (const observer of [...this.#observers]) tell(observer, record)
  }

  #giveUpAsking(error = new Error('The room was closed.')): void {
    for (const { reject } of this.#asking.values()) reject(error)
    this.#asking.clear()
  }

  #change(state: RoomState, error?: Error): void {
    this.#state = state
    if (state === 'closed') this.#giveUpAsking(error)
    this.#error = error
    this.#setup.onstate(state, error)
  }
}
