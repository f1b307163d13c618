// publisher_identification: a publisher may tell its subscribers who it is [wamp:publisher-identification].

import { refusal } from '../../protocol/errors.ts'
import type { EventDetails, PublishOptions } from '../../protocol/messages.ts'
import type { Session } from '../session.ts'

export const feature = 'publisher_identification'

/**
 * What EVENT.Details say of the publisher: nothing, unless it asked for that.
 * @param disclose what the realm's rules say: true whatever it asked for, false even then; `undefined` for nothing.
 * @throws {WampError} where it asked for what the rules deny.
 */
export function publisherDetails(
  { id, principal }: Session,
  { disclose_me = false }: PublishOptions,
  disclose: boolean | undefined,
): EventDetails {
  if (disclose === false && disclose_me) {
    throw refusal('wamp.error.option_disallowed.disclose_me', 'the rules of this realm do not disclose this publisher')
  }
  if (!(disclose ?? disclose_me)) return {}
  return { publisher: id, publisher_authid: principal.authid, publisher_authrole: principal.authrole }
}
