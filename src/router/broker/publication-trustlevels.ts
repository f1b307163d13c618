// publication_trustlevels: subscribers are told how far a publisher is to be trusted [wamp:publication-trustlevels].

import type { EventDetails, Uri } from '../../protocol/messages.ts'
import type { RealmSettings } from '../realm-settings.ts'
import type { Session } from '../session.ts'

export const feature = 'publication_trustlevels'

/** Puts into EVENT.Details how far to trust the publisher: what the realm's settings have for this publisher and topic, if anything. */
export function addTrustLevel(
  details: EventDetails,
  { trustLevel }: RealmSettings,
  { principal }: Session,
  topic: Uri,
): void {
  const trustlevel = trustLevel?.(principal, 'publish', topic)
  if (trustlevel !== undefined) details.trustlevel = trustlevel
}
