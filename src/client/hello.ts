// HELLO.Details: what this client tells a router about itself [wamp:session-establishment].

import type { HelloDetails } from '../protocol/messages.ts'
import { announce } from '../protocol/roles.ts'
import type { Authentication } from './auth/authentication.ts'
import { CALLEE_FEATURES } from './callee.ts'
import { CALLER_FEATURES } from './caller.ts'
import { PUBLISHER_FEATURES } from './publisher.ts'
import { SUBSCRIBER_FEATURES } from './subscriber.ts'

const ROLES = announce({
  caller: CALLER_FEATURES,
  callee: CALLEE_FEATURES,
  publisher: PUBLISHER_FEATURES,
  subscriber: SUBSCRIBER_FEATURES,
})

export function helloDetails(authentication: Authentication): HelloDetails {
  return { roles: ROLES, agent: 'wamp-mesh', ...authentication.hello }
}
