// Session trace: what passes at the router of a room that the page hosts, or else on the page's own sessions.

import type { Session } from '../client/session.ts'
import type { Dialed } from '../host/dial.ts'
import type { Room } from '../host/room.ts'
import type { TraceObserver, TraceRecord } from '../host/trace/trace-record.ts'
import { TracedLink } from '../host/trace/traced-link.ts'
import { Tracer } from '../host/trace/tracer.ts'
import type { Link } from '../protocol/link.ts'

export class SessionTrace {
  /** Of the page's own links, and of what the room's router tells. */
  readonly #own = new Tracer()
  readonly #observers = new Set<TraceObserver>()
  #room: Room | undefined
  #stop = () => {}

  /** Tells `observer` of each message from now on, whatever session or room the page has, until the returned function is called. */
  observe(observer: TraceObserver): () => void {
    const own: TraceObserver = record => observer(record)
    this.#observers.add(own)
    if (this.#observers.size === 1) this.#begin()
    return () => {
      if (this.#observers.delete(own) && this.#observers.size === 0) this.#stop()
    }
  }

  /** The room that the page hosts from now on, if it hosts one. */
  follow(room: Room | undefined): void {
    if (room === this.#room) return
    this.#room = room
    if (this.#observers.size === 0) return
    this.#stop()
    this.#begin()
  }

  /** The link of a session to somebody else's router, to be watched. */
  link(way: Dialed, session: Session): Link {
    if (this.#room) return way.link
    const facts = { transport: () => way.transport, session: () => session.id }
    return new TracedLink(way.link, 'client', facts, this.#own)
  }

  #begin(): void {
    const tell = (record: TraceRecord) => {
      for (const observer of [...this.#observers]) observer(record)
    }
    this.#stop = this.#room ? this.#room.trace(tell) : this.#own.observe(tell)
  }
}
