// publication_trustlevels: subscribers are told how far a publisher is to be trusted [wamp:publication-trustlevels].

import type { EventDetails, Uri } from '../../protocol/messages.ts'
import type { RealmSettings } from '../realm-settings.ts'
import type { Session } from '../session.ts'

export const feature = 'publication_trustlevels'

/** What EVENT.Details say of trust: what the realm's settings have for this publisher and topic, if anything. */
export function trustDetails({ trustLevel }: RealmSettings, { principal }: Session, topic: Uri): EventDetails {
  const trustlevel = trustLevel?.(principal, 'publish', topic)
  return trustlevel === undefined ? {} : { trustlevel }
}
