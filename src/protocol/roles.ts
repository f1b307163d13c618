// Roles and the features announced under them in HELLO and WELCOME [wamp:session-establishment].

import { isDict } from './dict.ts'
import { ProtocolViolation } from './errors.ts'
import type { Dict } from './messages.ts'
import { describe } from './options.ts'

export const CLIENT_ROLES = ['caller', 'callee', 'publisher', 'subscriber'] as const
export type ClientRole = (typeof CLIENT_ROLES)[number]
export const ROUTER_ROLES = ['broker', 'dealer'] as const
export type RouterRole = (typeof ROUTER_ROLES)[number]

/** Which features each role of a peer announced: `features.callee.has('caller_identification')`. */
export type Features<Role extends string> = Readonly<Record<Role, ReadonlySet<string>>>

/** The `roles` dict of HELLO or WELCOME; `features` is always there, since some clients read it unchecked [R-SES-6]. */
export function announce(features: Record<string, readonly string[]>): Dict {
  const role = (names: readonly string[]) => ({ features: Object.fromEntries(names.map(name => [name, true])) })
  return Object.fromEntries(Object.entries(features).map(([name, names]) => [name, role(names)]))
}

/**
 * Reads a peer's `roles` dict.
 * @throws {ProtocolViolation} where not one of `known` is there, or the dict is malformed [R-SES-2].
 */
export function readRoles<Role extends string>(known: readonly Role[], roles: Dict | undefined): Features<Role> {
  const present = known.filter(role => roles?.[role] !== undefined && roles[role] !== null)
  if (present.length === 0) {
    throw new ProtocolViolation(`Details.roles must name one of ${known.join(', ')}, and is ${describe(roles)}`)
  }
  return Object.fromEntries(known.map(role => [role, readFeatures(role, roles?.[role] ?? {})])) as Features<Role>
}

function readFeatures(role: string, announced: unknown): ReadonlySet<string> {
  const features = isDict(announced) ? (announced.features ?? {}) : undefined
  if (!isDict(features)) {
    throw new ProtocolViolation(`Details.roles.${role} must be a dict, and is ${describe(announced)}`)
  }
  return shared(Object.keys(features).filter(name => features[name] === true))
}

/** Sets of features that peers announced, by their names: a library announces the same for all of its sessions. */
const known = new Map<string, ReadonlySet<string>>()
const MOST_KNOWN = 64
/** Characters of all names in one, with what stands around them. */
const LONGEST_KNOWN = 1_000

function shared(names: readonly string[]): ReadonlySet<string> {
  // As a list: a name of somebody's may have in it whatever would stand between two of them.
  const key = JSON.stringify(names)
  const features = known.get(key) ?? new Set(names)
  if (known.size < MOST_KNOWN && key.length < LONGEST_KNOWN) known.set(key, features)
  return features
}
