// publisher_identification: a publisher may tell its subscribers who it is [wamp:publisher-identification].

import type { EventDetails, PublishOptions } from '../../protocol/messages.ts'
import type { Session } from '../session.ts'

export const feature = 'publisher_identification'

/** What EVENT.Details say of the publisher: nothing, unless it asked for that. */
export function publisherDetails(publisher: Session, options: PublishOptions): EventDetails {
  if (options.disclose_me !== true) return {}
  const { authid, authrole } = publisher.principal
  return { publisher: publisher.id, publisher_authid: authid, publisher_authrole: authrole }
}
