// Handshake: from HELLO to a session, or to the reason why not [wamp:session-establishment].

import { refusal } from '../protocol/errors.ts'
import type { Dict, Hello, WelcomeDetails } from '../protocol/messages.ts'
import { describe } from '../protocol/options.ts'
import { announce, CLIENT_ROLES, type ClientRole, type Features, readRoles } from '../protocol/roles.ts'
import { isUri, type UriRule } from '../protocol/uri.ts'
import { BROKER_FEATURES } from './broker/broker.ts'
import { DEALER_FEATURES } from './dealer/dealer.ts'
import { feature as sessionMetaApi } from './meta/session-meta-api.ts'
import type { Realm } from './realm.ts'
import type { Principal } from './session.ts'

/** What is known of a peer before it says HELLO, because its link told: who came by an invite, say. */
export type Origin = Partial<Principal>

/** What WELCOME announces: exactly what is imported. */
const ROLES: Dict = announce({
  broker: [...BROKER_FEATURES, sessionMetaApi],
  dealer: [...DEALER_FEATURES, sessionMetaApi],
})

export interface Greeting {
  readonly realm: Realm
  readonly features: Features<ClientRole>
  readonly principal: Principal
}

/** What a handshake asks of the router. */
export interface HandshakeOptions {
  readonly uriRule: UriRule
  /** The realm of that name, opened if need be; `undefined` where there is none. */
  realm(name: string): Realm | undefined
  newAuthid(): string
}

/**
 * What follows from a HELLO.
 * @throws {WampError} whose URI is the reason of the ABORT. @throws {ProtocolViolation} where no role is announced.
 */
export function greet([, name, details]: Hello, origin: Origin, options: HandshakeOptions): Greeting {
  const features = readRoles(CLIENT_ROLES, details.roles)
  if (name !== null && !isUri(name, options.uriRule)) {
    throw refusal('wamp.error.invalid_uri', `${describe(name)} is not a ${options.uriRule} URI`)
  }
  const principal = authenticate(details.authmethods, origin, options)
  const realm = name === null ? undefined : options.realm(name)
  if (realm === undefined) throw refusal('wamp.error.no_such_realm', `there is no realm ${name}`)
  return { realm, features, principal }
}

/** Who joins: whom its link vouches for, else somebody anonymous. */
function authenticate(authmethods: string[] | undefined, origin: Origin, options: HandshakeOptions): Principal {
  const offered = origin.authmethod ?? 'anonymous'
  // No method named means anonymous, for every client in the field.
  const acceptable = [offered, 'anonymous']
  if (authmethods && authmethods.length > 0 && !authmethods.some(method => acceptable.includes(method))) {
    throw refusal('wamp.error.no_matching_auth_method', `this router offers ${offered}, not ${authmethods.join(', ')}`)
  }
  return {
    authid: origin.authid ?? options.newAuthid(),
    authrole: origin.authrole ?? 'anonymous',
    authmethod: offered,
    authprovider: origin.authprovider ?? 'static',
  }
}

/** WELCOME.Details of a session. */
export function welcomeDetails({ realm, principal }: Greeting, agent: string): WelcomeDetails {
  return { roles: ROLES, agent, realm: realm.name, ...principal }
}
