// Requests: what a session asked the router for and waits to be answered.

import { ProtocolViolation, refusal, WampError } from '../protocol/errors.ts'
import type { Id } from '../protocol/messages.ts'
import * as m from '../protocol/messages.ts'
import { messageName } from '../protocol/wire.ts'

/** A request that waits for its answer; the answer is acted on before the next message is read. */
export interface PendingRequest {
  done(reply: Reply): void
  failed(error: WampError, details?: m.ErrorDetails): void
  /** Of a CALL: one of the results that come before the last one [wamp:progressive-call-results]. */
  progress?(result: m.Result_): void
}

export type Reply = m.Published | m.Subscribed | m.Unsubscribed | m.Result_ | m.Registered | m.Unregistered

/** Which request a reply answers. */
const REPLIES = {
  [m.PUBLISHED]: m.PUBLISH,
  [m.SUBSCRIBED]: m.SUBSCRIBE,
  [m.UNSUBSCRIBED]: m.UNSUBSCRIBE,
  [m.RESULT]: m.CALL,
  [m.REGISTERED]: m.REGISTER,
  [m.UNREGISTERED]: m.UNREGISTER,
} as const
const REQUESTS: ReadonlySet<number> = new Set(Object.values(REPLIES))

export class Requests {
  readonly #pending = new Map<Id, PendingRequest & { readonly type: number }>()

  add(id: Id, type: number, pending: PendingRequest): void {
    this.#pending.set(id, { ...pending, type })
  }

  /** Stops waiting; an answer, should it come, is ignored. */
  forget(id: Id): void {
    this.#pending.delete(id)
  }

  /** @throws {ProtocolViolation} for a reply to a request of another kind. */
  reply(message: Reply): void {
    const pending = this.#find(REPLIES[message[0]], message[1])
    if (message[0] === m.RESULT && message[2].progress) return pending?.progress?.(message)
    this.#pending.delete(message[1])
    pending?.done(message)
  }

  /** @throws {ProtocolViolation} for an ERROR of what is no request, or a request of another kind [R-PE-6]. */
  error([, type, request, details, error, payload]: m.Error_): void {
    if (!REQUESTS.has(type)) throw new ProtocolViolation(`ERROR for ${messageName(type)}, which is no request`)
    const pending = this.#find(type, request)
    this.#pending.delete(request)
    pending?.failed(new WampError(error, payload.args, payload.kwargs), details)
  }

  /** The link has ended: nothing will be answered any more. */
  fail(sentence: string): void {
    for (const { failed } of this.#pending.values()) failed(refusal('wamp.error.network_failure', sentence))
    this.#pending.clear()
  }

  /**
   * Answers to what was given up find nothing and are ignored. An answer of the wrong kind is no answer: whoever waits
   * would wait for ever.
   */
  #find(type: number, request: Id): PendingRequest | undefined {
    const pending = this.#pending.get(request)
    if (pending && pending.type !== type) {
      throw new ProtocolViolation(`request ${request} was a ${messageName(pending.type)}, not a ${messageName(type)}`)
    }
    return pending
  }
}
