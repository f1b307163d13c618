// publisher_identification: a publisher may tell its subscribers who it is [wamp:publisher-identification].

import { refusal } from '../../protocol/errors.ts'
import type { EventDetails, PublishOptions } from '../../protocol/messages.ts'
import type { Session } from '../session.ts'

export const feature = 'publisher_identification'

/**
 * Puts into EVENT.Details who the publisher is: nothing, unless it asked for that.
 * @param disclose what the realm's rules say: true whatever it asked for, false even then; `undefined` for nothing.
 * @throws {WampError} where it asked for what the rules deny.
 */
export function identifyPublisher(
  details: EventDetails,
  { id, principal }: Session,
  { disclose_me = false }: PublishOptions,
  disclose: boolean | undefined,
): void {
  if (disclose === false && disclose_me) {
    throw refusal('wamp.error.option_disallowed.disclose_me', 'the rules of this realm do not disclose this publisher')
  }
  if (!(disclose ?? disclose_me)) return
  details.publisher = id
  details.publisher_authid = principal.authid
  details.publisher_authrole = principal.authrole
}
