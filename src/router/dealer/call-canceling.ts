// call_canceling: a caller gives a call up, and the callee may stop working on it [wamp:call-canceling].

import type { CancelOptions, InterruptOptions } from '../../protocol/messages.ts'
import * as m from '../../protocol/messages.ts'
import type { Session } from '../session.ts'
import type { PendingCall } from './calls.ts'

export const feature = 'call_canceling'
/** As the specification spells it elsewhere [D2]. */
const OTHER_SPELLING = 'call_cancelling'

export type CancelMode = NonNullable<CancelOptions['mode']>

export function supportsCanceling({ features: { callee } }: Session): boolean {
  return callee.has(feature) || callee.has(OTHER_SPELLING)
}

/**
 * How a call is canceled: `killnowait` where the caller does not say [D17], `skip` where the callee cannot be interrupted.
 * A callee that waits for more arguments has to hear that none will come, also with `skip`.
 */
export function cancelMode({ mode = 'killnowait' }: CancelOptions, { callee, parts }: PendingCall): CancelMode {
  if (!supportsCanceling(callee.session)) return 'skip'
  return mode === 'skip' && parts ? 'killnowait' : mode
}

/** Tells the callee to stop: once, and only if it announced that it understands [R-CC-2, T-15]. */
export function interrupt(call: PendingCall, mode: NonNullable<InterruptOptions['mode']>): void {
  const { session: callee } = call.callee
  if (call.interrupted || !supportsCanceling(callee)) return
  call.interrupted = true
  callee.send([m.INTERRUPT, call.invocation, { mode }])
}
