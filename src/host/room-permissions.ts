// Room permissions: what guests and plain clients of a room may do, unless its host has rules of its own.

import { isReserved } from '../protocol/uri.ts'
import { checkPermissions } from '../router/check-permissions.ts'
import { ACTIONS, type Authorizer, type Permission } from '../router/permission.ts'
import { overlaps } from '../router/uri-pattern.ts'

const KILLS = { uri: 'wamp.session.kill', match: 'prefix' } as const

/**
 * The host may do everything; its own rules only say what is disclosed of it. For everybody else they come first; then: in `wamp.` they may call and
 * subscribe. Outside `wamp.` they may do everything where the host has no rules, and nothing else where it has some. A
 * pattern that reaches into `wamp.` cannot be registered: who could, would answer calls meant for the router.
 *
 * `wamp.session.kill…` they may not call, whatever broad rules and functions say that were written for something else: only
 * a rule in front of those whose own URI lies in `wamp.` opens it.
 * @throws {TypeError} where one of the host's rules is not what it must be.
 */
export function roomPermissions(own?: readonly (Permission | Authorizer)[]): readonly (Permission | Authorizer)[] {
  checkPermissions(own)
  const rules = own ?? []
  const broad = rules.findIndex(isBroad)
  const narrow = broad < 0 ? rules.length : broad
  return [
    ...rules.flatMap(ofHost),
    { role: 'host', uri: '', match: 'prefix', allow: ACTIONS },
    ...rules.slice(0, narrow),
    { ...KILLS, allow: ['subscribe'] },
    ...rules.slice(narrow),
    { uri: 'wamp.', match: 'prefix', allow: ['call', 'subscribe'] },
    ...(own ? [] : [{ uri: '', match: 'prefix', allow: ACTIONS } as const]),
  ]
}

/** A rule as it is for the host: it discloses, and refuses nothing. */
function ofHost(permission: Permission | Authorizer): readonly Permission[] {
  if (typeof permission === 'function') return []
  const { role = 'host', disclose } = permission
  if (![role].flat().includes('host')) return []
  const told = { caller: disclose?.caller || undefined, publisher: disclose?.publisher || undefined }
  return [{ ...permission, role: 'host', allow: ACTIONS, disclose: told }]
}

/** Whether it may decide on killing without having been written for `wamp.`. */
function isBroad(permission: Permission | Authorizer): boolean {
  return typeof permission === 'function' || (!isReserved(permission.uri) && overlaps(permission, KILLS))
}
