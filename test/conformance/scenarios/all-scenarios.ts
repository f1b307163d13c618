// All scenarios, in the order of the report.

import type { FeatureScenarios } from '../scenario.ts'
import { authentication } from './authentication.ts'
import { callCanceling } from './call-canceling.ts'
import { callReroute } from './call-reroute.ts'
import { callTimeout } from './call-timeout.ts'
import { callTrustlevels } from './call-trustlevels.ts'
import { callerIdentification } from './caller-identification.ts'
import { cryptosign } from './cryptosign.ts'
import { eventHistory } from './event-history.ts'
import { eventRetention } from './event-retention.ts'
import { identifiers } from './identifiers.ts'
import { ordering } from './ordering.ts'
import { patternBasedRegistration } from './pattern-based-registration.ts'
import { patternBasedSubscription } from './pattern-based-subscription.ts'
import { payloadPassthruMode } from './payload-passthru-mode.ts'
import { progressiveCallInvocations } from './progressive-call-invocations.ts'
import { progressiveCallResults } from './progressive-call-results.ts'
import { protocolErrors } from './protocol-errors.ts'
import { publicationTrustlevels } from './publication-trustlevels.ts'
import { publishSubscribe } from './publish-subscribe.ts'
import { publisherExclusion } from './publisher-exclusion.ts'
import { publisherIdentification } from './publisher-identification.ts'
import { registrationMetaApi } from './registration-meta-api.ts'
import { registrationRevocation } from './registration-revocation.ts'
import { remoteProcedureCalls } from './remote-procedure-calls.ts'
import { serializers } from './serializers.ts'
import { sessionMetaApi } from './session-meta-api.ts'
import { sessions } from './sessions.ts'
import { sharedRegistration } from './shared-registration.ts'
import { subscriberBlackwhiteListing } from './subscriber-blackwhite-listing.ts'
import { subscriptionMetaApi } from './subscription-meta-api.ts'
import { testamentMetaApi } from './testament-meta-api.ts'
import { ticket } from './ticket.ts'
import { wampScram } from './wamp-scram.ts'
import { wampcra } from './wampcra.ts'

export const ALL_SCENARIOS: readonly FeatureScenarios[] = [
  sessions,
  protocolErrors,
  identifiers,
  serializers,
  publishSubscribe,
  remoteProcedureCalls,
  ordering,
  progressiveCallResults,
  progressiveCallInvocations,
  callTimeout,
  callCanceling,
  callReroute,
  callerIdentification,
  callTrustlevels,
  patternBasedRegistration,
  sharedRegistration,
  registrationRevocation,
  registrationMetaApi,
  subscriberBlackwhiteListing,
  publisherExclusion,
  publisherIdentification,
  publicationTrustlevels,
  patternBasedSubscription,
  eventHistory,
  eventRetention,
  subscriptionMetaApi,
  sessionMetaApi,
  testamentMetaApi,
  payloadPassthruMode,
  authentication,
  ticket,
  wampcra,
  wampScram,
  cryptosign,
]
