// Session controller: the life of one session of a page, as host, guest or client; <wamp-session> only shows it.

import type { ReactiveController } from 'lit'
import { Session } from '../client/session.ts'
import type { Dial, SessionOptions, SessionState } from '../client/session-options.ts'
import { type Dialed, dial, type Transport } from '../host/dial.ts'
import { hostRoom } from '../host/hosting.ts'
import { parseInvite } from '../host/invite.ts'
import { isOwnRoom } from '../host/own-room.ts'
import type { Room, RoomState } from '../host/room.ts'
import type { TraceObserver } from '../host/trace/trace-record.ts'
import type { Liveness } from '../protocol/link.ts'
import { type Opened, type Progress, progressOf, roomOf, type SessionRole, sessionsOf } from './opened.ts'
import { OpenedPage } from './opened-page.ts'
import { keepPageInvite } from './page-invite.ts'
import type { Destination, SessionControllerHost } from './session-settings.ts'
import { SessionTrace } from './session-trace.ts'

export type { SessionRole } from './opened.ts'

export class SessionController implements ReactiveController {
  readonly #host: SessionControllerHost
  readonly #trace = new SessionTrace()
  readonly #page = new OpenedPage(
    () => this.#current,
    () => this.#changed(),
  )
  #opening = false
  #current: Opened | undefined
  #error: Error | undefined
  /** Counts openings and closings: what was begun before the last of them is too late. */
  #turn = 0

  constructor(host: SessionControllerHost) {
    this.#host = host
    host.addController(this)
  }

  hostConnected(): void {
    this.#page.listen()
  }

  hostDisconnected(): void {
    this.#page.unlisten()
  }

  /** The session, from when it first opened until it is closed. */
  get session(): Session | undefined {
    const session = this.#current?.session
    return session?.state === 'open' || session?.state === 'reconnecting' ? session : undefined
  }

  /** Of a host: the room. */
  get room(): Room | undefined {
    return roomOf(this.#current?.target)
  }

  /** A host's is `open` when others can come in; a guest's session outlives a lost link, `reconnecting` meanwhile. */
  get state(): SessionState {
    const session = this.#current?.session
    const state = session?.state ?? (this.#opening ? 'connecting' : 'closed')
    if (state !== 'open') return state
    if (this.room) return this.room.state
    return session?.liveness === 'asleep' ? 'reconnecting' : 'open'
  }

  get role(): SessionRole | undefined {
    return this.#current?.role
  }

  get transport(): Transport | undefined {
    const session = this.#current?.session
    return session?.isOpen ? this.#current?.ways.get(session)?.transport : undefined
  }

  get invite(): string | undefined {
    return this.room?.inviteFor(this.#host.sessionSettings.page) ?? this.#current?.invite
  }

  /** Of a host: where plain WAMP clients join. */
  get plainUrl(): string | undefined {
    return this.room?.plainUrlFor(this.#host.sessionSettings.page)
  }

  /** Whether the other side of the link gives signs of life: of a guest, the host. */
  get liveness(): Liveness | undefined {
    return this.session?.liveness
  }

  /** Of a host: why its browser may put it to sleep. */
  get risk(): string | undefined {
    return this.room?.risk
  }

  get waiting(): boolean {
    return this.#current?.waiting ?? false
  }

  /** What is being done at the moment, if anything. */
  get progress(): Progress | undefined {
    return progressOf(this.#current, this.state)
  }

  get error(): Error | undefined {
    return this.#error
  }

  /** Milliseconds to the other side and back, as measured last. */
  get roundTrip(): number | undefined {
    const session = this.session
    return session && this.#current?.ways.get(session)?.link.roundTrip
  }

  /** Of a host: all messages at its room's router; else those of its own sessions. Until the returned function is called. */
  trace(observer: TraceObserver): () => void {
    return this.#trace.observe(observer)
  }

  /** Opens a session there, in place of the one there is. Rejects where that fails for good. */
  async open(destination: Destination): Promise<Session> {
    void this.close()
    const turn = ++this.#turn
    this.#opening = true
    this.#changed()
    try {
      const current = await this.#find(destination)
      if (turn !== this.#turn) {
        roomOf(current.target)?.abandon()
        throw new Error('The session was closed while it was opening.')
      }
      this.#current = current
      this.#trace.follow(this.room)
      if (current.role === 'host') keepPageInvite(this.room?.inviteFor())
      const session = this.#sessionOf(current)
      current.session = session
      await session.open()
      return session
    } catch (error) {
      if (turn === this.#turn) this.#fail(error instanceof Error ? error : new Error(String(error)))
      throw error
    }
  }

  /** One more session by the same way: a component of its own, with a session id of its own. */
  async connect(options: SessionOptions = {}): Promise<Session> {
    const current = this.#current
    if (current === undefined) throw new Error('There is no session to connect beside: open one first.')
    const session: Session = new Session(
      this.#dialerOf(current, () => session),
      {
        realm: current.realm,
        ...options,
        onstate: (state, error) => {
          if (state === 'closed') {
            current.companions.delete(session)
            current.ways.delete(session)
          }
          options.onstate?.(state, error)
        },
      },
    )
    current.companions.add(session)
    await session.open()
    return session
  }

  /** Closes the session, and of a host the room. */
  async close(reason?: string): Promise<void> {
    this.#error = undefined
    await this.#drop({ reason })
  }

  async #find(destination: Destination): Promise<Opened> {
    const { realm } = this.#host.sessionSettings
    const common = {
      session: undefined,
      waiting: false,
      dialing: true,
      invite: undefined,
      companions: new Set<Session>(),
      ways: new Map<Session, Dialed>(),
    }
    if ('url' in destination) return { ...common, role: 'client', realm, target: destination.url }
    if ('host' in destination) return { ...common, role: 'host', realm, target: await this.#openRoom(realm) }
    const invite = parseInvite(destination.invite, location.href)
    if (await isOwnRoom(invite.room)) {
      return { ...common, role: 'host', realm: invite.realm, target: await this.#openRoom(invite.realm) }
    }
    return { ...common, role: 'guest', realm: invite.realm, target: destination.invite, invite: destination.invite }
  }

  async #openRoom(realm: string): Promise<Room> {
    const { page, auth, encryption, ...settings } = this.#host.sessionSettings
    const room = await hostRoom({
      ...settings,
      realm,
      onstate: (state, error) => this.#roomChanged(room, state, error),
      oninvite: () => this.#inviteChanged(room),
      ontransfers: transfers => this.room === room && this.#host.transfersChanged(transfers),
    })
    return room
  }

  #roomChanged(room: Room, state: RoomState, error?: Error): void {
    if (this.room !== room) return
    if (state === 'closed' && error) this.#fail(error)
    else this.#note(error)
  }

  #inviteChanged(room: Room): void {
    if (this.room !== room) return
    keepPageInvite(room.inviteFor())
    this.#changed()
  }

  #sessionOf(current: Opened): Session {
    const { auth, encryption } = this.#host.sessionSettings
    const session: Session = new Session(
      this.#dialerOf(current, () => session),
      {
        realm: current.realm,
        reconnect: 'always',
        encryption,
        // Whoever comes by an invite, or hosts, has no need to say who he is.
        ...(current.role === 'client' && { auth }),
        onliveness: liveness => {
          if (liveness === 'alive') current.waiting = false
          if (current === this.#current) this.#changed()
        },
        ontransfers: transfers => current === this.#current && this.#host.transfersChanged(transfers),
        onstate: (state, error) => {
          if (current !== this.#current) return
          if (state === 'closed' && error) this.#fail(error)
          else this.#note(state === 'open' ? this.room?.error : error)
        },
      },
    )
    return session
  }

  #dialerOf(current: Opened, sessionOf: () => Session): Dial {
    return async signal => {
      current.dialing = true
      const previous = current.ways.get(sessionOf())
      const onmoved = (transport: Transport | undefined) => {
        if (transport) current.waiting = false
        if (current === this.#current) this.#changed()
      }
      const way = await dial(current.target, { signal, previous, onmoved, onwaiting: () => this.#wait(current) })
      current.ways.set(sessionOf(), way)
      current.waiting = false
      current.dialing = false
      if (current === this.#current) this.#changed()
      return this.#trace.link(way, sessionOf())
    }
  }

  #wait(current: Opened): void {
    if (current !== this.#current) return
    current.waiting = true
    this.#changed()
  }

  #fail(error: Error): void {
    this.#error = error
    void this.#drop({ error })
  }

  /** Remembers what is wrong now, or that nothing is, and tells of it once. */
  #note(error: Error | undefined): void {
    const known = error?.message === this.#error?.message
    this.#error = error
    this.#changed(known ? undefined : error)
  }

  #changed(error?: Error): void {
    this.#trace.follow(this.room)
    this.#host.sessionChanged(error)
    this.#host.requestUpdate()
  }

  async #drop({ reason, error }: { reason?: string | undefined; error?: Error }): Promise<void> {
    this.#turn++
    const current = this.#current
    if (!current && !this.#opening) return this.#changed(error)
    this.#current = undefined
    this.#opening = false
    this.#changed(error)
    if (current) await Promise.all(sessionsOf(current).map(session => session.close(reason)))
    roomOf(current?.target)?.close()
  }
}
