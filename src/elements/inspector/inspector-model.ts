// Inspector model: what an inspector knows: the trace, the sessions, what they hold, and what somebody wants to see of it.

import type { Session } from '../../client/session.ts'
import type { RoomPeer } from '../../host/trace/room-peer.ts'
import type { TraceRecord } from '../../host/trace/trace-record.ts'
import type { WampSessionElement } from '../wamp-session.ts'
import { type Registry, readRegistry } from './registry.ts'
import { Replay } from './replay.ts'
import { type GivenNames, type SessionIdentity, SessionNames } from './session-names.ts'
import { readTrace, writeTrace } from './trace-file.ts'
import { NO_FILTER, passes, type TraceFilter } from './trace-filter.ts'
import { TraceLog } from './trace-log.ts'
import type { TracedMessage } from './traced-message.ts'

export interface ModelOwner {
  /** Whether anybody sees it: else there is nothing to find out. */
  seen(): boolean
  /** Something is other than before. */
  changed(): void
  /** A message passes now. */
  passes(message: TracedMessage): void
  /** What passes now has nothing to do with what passed before. */
  cut(): void
}

/** Milliseconds: between two looks at how sessions are connected; and after the last change before the registry is read again. */
const LOOK_EVERY = 1_000
const SETTLED = 400

const UNKNOWN: Registry = { procedures: undefined, topics: undefined, sessions: undefined }

export class InspectorModel {
  readonly names = new SessionNames()
  filter: TraceFilter = NO_FILTER
  registry: Registry = UNKNOWN
  peers: readonly RoomPeer[] = []
  replay: Replay | undefined
  readonly #owner: ModelOwner
  readonly #capacity: number
  readonly #log: TraceLog
  #replayed: TraceLog | undefined
  #element: WampSessionElement | undefined
  #stop = () => {}
  /** Whose meta events lead here. */
  #followed: Session | undefined
  #unfollow = () => {}
  #paused = false
  #looking: ReturnType<typeof setInterval> | undefined
  #reading: ReturnType<typeof setTimeout> | undefined
  /** Whether the registry may be another than when it was read. */
  #stale = false

  constructor(owner: ModelOwner, capacity: number) {
    this.#owner = owner
    this.#capacity = capacity
    this.#log = new TraceLog(capacity, message => this.#read(message))
  }

  /** What is shown: of a replay what has passed, else what passes. */
  get log(): TraceLog {
    return this.#replayed ?? this.#log
  }

  get element(): WampSessionElement | undefined {
    return this.#element
  }

  get paused(): boolean {
    return this.#paused
  }

  set paused(paused: boolean) {
    if (paused) this.#log.interrupted()
    this.#paused = paused
    this.#owner.changed()
  }

  set given(names: GivenNames) {
    this.names.given = names
    for (const message of this.log.messages) this.names.saw(message)
    this.#nameByRegistry()
    this.#owner.changed()
  }

  /** Watches that session element from now on; undefined: none. */
  watch(element: WampSessionElement | undefined): void {
    if (element === this.#element) return
    this.#stop()
    clearInterval(this.#looking)
    clearTimeout(this.#reading)
    this.#element = element
    this.#log.interrupted()
    if (!element) return this.#owner.changed()
    const stopTrace = element.trace(record => this.#record(record))
    const changed = () => this.#sessionChanged()
    element.addEventListener('wamp-state', changed)
    this.#stop = () => {
      stopTrace()
      element.removeEventListener('wamp-state', changed)
      this.#unfollow()
    }
    this.#looking = setInterval(() => void this.#readPeers(), LOOK_EVERY)
    this.#sessionChanged()
  }

  /** Somebody looks again, or still: what has passed is read, and what has changed found out. */
  look(): void {
    this.#log.read()
    if (!this.#stale || !this.#owner.seen()) return
    this.#stale = false
    clearTimeout(this.#reading)
    this.#reading = setTimeout(() => void this.readRegistry(), SETTLED)
    void this.#readPeers()
  }

  get messages(): readonly TracedMessage[] {
    return this.log.messages.filter(message => passes(message, this.filter))
  }

  /** The sessions of the figure: those that are there; in a replay those of the trace. */
  get sessions(): readonly SessionIdentity[] {
    if (this.replay) return sessionsIn(this.replay.messages)
    if (this.peers.length > 0) return this.peers
    const own = this.ownSession
    const others = (this.registry.sessions ?? []).filter(({ session }) => session !== own)
    return own === 0 ? others : [{ session: own }, ...others]
  }

  get ownSession(): number {
    return this.replay ? 0 : (this.#element?.session?.id ?? 0)
  }

  clear(): void {
    this.log.clear()
    this.#owner.cut()
    this.#owner.changed()
  }

  /** The trace as a file's text. */
  save(nameOf: (session: number) => string): string {
    const records = this.replay ? this.replay.messages.map(({ record }) => record) : this.#log.records
    const sessions = new Set(records.map(({ session }) => session).filter(session => session !== 0))
    return writeTrace({ records, names: new Map([...sessions].map(session => [session, nameOf(session)])) })
  }

  /** Shows a trace that was saved. @throws {Error} with a sentence, where it is none. */
  load(text: string): void {
    const { records, names } = readTrace(text)
    const whole = new TraceLog(Math.max(1, records.length))
    for (const record of records) whole.add(record)
    this.leaveReplay()
    this.names.given = new Map([...this.names.given, ...names])
    this.#replayed = new TraceLog(this.#capacity)
    const show = (message: TracedMessage) => {
      this.#replayed?.add(message.record)
      if (passes(message, this.filter)) this.#owner.passes(message)
    }
    const set = (passed: readonly TracedMessage[]) => {
      this.#owner.cut()
      this.#replayed = new TraceLog(this.#capacity)
      for (const { record } of passed) this.#replayed.add(record)
      const last = passed.at(-1)
      if (last && passes(last, this.filter)) this.#owner.passes(last)
    }
    this.replay = new Replay(whole.messages, { show, set, changed: () => this.#owner.changed() })
    this.#owner.cut()
    this.#owner.changed()
  }

  leaveReplay(): void {
    this.replay?.pause()
    this.replay = undefined
    this.#replayed = undefined
    this.#owner.cut()
    this.#owner.changed()
  }

  /** Asks what is registered and subscribed. */
  async readRegistry(): Promise<void> {
    const session = this.#element?.session
    if (!session?.isOpen) return
    const registry = await readRegistry(session)
    if (session !== this.#element?.session) return
    this.registry = registry
    for (const { id, uri } of registry.procedures ?? []) this.#log.reader.learn('registration', id, uri)
    for (const { id, uri } of registry.topics ?? []) this.#log.reader.learn('subscription', id, uri)
    this.#nameByRegistry()
    this.#owner.changed()
  }

  #record(record: TraceRecord): void {
    if (this.#paused) return
    this.#log.add(record)
    if (!this.replay) this.#owner.changed()
  }

  #read(message: TracedMessage): void {
    const { kind, uri } = message
    this.names.saw(message)
    // What the inspector itself asks changes nothing.
    if (kind === 'session' || (kind === 'setup' && !uri?.startsWith('wamp.'))) this.#stale = true
    if (!this.replay && passes(message, this.filter)) this.#owner.passes(message)
  }

  #changed(): void {
    this.#stale = true
    this.#owner.changed()
  }

  /** Who does not host sees only its own messages: others come and go by the meta API, where that may be heard. */
  async #follow(session: Session): Promise<void> {
    this.#unfollow()
    this.#followed = session
    const left = new AbortController()
    this.#unfollow = () => {
      this.#followed = undefined
      left.abort()
    }
    const changed = () => {
      if (session === this.#element?.session) this.#changed()
    }
    for (const topic of ['wamp.session.on_join', 'wamp.session.on_leave']) {
      const subscription = await session.subscribe(topic, changed).catch(() => undefined)
      // With the session, or its connection, the subscription ends as well.
      const end = () => void subscription?.unsubscribe().catch(() => {})
      if (left.signal.aborted) return end()
      left.signal.addEventListener('abort', end)
    }
  }

  #sessionChanged(): void {
    const { session, room } = this.#element ?? {}
    if (!session?.isOpen) this.peers = []
    if (session?.isOpen && !room && session !== this.#followed) void this.#follow(session)
    this.#changed()
  }

  async #readPeers(): Promise<void> {
    const room = this.#element?.room
    if (!this.#owner.seen() || this.replay) return
    // A room that closes meanwhile has no peers.
    const peers = room ? await room.peers().catch(() => []) : []
    if (room !== this.#element?.room) return
    this.peers = peers
    this.#owner.changed()
  }

  #nameByRegistry(): void {
    for (const { uri, sessions } of this.registry.procedures ?? []) {
      for (const session of sessions) for (const what of ['', 'register ']) this.names.does(session, what + uri)
    }
    for (const { uri, sessions } of this.registry.topics ?? []) {
      for (const session of sessions) this.names.does(session, `subscribe ${uri}`)
    }
  }
}

function sessionsIn(messages: readonly TracedMessage[]): SessionIdentity[] {
  const sessions = new Map(messages.map(({ record: { session, transport } }) => [session, transport]))
  sessions.delete(0)
  return [...sessions].map(([session, transport]) => ({ session, transport }))
}
