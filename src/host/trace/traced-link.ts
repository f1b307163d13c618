// Traced link: a link that shows what passes to those who watch.

import type { Frame, Link, LinkReceiver, Transfers } from '../../protocol/link.ts'
import { HELLO, type Id, WELCOME } from '../../protocol/messages.ts'
import type { Serializer } from '../../protocol/serializer/serializer.ts'
import type { Transport } from '../transport-kind.ts'
import { recordedMessage } from './recorded-message.ts'
import type { TraceRecord } from './trace-record.ts'
import type { Tracer } from './tracer.ts'

/** What is known of a link beside its messages, as of now. */
export interface LinkFacts {
  transport(): Transport | undefined
  /** The session on it; 0 if there is none. */
  session(): Id
  /** Told how far large frames are. */
  transfers?(transfers: Transfers): void
  /** Told when the link has ended. */
  ended?(): void
}

/** Made of any link; `side` is whose end it is. */
export class TracedLink implements Link {
  readonly facts: LinkFacts
  readonly #link: Link
  readonly #side: 'router' | 'client'
  readonly #tracer: Tracer
  #session: Id = 0
  #watch = 0

  constructor(link: Link, side: 'router' | 'client', facts: LinkFacts, tracer: Tracer) {
    this.facts = facts
    this.#link = link
    this.#side = side
    this.#tracer = tracer
  }

  get serializer(): Serializer {
    return this.#link.serializer
  }

  get bufferedAmount(): number {
    return this.#link.bufferedAmount
  }

  get conflated(): number {
    return this.#link.conflated ?? 0
  }

  get roundTrip(): number | undefined {
    return this.#link.roundTrip
  }

  start(receiver: LinkReceiver): void {
    const tracer = this.#tracer
    this.#link.start({
      frame: frame => {
        if (!tracer.watched) return receiver.frame(frame)
        const number = this.#saw(frame, this.#side === 'router' ? 'to-router' : 'from-router')
        if (this.#side === 'client') return receiver.frame(frame)
        tracer.during(number, () => receiver.frame(frame))
      },
      liveness: liveness => receiver.liveness?.(liveness),
      transfers: transfers => {
        this.facts.transfers?.(transfers)
        receiver.transfers?.(transfers)
      },
      closed: reason => {
        this.facts.ended?.()
        receiver.closed(reason)
      },
    })
  }

  send(frame: Frame, lane?: number, conflate?: string): void {
    if (this.#tracer.watched) this.#saw(frame, this.#side === 'router' ? 'from-router' : 'to-router')
    this.#link.send(frame, lane, conflate)
  }

  close(reason?: string): void {
    this.#link.close(reason)
  }

  #saw(frame: Frame, direction: TraceRecord['direction']): number {
    const recorded = recordedMessage(frame, this.serializer)
    const session = this.#sessionBy(recorded.message)
    return this.#tracer.saw({ direction, session, transport: this.facts.transport(), ...recorded })
  }

  /** The session that the message belongs to; one link may carry several, one after the other. */
  #sessionBy([type, id]: readonly unknown[]): Id {
    if (this.#watch !== this.#tracer.watches) this.#session = 0
    this.#watch = this.#tracer.watches
    if (type === HELLO) this.#session = 0
    else if (type === WELCOME) this.#session = id as Id
    else this.#session ||= this.facts.session()
    return this.#session
  }
}
