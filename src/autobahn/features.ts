// Features: what HELLO announces of these sessions, the same as Autobahn|JS does, and what both sides have of it.

import { type Dict, isDict } from '../protocol/dict.ts'
import type { WelcomeDetails } from '../protocol/messages.ts'
import { announce, type ClientRole, type RouterRole } from '../protocol/roles.ts'

const FEATURES: Readonly<Record<ClientRole, readonly string[]>> = {
  caller: ['caller_identification', 'call_canceling', 'progressive_call_results'],
  callee: [
    'caller_identification',
    'pattern_based_registration',
    'shared_registration',
    'progressive_call_results',
    'registration_revocation',
  ],
  publisher: ['publisher_identification', 'subscriber_blackwhite_listing', 'publisher_exclusion'],
  subscriber: ['publisher_identification', 'pattern_based_subscription', 'subscription_revocation'],
}

/** HELLO.Details.roles. */
export const ROLES = announce(FEATURES)

/** `session.features`: for each role that the router serves, our features, true where it has them too. */
export type SessionFeatures = Partial<Record<ClientRole, Record<string, boolean | undefined>>>

const SERVED: readonly (readonly [RouterRole, ClientRole])[] = [
  ['broker', 'subscriber'],
  ['broker', 'publisher'],
  ['dealer', 'caller'],
  ['dealer', 'callee'],
]

export function commonFeatures({ roles = {} }: WelcomeDetails): SessionFeatures {
  const common: SessionFeatures = {}
  for (const [serving, served] of SERVED) {
    const role = roles[serving]
    if (!isDict(role)) continue
    const features: Dict = isDict(role.features) ? role.features : {}
    common[served] = Object.fromEntries(
      FEATURES[served].flatMap(name => (name in features ? [[name, features[name] === true]] : [])),
    )
  }
  return common
}
