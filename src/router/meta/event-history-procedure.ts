// EventHistoryProcedure: `wamp.subscription.get_events`, which returns what a broker has kept [wamp:pubsub-event-history].

import { refusal } from '../../protocol/errors.ts'
import { toId } from '../../protocol/ids.ts'
import { MAX_FRAME } from '../../protocol/link.ts'
import type { Dict } from '../../protocol/messages.ts'
import { describe } from '../../protocol/options.ts'
import { Payload } from '../../protocol/payload.ts'
import { type HistoryQuery, readQuery, select } from '../broker/history-query.ts'
import type { KeptEvent } from '../broker/kept-event.ts'
import { sizeOf } from '../broker/memory-size.ts'
import { withTopic } from '../broker/pattern-based-subscription.ts'
import { passes } from '../broker/subscriber-blackwhite-listing.ts'
import type { Subscription } from '../broker/subscriptions.ts'
import type { Session } from '../session.ts'
import { invalid } from './arguments.ts'
import { ifAllowed } from './if-allowed.ts'
import type { MetaRealm, MetaSession } from './meta-session.ts'

/** About how many bytes of events one result has, so that it fits a frame in every serializer. */
const MOST_BYTES = MAX_FRAME / 4

/**
 * Offers the procedure. Each positional result is an event; the keyword result `more` says whether others that meet the
 * conditions were left out, because of `limit` or because the result would be too large: ask for them with
 * `after_publication` (`before_publication` where `reverse`). Whoever may subscribe to a topic may have its history.
 * Unlike in the EVENT, numbers and bytes come as JavaScript has them: 2.0 is 2.
 */
export function offerHistory(router: MetaSession, realm: MetaRealm): void {
  router.register('wamp.subscription.get_events', ({ args: [id], kwargs, caller }) => {
    const subscription = realm.broker.subscriptions.get(toId(id) ?? 0)
    if (subscription === undefined) {
      throw refusal('wamp.error.no_such_subscription', `this realm has no subscription ${describe(id)}`)
    }
    const query = readQuery(kwargs, (name, is, value) => {
      throw invalid(name, is, value)
    })
    const { match, topic: uri } = subscription
    const asked = { session: caller, action: 'subscribe', uri, options: { match } } as const
    return ifAllowed(realm, asked, () => {
      const events = select(realm.broker.history.of(subscription), query)
      return page(allowed(events, caller), query, subscription)
    })
  })
}

/** Those that their publishers let somebody have, who may not have been there then. */
function* allowed(events: Iterable<KeptEvent>, caller: Session): Generator<KeptEvent> {
  for (const event of events) if (passes(event.lists, caller)) yield event
}

function page(events: Iterable<KeptEvent>, { limit }: HistoryQuery, subscription: Subscription): Payload {
  const results: Dict[] = []
  let bytes = 0
  for (const event of events) {
    if (results.length >= limit) return Payload.of(results, { more: true })
    const result = resultOf(event, subscription)
    bytes += sizeOf(result)
    if (bytes > MOST_BYTES && results.length > 0) return Payload.of(results, { more: true })
    results.push(result)
  }
  return Payload.of(results, { more: false })
}

function resultOf({ publication, time, topic, details, trailing }: KeptEvent, subscription: Subscription): Dict {
  const [args, kwargs] = trailing
  return {
    timestamp: new Date(time).toISOString(),
    subscription: subscription.id,
    publication,
    details: withTopic(details, subscription, topic),
    ...(args !== undefined && { args }),
    ...(kwargs !== undefined && { kwargs }),
  }
}
