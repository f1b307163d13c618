// All scenarios, in the order of the table.

import type { CrowdScenario, Scenario } from '../scenario.ts'
import { AUTHENTICATION } from './authentication.ts'
import { CALLS } from './calls.ts'
import { CROWDS } from './crowds.ts'
import { EVENTS } from './events.ts'
import { PASSTHRU } from './passthru.ts'
import { PAYLOADS } from './payloads.ts'
import { REGISTRATIONS } from './registrations.ts'
import { SESSIONS } from './sessions.ts'

export const FOR_PAIRS: readonly Scenario[] = [
  ...PAYLOADS,
  ...CALLS,
  ...REGISTRATIONS,
  ...EVENTS,
  ...PASSTHRU,
  ...SESSIONS,
]
export const FOR_ALL: readonly CrowdScenario[] = [...CROWDS, ...AUTHENTICATION]
