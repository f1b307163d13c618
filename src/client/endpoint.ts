// Endpoint: the function behind a procedure, what it is told, and what its answer is on the wire.

import { WampError } from '../protocol/errors.ts'
import type * as m from '../protocol/messages.ts'
import type { Dict, Uri } from '../protocol/messages.ts'
import { Payload } from '../protocol/payload.ts'
import { isUri } from '../protocol/uri.ts'
import type { Args, Kwargs } from './arguments.ts'
import { Result } from './result.ts'

/** Arguments that follow the first ones of a call. */
export interface Part {
  readonly args: unknown[]
  readonly kwargs: Dict
}

/** INVOCATION.Details, with the procedure always there, and what an endpoint needs for a call that takes its time. */
export type InvocationDetails = Omit<m.InvocationDetails, 'progress'> & {
  readonly procedure: Uri
  /**
   * Sends a result before the last one; null where the caller did not ask for any. Once the call has ended it does
   * nothing. Throws a `WampError` for what cannot be sent.
   */
  readonly progress: ((args?: Args, kwargs?: Kwargs) => void) | null
  /**
   * Aborted when the call is given up, its time is over, or the caller cannot be reached any more. An endpoint that
   * never looks at it goes on, but its answer goes nowhere.
   */
  readonly signal: AbortSignal
  /** Arguments that follow, where the caller sends them bit by bit; null where it does not. For one reader. */
  readonly parts: AsyncIterable<Part, undefined> | null
}

/**
 * Answers a call: with a value, a {@link Result}, or a promise of either. An async generator answers with what it
 * returns, and what it yields goes to callers that ask for progressive results. A thrown `WampError` reaches the caller
 * as it is; anything else thrown reaches it as `wamp.error.runtime_error` with its message. To throw
 * `wamp.error.unavailable` lets the router ask another callee of a shared registration.
 */
export type Endpoint = (args: unknown[], kwargs: Dict, details: InvocationDetails) => unknown

/** The payload of a YIELD. */
export function toPayload(result: unknown): Payload {
  if (result instanceof Result) return Payload.of(result.args, result.kwargs)
  return result === undefined ? Payload.empty : Payload.of([result])
}

/** The ERROR that something thrown is. */
export function toError(thrown: unknown): WampError {
  if (thrown instanceof WampError) {
    if (isUri(thrown.error)) return thrown
    // Sent as it is, it would break the protocol and end the session.
    return new WampError('wamp.error.runtime_error', [`${thrown.message}: not a URI`, ...thrown.args], thrown.kwargs)
  }
  const message = thrown instanceof Error ? thrown.message : thrown
  return new WampError('wamp.error.runtime_error', message === undefined ? [] : [message])
}

export function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value
}
