// What the scenarios of all authentication methods have in common.

import { AUTHROLE } from '../fixture-users.ts'
import type { Dict, Json, Message, PeerSetup, Scenario, Step } from '../scenario.ts'

const ROLES = { caller: {}, callee: {}, publisher: {}, subscriber: {} }
const LATER: PeerSetup = { joins: 'later' }

/** A HELLO of somebody who wants to be known by one method. */
export function hello(method: string, authid: string, more: Dict = {}): Message {
  return ['HELLO', '$realm', { roles: ROLES, authmethods: [method], authid, ...more }]
}

/** A challenge and how `a`, or another peer, answers it. */
export function isChallenged(
  method: string,
  challenge: Dict,
  signature: Json,
  { extra = {}, peer = 'a' }: { extra?: Dict; peer?: string } = {},
): Step[] {
  return [
    [peer, 'gets', ['CHALLENGE', method, challenge]],
    [peer, 'sends', ['AUTHENTICATE', signature, extra]],
  ]
}

/** WELCOME for a user of the fixture. */
export function isWelcome(method: string, authid: string, more: Dict = {}): Step {
  return ['a', 'gets', ['WELCOME', '$id:session', { authid, authrole: AUTHROLE, authmethod: method, ...more }]]
}

/** Which URI a wrong answer brings differs between routers; that one of these comes does not. */
export const DENIED: Json = {
  $oneOf: [
    'wamp.error.authentication_denied',
    'wamp.error.authentication_failed',
    'wamp.error.not_authorized',
    'wamp.error.no_such_principal',
  ],
}

export function scenario(rules: readonly string[], name: string, steps: readonly Step[]): Scenario {
  return { rules, name, fixture: 'users', peers: { a: LATER }, steps }
}

/** Of somebody whom the router does not know. */
export function isUnknown(rule: string, message: Message): Scenario {
  return scenario([rule, 'A28'], 'a user that there is not is refused', [
    ['a', 'sends', message],
    ['a', 'is aborted', DENIED],
  ])
}
