// Handshake: from HELLO to a session, or to the reason why not [wamp:session-establishment].

import { refusal } from '../protocol/errors.ts'
import { randomId } from '../protocol/ids.ts'
import {
  CHALLENGE,
  type Challenge,
  type Dict,
  type Hello,
  type Id,
  type Uri,
  WELCOME,
  type Welcome,
} from '../protocol/messages.ts'
import { describe } from '../protocol/options.ts'
import { Outgoing } from '../protocol/outgoing.ts'
import { announce, CLIENT_ROLES, type ClientRole, type Features, readRoles } from '../protocol/roles.ts'
import type { Serializer } from '../protocol/serializer/serializer.ts'
import { isUri, type UriRule } from '../protocol/uri.ts'
import { anonymousAuthenticator } from './auth/anonymous.ts'
import type { Authenticator, AuthRequest, Step } from './auth/authenticator.ts'
import { BROKER_FEATURES } from './broker/broker.ts'
import type { Clock } from './clock.ts'
import { DEALER_FEATURES } from './dealer/dealer.ts'
import type { Eventually } from './eventually.ts'
import { feature as registrationMetaApi } from './meta/registration-meta-api.ts'
import { feature as sessionMetaApi } from './meta/session-meta-api.ts'
import { feature as subscriptionMetaApi } from './meta/subscription-meta-api.ts'
import { feature as testamentMetaApi } from './meta/testament-meta-api.ts'
import type { RealmSettings } from './realm-settings.ts'
import type { Principal } from './session.ts'

/** What is known of a peer before it says HELLO, because its link told: who came by an invite, say. */
export type Origin = Partial<Principal>

/** What WELCOME announces: exactly what is imported. */
const ROLES: Dict = announce({
  broker: [...BROKER_FEATURES, sessionMetaApi, subscriptionMetaApi],
  dealer: [...DEALER_FEATURES, registrationMetaApi, sessionMetaApi, testamentMetaApi],
})

/** A HELLO that may lead to a session. */
export interface Greeting {
  readonly realm: Uri
  /** The id that the session will have. */
  readonly session: Id
  readonly features: Features<ClientRole>
  readonly authmethod: string
  /** Begins to find out who it is. */
  authenticate(): Eventually<Step>
}

/** What a handshake asks of the router. */
export interface HandshakeOptions {
  readonly uriRule: UriRule
  readonly clock: Clock
  /** Uniform over [0, 1), with 53 bits. */
  random(): number
  /** The settings of a realm that can be joined; `undefined` where there is none of that name. */
  settings(realm: Uri): RealmSettings | undefined
  /** A session id that nobody in the realm has. */
  newSessionId(realm: Uri): Id
}

/**
 * What follows from a HELLO. The realm is not opened yet: who is not let in must not leave one behind.
 * @throws {WampError} whose URI is the reason of the ABORT. @throws {ProtocolViolation} where no role is announced.
 */
export function greet([, name, details]: Hello, origin: Origin, options: HandshakeOptions): Greeting {
  const features = readRoles(CLIENT_ROLES, details.roles)
  if (name !== null && !isUri(name, options.uriRule)) {
    throw refusal('wamp.error.invalid_uri', `${describe(name)} is not a ${options.uriRule} URI`)
  }
  const settings = name === null ? undefined : options.settings(name)
  if (name === null || settings === undefined) throw refusal('wamp.error.no_such_realm', `there is no realm ${name}`)
  const authenticator = chooseAuthenticator(details.authmethods, origin, settings)
  const session = options.newSessionId(name)
  const { random, clock } = options
  const request: AuthRequest = {
    realm: name,
    session,
    authid: details.authid,
    authextra: details.authextra ?? {},
    origin,
    newAuthid: () => randomId(random).toString(36),
    randomBytes: length => Uint8Array.from({ length }, () => Math.floor(random() * 256)),
    date: () => clock.date(),
  }
  const { authmethod } = authenticator
  return { realm: name, session, features, authmethod, authenticate: () => authenticator.begin(request) }
}

/** The first way that the client names and this link or realm offers. */
function chooseAuthenticator(named: string[] | undefined, origin: Origin, settings: RealmSettings): Authenticator {
  // No method named means anonymous, for every client in the field.
  const methods = named?.length ? named : ['anonymous']
  const anonymous = anonymousAuthenticator()
  // Whom its link vouches for is no stranger, whatever the realm asks of those.
  const vouched = origin.authmethod === undefined ? undefined : { ...anonymous, authmethod: origin.authmethod }
  const offered = settings.authenticators ?? [anonymous]
  for (const method of methods) {
    if (vouched && [vouched.authmethod, 'anonymous'].includes(method)) return vouched
    const authenticator = offered.find(({ authmethod }) => authmethod === method)
    if (authenticator) return authenticator
  }
  const names = [vouched, ...offered].flatMap(authenticator => authenticator?.authmethod ?? []).join(', ')
  if (methods.every(method => method === 'anonymous')) {
    throw refusal(
      'wamp.error.authentication_required',
      `this realm lets nobody in who does not authenticate by ${names}`,
    )
  }
  throw refusal('wamp.error.no_matching_auth_method', `this realm offers ${names}, not ${describe(methods)}`)
}

/** The answer to HELLO or AUTHENTICATE, written; the error where what an authenticator says cannot be a message. */
export function writtenAnswer(
  step: Step,
  greeting: Greeting,
  { agent, serializer }: { readonly agent: string; readonly serializer: Serializer },
): Outgoing | Error {
  try {
    const outgoing = new Outgoing(answerOf(step, greeting, agent))
    outgoing.frame(serializer)
    return outgoing
  } catch (cause) {
    return new Error('what an authenticator answered cannot be sent', { cause })
  }
}

/** The answer to HELLO or AUTHENTICATE: CHALLENGE, or WELCOME for whom its authenticator lets in. */
function answerOf(step: Step, greeting: Greeting, agent: string): Challenge | Welcome {
  const { realm, session, authmethod } = greeting
  if ('challenge' in step) return [CHALLENGE, step.authmethod ?? authmethod, step.challenge]
  const { authid, authrole, authprovider } = step.principal
  // Authenticators may be JavaScript, and whom one lets in without a name nobody could tell from others.
  if (![authid, authrole, authprovider].every(name => typeof name === 'string')) {
    throw new TypeError('a principal must have authid, authrole and authprovider, each a string')
  }
  const details = { roles: ROLES, agent, realm, authid, authrole, authmethod, authprovider }
  return [WELCOME, session, { ...details, ...(step.authextra && { authextra: step.authextra }) }]
}
