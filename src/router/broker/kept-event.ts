// KeptEvent: an event of a history, as it is told of and stored [wamp:pubsub-event-history].

import type { EventDetails, Id, Uri } from '../../protocol/messages.ts'
import type { MatchPolicy } from '../../protocol/uri.ts'
import type { LastingLists } from './subscriber-blackwhite-listing.ts'

/** An event as it is kept: plain data, which `structuredClone` takes. */
export interface KeptEvent {
  readonly publication: Id
  /** Milliseconds since 1970, by the router's calendar. */
  readonly time: number
  readonly topic: Uri
  /** Of the publisher, whose share of the memory it takes. */
  readonly authid: string
  readonly details: EventDetails
  /** Arguments and ArgumentsKw, as far as there are any; read each time that they are asked for. */
  readonly trailing: readonly unknown[]
  /** Whom the publisher chose among people. */
  readonly lists: LastingLists
  /** The subscriptions that it is in the history of. */
  readonly subscriptions: readonly (readonly [match: MatchPolicy, topic: Uri])[]
}
