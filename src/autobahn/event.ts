// Event: `autobahn.Event`, the third argument of an event handler.

import type { Dict, Event_, Id, Uri } from '../protocol/messages.ts'

export class Event {
  readonly publication: Id
  readonly topic: Uri
  /** Undefined where the publisher did not disclose itself; so are the next two. */
  readonly publisher: Id | undefined
  readonly publisher_authid: string | undefined
  readonly publisher_authrole: string | undefined
  /** Whether this is the topic's retained event. */
  readonly retained: boolean
  readonly forward_for: Dict[] | undefined

  /** @param topic the subscription's, for an event that names none. */
  constructor([, , publication, details]: Event_, topic: Uri) {
    this.publication = publication
    this.topic = details.topic ?? topic
    this.publisher = details.publisher
    this.publisher_authid = details.publisher_authid
    this.publisher_authrole = details.publisher_authrole
    this.retained = details.retained ?? false
    this.forward_for = details.forward_for
  }
}
