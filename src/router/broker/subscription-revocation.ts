// subscription_revocation: the router ends a subscription that its holder did not end [wamp:subscription-revocation].

import { refusal } from '../../protocol/errors.ts'
import { type Id, UNSUBSCRIBED, type Unsubscribed, type Uri } from '../../protocol/messages.ts'
import { describe } from '../../protocol/options.ts'
import { isUri } from '../../protocol/uri.ts'
import type { Session } from '../session.ts'

export const feature = 'subscription_revocation'

/**
 * What tells a session of a revocation; nothing for one that would not understand it [R-REV-1].
 * @throws {WampError} where the reason is no URI, since strict clients close the connection on a sentence [T-18].
 */
export function revocation(subscriber: Session, subscription: Id, reason: Uri | undefined): Unsubscribed | undefined {
  if (reason !== undefined && !isUri(reason)) {
    throw refusal('wamp.error.invalid_uri', `the reason of a revocation must be a URI, and is ${describe(reason)}`)
  }
  if (!subscriber.features.subscriber.has(feature)) return undefined
  return [UNSUBSCRIBED, 0, reason === undefined ? { subscription } : { subscription, reason }]
}
