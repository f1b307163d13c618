// CheckUri: which URIs a session may name in its requests [wamp:uris].

import { refusal } from '../protocol/errors.ts'
import { PUBLISH, REGISTER, type Uri } from '../protocol/messages.ts'
import { describe } from '../protocol/options.ts'
import { isReserved, isUri, type MatchPolicy } from '../protocol/uri.ts'
import { messageName } from '../protocol/wire.ts'
import type { RealmSettings } from './realm-settings.ts'

/**
 * @param type of the message that names it.
 * @throws {WampError} `wamp.error.invalid_uri` where it is not valid for its policy, or is the router's own: those in
 *   `wamp.` can be called and subscribed to [R-URI-4].
 */
export function checkUri(uri: Uri, type: number, { uriRule = 'loose' }: RealmSettings, match?: MatchPolicy): void {
  if (!isUri(uri, uriRule, match)) {
    throw refusal('wamp.error.invalid_uri', `${describe(uri)} is not a ${uriRule} URI for ${messageName(type)}`)
  }
  if (isReserved(uri) && (type === PUBLISH || type === REGISTER)) {
    throw refusal('wamp.error.invalid_uri', `${uri} is reserved: URIs in wamp. are the router's`)
  }
}
