// pattern_based_subscription: a subscription to all topics that a pattern matches [wamp:pattern-based-subscription].
// A prefix is one of text, so that an empty one matches every topic, those in `wamp.` too.

import type { EventDetails, Uri } from '../../protocol/messages.ts'
import type { MatchPolicy } from '../../protocol/uri.ts'

export const feature = 'pattern_based_subscription'

/** What a subscription is to. */
export interface Selection {
  readonly match: MatchPolicy
  /** A URI, or for `prefix` and `wildcard` a pattern of URIs. */
  readonly topic: Uri
}

/** EVENT.Details for a subscription: who subscribes to a pattern is told the topic [R-PS-2]. */
export function withTopic(details: EventDetails, { match }: Selection, topic: Uri): EventDetails {
  return match === 'exact' ? details : { ...details, topic }
}

/** Tells whether events of a topic are for a subscription [R-PS-1]. */
export function matcher({ match, topic: pattern }: Selection): (topic: Uri) => boolean {
  if (match === 'exact') return topic => topic === pattern
  if (match === 'prefix') return topic => topic.startsWith(pattern)
  const wanted = pattern.split('.')
  return topic => {
    // One more than the pattern has is one too many: a topic may have a thousand.
    const components = topic.split('.', wanted.length + 1)
    return (
      wanted.length === components.length &&
      wanted.every((component, index) => component === '' || component === components[index])
    )
  }
}
