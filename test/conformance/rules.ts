// Rules: which are proved by a scenario, and why others are not.

import type { FeatureScenarios } from './scenario.ts'

/** How many rules there are of each kind: URI: 5 stands for R-URI-1 to R-URI-5. */
const COUNTS = {
  AB: 1,
  BW: 1,
  CALL: 3,
  CC: 2,
  GB: 3,
  ID: 5,
  KILL: 4,
  LV: 2,
  MET: 1,
  MSG: 6,
  ORD: 3,
  PAT: 2,
  PCI: 6,
  PCR: 3,
  PE: 11,
  PS: 2,
  PUB: 4,
  REG: 4,
  RET: 2,
  REV: 1,
  SER: 4,
  SES: 6,
  SH: 2,
  SUB: 5,
  TO: 3,
  TR: 3,
  TST: 2,
  URI: 5,
}

export const RULES: readonly string[] = Object.entries(COUNTS).flatMap(([kind, count]) =>
  Array.from({ length: count }, (_, index) => `R-${kind}-${index + 1}`),
)

/** Rules that a router's peers cannot see it keep or break, or that are kept elsewhere. */
export const WITHOUT_SCENARIO: Readonly<Record<string, string>> = {
  'R-ID-2': 'leaves the choice of ids to the router',
  'R-PE-1': 'is for clients: test/client/connection.test.ts',
  'R-PE-3': 'is for clients: test/client/connection.test.ts',
  'R-PE-7': 'is for clients: test/client/connection.test.ts',
  'R-PCR-1': 'is strict or lenient by an option, since a wide-spread client breaks it',
  'R-TR-1': 'is for transports: test/transport/link-acceptance.ts',
  'R-TR-2': 'is for the WebSocket server: test/host/node.test.ts',
  'R-URI-3': 'is an option of the realm: test/protocol/uri.test.ts',
}

/** Features that nothing a peer sends makes a router show. */
export const FEATURES_WITHOUT_SCENARIO: Readonly<Record<string, string>> = {
  subscription_revocation: 'a router revokes subscriptions when its owner wants it to: test/router/broker',
}

/** The ids of rules (R-…) that a text names, each once, in their order. */
export function rulesIn(text: string): string[] {
  return [...new Set([...text.matchAll(/\bR-[A-Z]+-\d+\b/g)].map(([id]) => id))]
}

/** The rules that no scenario proves, each with the reason if one is known. */
export function rulesWithoutScenario(
  rules: readonly string[],
  features: readonly FeatureScenarios[],
): { rule: string; reason: string | undefined }[] {
  const proved = new Set(features.flatMap(({ scenarios }) => scenarios.flatMap(scenario => scenario.rules)))
  return rules.filter(rule => !proved.has(rule)).map(rule => ({ rule, reason: WITHOUT_SCENARIO[rule] }))
}
