// ProgressiveCall: a call whose results, or whose arguments, go bit by bit.

import { refusal } from '../protocol/errors.ts'
import type { Payload } from '../protocol/payload.ts'
import { type Args, type Kwargs, payloadOf } from './arguments.ts'
import type { CallOptions, CancelMode } from './call-options.ts'
import { Call, type CallRequest } from './caller.ts'
import type { Connection } from './connection.ts'
import { Parts } from './parts.ts'
import type { Passthru } from './payload-passthru.ts'
import { unwrap } from './result.ts'

export interface ProgressiveCallOptions extends CallOptions {
  /** Whether further arguments follow, sent with {@link ProgressiveCall.send} and {@link ProgressiveCall.end}. */
  readonly progress?: boolean
}

/**
 * A call under way. `for await (const part of call)` reads the results that come before the last one, each unwrapped as
 * a result is; to leave the loop gives the call up. `result` is the last one.
 *
 * @typeParam T the last result. @typeParam Part what comes before it.
 */
export class ProgressiveCall<T = unknown, Part = unknown> implements AsyncIterable<Part, undefined> {
  /** Settles as `session.call` does; the loop throws the same error. */
  readonly result: Promise<T>
  readonly #call: Call
  readonly #parts: Parts<Part>
  readonly #procedure: string
  #sending: boolean

  constructor(via: { connection: Connection; passthru: Passthru }, request: CallRequest) {
    this.#procedure = request.procedure
    this.#sending = request.options.progress === true
    this.#parts = new Parts(reason => this.cancel(reason))
    this.#call = new Call(via, request, (payload, details) => {
      const { onprogress } = request.options
      if (onprogress) onprogress(payload.args, payload.kwargs, details)
      else this.#parts.push(unwrap(payload, details) as Part)
    })
    this.result = this.#call.result as Promise<T>
    this.result.then(
      () => this.#parts.end(),
      (error: unknown) => this.#parts.fail(error),
    )
  }

  [Symbol.asyncIterator](): AsyncIterator<Part, undefined> {
    return this.#parts
  }

  /**
   * Sends further arguments; the call must have begun with the option `progress`.
   * @throws {WampError} `wamp.error.invalid_argument` where arguments cannot follow, or the call has been answered.
   */
  send(args?: Args, kwargs?: Kwargs): void {
    this.#send(payloadOf(args, kwargs), false)
  }

  /** Sends the last arguments, none if there are none, and resolves to the result. Throws as {@link send} does. */
  end(args?: Args, kwargs?: Kwargs): Promise<T> {
    this.#send(payloadOf(args, kwargs), true)
    return this.result
  }

  /** Gives the call up: `result` and the loop reject with `reason`. */
  cancel(reason: unknown = refusal('wamp.error.canceled', 'the call was given up'), mode?: CancelMode): void {
    this.#call.cancel(reason, mode)
  }

  #send(payload: Payload, last: boolean): void {
    if (!this.#sending) {
      const why = 'it began without the option progress, or its last arguments were sent'
      throw refusal('wamp.error.invalid_argument', `no arguments can follow in this call of ${this.#procedure}: ${why}`)
    }
    if (!this.#call.isOpen) {
      throw refusal('wamp.error.invalid_argument', `this call of ${this.#procedure} has ended: see its result`)
    }
    if (last) this.#sending = false
    this.#call.send(payload, last)
  }
}
