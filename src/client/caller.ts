// Caller: calls procedures [wamp:calling-and-invocations].

import { refusal } from '../protocol/errors.ts'
import type { Dict, Uri } from '../protocol/messages.ts'
import * as m from '../protocol/messages.ts'
import { Payload } from '../protocol/payload.ts'
import type { Connection } from './connection.ts'
import { unwrap } from './result.ts'

export const CALLER_FEATURES = ['caller_identification'] as const

/** The longest time that a platform's timer takes, about 24 days; one for longer would fire at once. */
const LONGEST_TIMER = 2 ** 31 - 1

/** How to call: what goes to the router as it is on the wire, and what concerns this caller only. */
export interface CallOptions {
  /** Ask that the callee learns who calls. */
  readonly disclose_me?: boolean
  /** Milliseconds until the call rejects with `wamp.error.timeout`; 0 waits for ever. Default: the session's. */
  readonly timeout?: number
  /** Gives the call up: it rejects with the signal's reason. */
  readonly signal?: AbortSignal
}

export interface CallRequest {
  readonly procedure: Uri
  readonly args: readonly unknown[]
  readonly kwargs: Dict
  readonly options: CallOptions
}

/** Sends one call and resolves to its unwrapped result. */
export function call(connection: Connection, { procedure, args, kwargs, options }: CallRequest): Promise<unknown> {
  const { signal, timeout = 0, ...wire } = options
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted()
    const giveUp = (reason: unknown) => {
      connection.forget(request)
      if (connection.supports('dealer', 'call_canceling')) connection.reply([m.CANCEL, request, { mode: 'killnowait' }])
      settle()
      reject(reason)
    }
    const request = connection.request([m.CALL, 0, wire, procedure, Payload.of(args, kwargs)], {
      done: reply => {
        settle()
        resolve(unwrap((reply as m.Result_)[3]))
      },
      failed: error => {
        settle()
        reject(error)
      },
    })
    const settle = limited(giveUp, `${procedure} was not answered within ${timeout} ms`, { signal, timeout })
  })
}

/** Gives up on abort or timeout; the returned function ends the watch. */
function limited(
  giveUp: (reason: unknown) => void,
  late: string,
  { signal, timeout }: { signal: AbortSignal | undefined; timeout: number },
): () => void {
  const abort = () => giveUp(signal?.reason)
  signal?.addEventListener('abort', abort)
  const finite = timeout > 0 && timeout <= LONGEST_TIMER
  const timer = finite ? setTimeout(() => giveUp(refusal('wamp.error.timeout', late)), timeout) : undefined
  return () => {
    signal?.removeEventListener('abort', abort)
    clearTimeout(timer)
  }
}
