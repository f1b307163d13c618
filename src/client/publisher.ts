// Publisher: publishes events [wamp:publishing-and-events].

import type { Dict, Id, Uri } from '../protocol/messages.ts'
import * as m from '../protocol/messages.ts'
import { Payload } from '../protocol/payload.ts'
import type { Connection } from './connection.ts'

export const PUBLISHER_FEATURES = [
  'publisher_exclusion',
  'publisher_identification',
  'subscriber_blackwhite_listing',
] as const

/** How to publish, as on the wire. */
export type PublishOptions = Pick<
  m.PublishOptions,
  | 'acknowledge'
  | 'exclude_me'
  | 'disclose_me'
  | 'exclude'
  | 'exclude_authid'
  | 'exclude_authrole'
  | 'eligible'
  | 'eligible_authid'
  | 'eligible_authrole'
>

/** An acknowledged publication. */
export interface Publication {
  readonly id: Id
}

export interface PublishRequest {
  readonly topic: Uri
  readonly args: readonly unknown[]
  readonly kwargs: Dict
  readonly options: PublishOptions
}

/** Sends one event; resolves at once to undefined, or to the publication where `acknowledge` asks for it. */
export function publish(connection: Connection, request: PublishRequest): Promise<Publication | undefined> {
  const { topic, args, kwargs, options } = request
  const message: m.Publish = [m.PUBLISH, 0, { ...options }, topic, Payload.of(args, kwargs)]
  return new Promise((resolve, reject) => {
    if (options.acknowledge !== true) {
      connection.request(message, undefined)
      return resolve(undefined)
    }
    connection.request(message, { done: reply => resolve({ id: (reply as m.Published)[2] }), failed: reject })
  })
}
