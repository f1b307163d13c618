// pattern_based_registration: one registration for all procedures that a pattern matches [wamp:pattern-based-registration].

import type { Uri } from '../../protocol/messages.ts'
import { isReserved, type MatchPolicy } from '../../protocol/uri.ts'
import type { PatternMap } from '../pattern-map.ts'

export const feature = 'pattern_based_registration'

/**
 * The one registration that a call of `procedure` goes to [R-PAT-1]. What lies in `wamp.` is the router's: a pattern that
 * would match it, `w` or the empty prefix, does not get calls of the meta API to see.
 */
export function select<Registration>(
  registrations: PatternMap<Registration>,
  procedure: Uri,
): Registration | undefined {
  const exact = registrations.get('exact', procedure)
  return exact ?? (isReserved(procedure) ? undefined : registrations.best(procedure))
}

/** The called procedure, where the callee cannot tell it from its registration [R-PAT-2]. */
export function calledProcedure(match: MatchPolicy, procedure: Uri): Uri | undefined {
  return match === 'exact' ? undefined : procedure
}
