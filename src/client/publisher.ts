// Publisher: publishes events [wamp:publishing-and-events].

import type { Id, Uri } from '../protocol/messages.ts'
import * as m from '../protocol/messages.ts'
import type { Payload } from '../protocol/payload.ts'
import type { Connection } from './connection.ts'
import { checkPassthru, type Passthru } from './payload-passthru.ts'

export const PUBLISHER_FEATURES = [
  'payload_passthru_mode',
  'publisher_exclusion',
  'publisher_identification',
  'subscriber_blackwhite_listing',
] as const

/**
 * How to publish, as on the wire; those that start with `_` or `x_`, the router's own, are taken too.
 *
 * `x_conflate` is for events of which only the newest counts, as a position: our router, and no other that we know of, may
 * leave it out for a subscriber that is slow, where a newer one of the same topic, published with it too, follows.
 */
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
  | 'retain'
  | 'ppt_scheme'
  | 'ppt_serializer'
  | 'ppt_cipher'
  | 'ppt_keyid'
  | 'x_conflate'
>

/** An acknowledged publication. */
export interface Publication {
  readonly id: Id
}

export interface PublishRequest {
  readonly topic: Uri
  readonly payload: Payload
  /** Checked. */
  readonly options: PublishOptions
}

/** Sends one event; resolves at once to undefined, or to the publication where `acknowledge` asks for it. */
export function publish(
  { connection, passthru }: { connection: Connection; passthru: Passthru },
  { topic, payload, options }: PublishRequest,
): Promise<Publication | undefined> {
  return new Promise((resolve, reject) => {
    const acknowledged = {
      done: (reply: unknown) => resolve({ id: (reply as m.Published)[2] }),
      failed: reject,
    }
    passthru.seal(
      { kind: 'event', uri: topic },
      payload,
      sealed => {
        const wire = { ...options, ...sealed.options }
        checkPassthru(wire, sealed.payload, [connection, 'broker'])
        const message: m.Publish = [m.PUBLISH, 0, wire, topic, sealed.payload]
        connection.request(message, options.acknowledge ? acknowledged : undefined)
        if (!options.acknowledge) resolve(undefined)
      },
      reject,
    )
  })
}
