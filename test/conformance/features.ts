// Features: which client roles announce which, and whether a router announced one [wamp:features].

import { isDict } from './match.ts'

const RPC = ['caller', 'callee']
const PUBSUB = ['publisher', 'subscriber']

/** By the specification's tables of features; what stands there for the router alone, clients do not announce. */
const CLIENT_ROLES: Record<string, readonly string[]> = {
  progressive_call_results: RPC,
  progressive_call_invocations: RPC,
  call_timeout: RPC,
  call_canceling: RPC,
  caller_identification: RPC,
  call_reroute: ['callee'],
  call_trustlevels: ['callee'],
  pattern_based_registration: ['callee'],
  shared_registration: ['callee'],
  registration_revocation: ['callee'],
  subscriber_blackwhite_listing: ['publisher'],
  publisher_exclusion: ['publisher'],
  publisher_identification: PUBSUB,
  publication_trustlevels: ['subscriber'],
  pattern_based_subscription: ['subscriber'],
  subscription_revocation: ['subscriber'],
  payload_passthru_mode: [...RPC, ...PUBSUB],
}

/** HELLO.Details.roles: all four, each with those of `features` that are its own. */
export function clientRoles(features: readonly string[] = []): Record<string, { features: Record<string, true> }> {
  const unknown = features.find(feature => CLIENT_ROLES[feature] === undefined)
  if (unknown !== undefined) throw new Error(`no client role announces ${unknown}`)
  const of = (role: string) => features.filter(feature => CLIENT_ROLES[feature]?.includes(role))
  return Object.fromEntries(
    [...RPC, ...PUBSUB].map(role => [
      role,
      { features: Object.fromEntries(of(role).map(name => [name, true as const])) },
    ]),
  )
}

/** What WELCOME.Details announce, under whichever role; an older spelling counts as the newer one. */
export function announcedBy(details: unknown): ReadonlySet<string> {
  const roles = isDict(details) && isDict(details.roles) ? Object.values(details.roles) : []
  const names = roles
    .map(role => (isDict(role) && isDict(role.features) ? role.features : {}))
    .flatMap(features => Object.keys(features).filter(name => features[name] === true))
  return new Set(names.map(name => (name === 'call_cancelling' ? 'call_canceling' : name)))
}
