// Conflation: of a topic whose events supersede each other, a subscriber that is slow gets the newest.
//
// Not a feature of the specification, so that WELCOME does not announce it: it is an extension of ours. Publishers ask
// for it with `x_conflate`, or the realm's settings name topics. Nothing is left out for whoever keeps up: the link alone
// knows what still waits, and the broker tells it which events may take the place of which. An event that a subscriber
// is sent because it was retained takes part in nothing: it may be older than what waits.

import { isDict } from '../../protocol/dict.ts'
import type { PublishOptions, Uri } from '../../protocol/messages.ts'
import { isReserved } from '../../protocol/uri.ts'
import { checkUriPattern, wrong } from '../check-uri-pattern.ts'
import { covers, type UriPattern } from '../uri-pattern.ts'
import type { Subscription } from './subscriptions.ts'

/** Whether an event may be left out where a newer one of its topic waits behind it. Where the publisher says, it decides. */
export function isConflated(
  { options, topic }: { readonly options: PublishOptions; readonly topic: Uri },
  rules: readonly UriPattern[] = [],
): boolean {
  // Meta events do not supersede each other: who joined and who left are all to be told.
  if (isReserved(topic)) return false
  return options.x_conflate ?? rules.some(rule => covers(rule, { uri: topic }))
}

/** What the events have in common that may take each other's place: their subscription and, of a pattern's, their topic. */
export function conflationKey({ id, match }: Subscription, topic: Uri): string {
  return match === 'exact' ? `${id}` : `${id} ${topic}`
}

/** @throws {TypeError} that names the rule of the settings and what it must be: they may be JavaScript. */
export function checkConflation(rules: readonly UriPattern[] | undefined): void {
  if (rules === undefined) return
  if (!Array.isArray(rules)) throw wrong('conflate', 'a list', rules)
  for (const [index, rule] of rules.entries()) {
    if (!isDict(rule)) throw wrong(`conflate[${index}]`, 'a rule', rule)
    checkUriPattern(rule, `conflate[${index}]`)
  }
}
