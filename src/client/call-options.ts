// Options of a call: what the application says, and what of it goes to the router.

import type * as m from '../protocol/messages.ts'
import type { Dict } from '../protocol/messages.ts'
import type { PassthruOptions } from './payload-passthru.ts'

/** The longest time that a platform's timer takes, about 24 days; one for longer would fire at once. */
export const LONGEST_TIMER = 2 ** 31 - 1
/** What becomes of the callee's work when a call is given up [wamp:call-canceling]. */
export type CancelMode = 'skip' | 'kill' | 'killnowait'

/**
 * How to call: what goes to the router as it is on the wire, and what concerns this caller only. Those that start with
 * `_` or `x_`, the router's own, are taken too.
 */
export interface CallOptions extends PassthruOptions {
  /** Ask that the callee learns who calls. */
  readonly disclose_me?: boolean
  /**
   * Milliseconds until the call rejects with `wamp.error.timeout`, between two progressive results too; 0 waits for
   * ever. Default: the session's. It goes to the dealer as well, which then ends the callee's work; this side waits a
   * second longer for a dealer that announced `call_timeout`, in case its word is lost.
   */
  readonly timeout?: number | undefined
  /** Gives the call up: it rejects with the signal's reason, at once or, in mode `kill`, when the callee has ended. */
  readonly signal?: AbortSignal | undefined
  /** `skip` lets the callee work on, `killnowait` (the default) tells it, `kill` waits for what it says to that. */
  readonly cancelMode?: CancelMode | undefined
  /** Called for each result that comes before the last one; asks for them. */
  readonly onprogress?: ((args: unknown[], kwargs: Dict, details: m.ResultDetails) => void) | undefined
  /** Asks for progressive results; `onprogress` says it by itself. */
  readonly receive_progress?: boolean
}

/** Whether a number of milliseconds limits anything. */
export const isLimit = (ms: number | undefined): ms is number => ms !== undefined && ms > 0 && Number.isFinite(ms)

/** CALL.Options: what is for the router, and nothing that was meant for this side. */
export function wireOptions(options: CallOptions & { progress?: boolean }, hears: boolean): m.CallOptions {
  const { signal, cancelMode, onprogress, timeout, ...others } = options
  const wire: m.CallOptions = others
  if (isLimit(timeout)) wire.timeout = Math.ceil(timeout)
  if (hears) wire.receive_progress = options.receive_progress ?? true
  return wire
}
