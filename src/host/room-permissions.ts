// Room permissions: what guests and plain clients of a room may do, unless its host has rules of its own.

import type { Action, Authorizer, Permission } from '../router/permission.ts'

const ALL: readonly Action[] = ['call', 'register', 'subscribe', 'publish']

/**
 * The host may do everything. For everybody else the host's own rules come first; then: in `wamp.` they may call and
 * subscribe, but call no `wamp.session.kill…`. Outside `wamp.` they may do everything where the host has no rules, and
 * nothing else where it has some. A pattern that reaches into `wamp.` cannot be registered: who could, would answer calls
 * meant for the router.
 */
export function roomPermissions(own?: readonly (Permission | Authorizer)[]): readonly (Permission | Authorizer)[] {
  return [
    { role: 'host', uri: '', match: 'prefix', allow: ALL },
    ...(own ?? []),
    { uri: 'wamp.session.kill', match: 'prefix', allow: ['subscribe'] },
    { uri: 'wamp.', match: 'prefix', allow: ['call', 'subscribe'] },
    ...(own ? [] : [{ uri: '', match: 'prefix', allow: ALL } as const]),
  ]
}
