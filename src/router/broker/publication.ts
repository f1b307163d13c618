// Publication: one event on its way to whoever may have it.

import type { Event_, EventDetails, Id, PublishOptions, Uri } from '../../protocol/messages.ts'
import { EVENT } from '../../protocol/messages.ts'
import type { Payload } from '../../protocol/payload.ts'
import type { Session } from '../session.ts'
import * as patternBasedSubscription from './pattern-based-subscription.ts'
import * as publisherExclusion from './publisher-exclusion.ts'
import type { Listed } from './subscriber-blackwhite-listing.ts'
import type { Subscription } from './subscriptions.ts'

export interface Publication {
  readonly id: Id
  /** The session that publishes; an id, since a publication may be kept for longer than that lasts. */
  readonly publisher: Id
  /** Of the publisher, whose share of what is kept the event takes. */
  readonly authid: string
  readonly options: PublishOptions
  readonly topic: Uri
  /** What EVENT.Details say to every subscription. */
  readonly details: EventDetails
  readonly payload: Payload
  /** Whether the publisher's lists let a session have the event. */
  readonly listed: Listed
}

/** Whether a session may have the event, subscribed as it is. */
export function mayReceive(receiver: Session, { publisher, options, listed }: Publication): boolean {
  return publisherExclusion.mayReceive(receiver, publisher, options) && listed(receiver)
}

/** The publication as an event of one subscription. */
export function eventOf(subscription: Subscription, { id, topic, details, payload }: Publication): Event_ {
  return [EVENT, subscription.id, id, patternBasedSubscription.withTopic(details, subscription, topic), payload]
}
