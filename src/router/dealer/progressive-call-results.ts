// progressive_call_results: a caller may have parts of a result while the rest is being made [wamp:progressive-call-results].

import type { CallOptions } from '../../protocol/messages.ts'
import type { RealmSettings } from '../realm-settings.ts'
import type { Session } from '../session.ts'
import { supportsCanceling } from './call-canceling.ts'

export const feature = 'progressive_call_results'

/** Whether a callee is told that its caller wants parts [R-PCR-1, T-14]. */
export function supportsProgress(callee: Session, { strictProgressiveResults }: RealmSettings): boolean {
  return callee.features.callee.has(feature) && (strictProgressiveResults !== true || supportsCanceling(callee))
}

/**
 * Whether a callee's parts go to the caller: only where it asked for them, for some fail on what they did not ask for
 * [T-21]. Some callees send parts and announce nothing; a strict realm disregards those.
 */
export function passesProgress(options: CallOptions, callee: Session, settings: RealmSettings): boolean {
  if (options.receive_progress !== true) return false
  return settings.strictProgressiveResults !== true || supportsProgress(callee, settings)
}
