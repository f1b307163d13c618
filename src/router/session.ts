// Session: a peer that has joined a realm, as the router sees it [wamp:sessions].

import { WampError } from '../protocol/errors.ts'
import { nextId } from '../protocol/ids.ts'
import type { Liveness } from '../protocol/link.ts'
import type { Dict, Id, Message, Uri } from '../protocol/messages.ts'
import { Outgoing } from '../protocol/outgoing.ts'
import type { ClientRole, Features } from '../protocol/roles.ts'
import type { Limits } from './limits.ts'

/** Who somebody is, as its authentication found [wamp:authentication]. */
export interface Principal {
  readonly authid: string
  readonly authrole: string
  readonly authmethod: string
  readonly authprovider: string
}

/** Where a session's peer is reached. */
export interface PeerSeat {
  /** Hands a message to the peer's link. @throws {WampError} where it has no form in the link's serializer. */
  deliver(outgoing: Outgoing): void
  /** Told of each message that had no form and was not delivered. */
  undeliverable(message: Message, error: WampError): void
  /** Keeps what the peer sends next until the returned function is called, with what is to be done first. */
  hold(): (act: () => void) => void
  /** Says GOODBYE to the peer and ends the session, if that is still the peer's. */
  closeSession(session: Session, reason: Uri, message?: string): void
}

/** Of a session without a peer: nothing leads to it, and nothing of it waits. */
export const NO_SEAT: PeerSeat = {
  deliver: () => {},
  undeliverable: () => {},
  hold: () => act => act(),
  closeSession: () => {},
}

export interface SessionSetup {
  readonly id: Id
  readonly principal: Principal
  readonly features: Features<ClientRole>
  readonly limits: Limits
  readonly seat: PeerSeat
  /** How far a session had come that goes on here. */
  readonly since?: { readonly lastRequest: Id; readonly lastInvocation: Id } | undefined
  /** Whether its peer was asleep then. */
  readonly asleep?: boolean | undefined
}

export class Session {
  readonly id: Id
  readonly principal: Principal
  readonly features: Features<ClientRole>
  readonly limits: Limits
  readonly #seat: PeerSeat
  /** Whether the peer gives signs of life, as far as its link can tell. */
  liveness: Liveness
  #lastRequest: Id
  #lastInvocation: Id

  constructor(setup: SessionSetup) {
    this.id = setup.id
    this.principal = setup.principal
    this.features = setup.features
    this.limits = setup.limits
    this.liveness = setup.asleep ? 'asleep' : 'alive'
    this.#lastRequest = setup.since?.lastRequest ?? 0
    this.#lastInvocation = setup.since?.lastInvocation ?? 0
    this.#seat = setup.seat
  }

  /** What the session meta API tells about a session [wamp:session-meta-api]; `liveness`, ours, of one that is asleep. */
  get details(): Dict {
    return { session: this.id, ...this.principal, ...(this.liveness === 'asleep' && { liveness: this.liveness }) }
  }

  /** Sends a message; false where it cannot be written in this peer's serializer, which is counted. */
  send(message: Message | Outgoing): boolean {
    const outgoing = message instanceof Outgoing ? message : new Outgoing(message)
    try {
      this.#seat.deliver(outgoing)
      return true
    } catch (error) {
      if (!(error instanceof WampError)) throw error
      this.#seat.undeliverable(outgoing.message, error)
      return false
    }
  }

  /**
   * Keeps what the peer sends next until the returned function is called: it must not overtake what is being decided.
   * That function takes what follows from the decision, does it unless the session has ended, and lets the rest follow.
   */
  hold(): (act: () => void) => void {
    return this.#seat.hold()
  }

  /** Says GOODBYE and ends the session; the realm hears of it before this returns. */
  close(reason: Uri, message?: string): void {
    this.#seat.closeSession(this, reason, message)
  }

  /** The highest session-scope id that this peer has used, which a CALL that goes on with an earlier one repeats [R-PCI-5]. */
  get lastRequest(): Id {
    return this.#lastRequest
  }

  /** Whether `request` is the next session-scope id of this peer [R-PE-9]. */
  isNextRequest(request: Id): boolean {
    if (request !== nextId(this.#lastRequest)) return false
    this.#lastRequest = request
    return true
  }

  /** The highest id of an INVOCATION to this peer. */
  get lastInvocation(): Id {
    return this.#lastInvocation
  }

  /** The id of the next INVOCATION to this peer [R-ID-3]. */
  nextInvocation(): Id {
    this.#lastInvocation = nextId(this.#lastInvocation)
    return this.#lastInvocation
  }

  /** Takes back the id of an INVOCATION that could not be written: this peer must see no gap. */
  withdrawInvocation(): void {
    this.#lastInvocation--
  }

  /** Whether an INVOCATION with this id was ever sent to this peer [R-PE-8]. */
  wasInvoked(request: Id): boolean {
    return request <= this.#lastInvocation
  }
}
