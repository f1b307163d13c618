// publisher_exclusion: a publisher does not receive its own event, unless it asks to [wamp:publisher-exclusion].

import type { Id, PublishOptions } from '../../protocol/messages.ts'
import type { Session } from '../session.ts'

export const feature = 'publisher_exclusion'

/** Whether `receiver` may have the event as far as this feature goes [R-PUB-3]. */
export function mayReceive(receiver: Session, publisher: Id, options: PublishOptions): boolean {
  return receiver.id !== publisher || options.exclude_me === false
}
