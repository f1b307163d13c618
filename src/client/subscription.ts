// Subscription: one handler on one topic of a session.

import type * as m from '../protocol/messages.ts'
import type { Dict, Id, Uri } from '../protocol/messages.ts'

/** How to subscribe, as on the wire; those that start with `_` or `x_`, the router's own, are taken too. */
export type SubscribeOptions = Pick<m.SubscribeOptions, 'match' | 'get_retained'>
/** EVENT.Details, with the topic and the publication always there. */
export type EventDetails = m.EventDetails & { topic: Uri; publication: Id }
/** Called for each event; what it throws, or rejects with, is reported as an uncaught error and harms nobody else. */
export type EventHandler = (args: unknown[], kwargs: Dict, details: EventDetails, subscription: Subscription) => void

export class Subscription {
  readonly topic: Uri
  readonly handler: EventHandler
  readonly options: SubscribeOptions
  readonly #unsubscribe: (subscription: Subscription) => Promise<boolean>

  constructor(
    { topic, handler, options }: { topic: Uri; handler: EventHandler; options: SubscribeOptions },
    unsubscribe: (subscription: Subscription) => Promise<boolean>,
  ) {
    this.topic = topic
    this.handler = handler
    this.options = options
    this.#unsubscribe = unsubscribe
  }

  /** Resolves to whether the router was told: false where other handlers of this session still want the topic. */
  unsubscribe(): Promise<boolean> {
    return this.#unsubscribe(this)
  }
}
