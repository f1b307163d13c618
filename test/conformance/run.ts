// Run: which scenarios are played against a target, and what came of each.

import { announcedBy } from './features.ts'
import type { Peer } from './peer.ts'
import { type Failure, play } from './play.ts'
import type { FeatureScenarios, Scenario } from './scenario.ts'
import { Stage } from './stage.ts'
import type { Target } from './target.ts'

export interface Result {
  readonly feature: string
  readonly scenario: Scenario
  /** How the router failed. */
  readonly failure?: Failure | undefined
  /** Why it was not played. */
  readonly skipped?: string | undefined
}

/** What is known of a target before scenarios are played. */
export interface Knowledge {
  readonly target: Target
  readonly announced: ReadonlySet<string>
}

/** The features that a router announces in WELCOME. Rejects where nobody can join. */
export async function announced(target: Target): Promise<ReadonlySet<string>> {
  const stage = new Stage({ rules: [], name: 'what is announced', peers: { scout: {} }, steps: [] }, target)
  await stage.connect('scout', {})
  stage.hello('scout')
  const scout: Peer = stage.peer('scout')
  const welcome = await scout.next()
  await scout.leave()
  if (welcome?.[0] === 'WELCOME') return announcedBy(welcome[2])
  throw new Error(`cannot join realm ${target.realm}: ${welcome ? JSON.stringify(welcome) : 'HELLO is not answered'}`)
}

/** Why a scenario cannot be played; `undefined` where it can. */
export function whySkipped(
  { feature, announced: own }: FeatureScenarios,
  { needs = [], fixture }: Scenario,
  { target, announced: known }: Knowledge,
): string | undefined {
  const missing = [...(own ? [feature] : []), ...needs].find(name => !known.has(name))
  if (missing !== undefined) return `${missing} is not announced`
  if (fixture && !target.fixtures.includes(fixture))
    return `without ${fixture === 'users' ? '--auth-realm' : '--trustlevels'}`
  return undefined
}

/**
 * Plays scenarios one after the other, and tells of each as it ends.
 * @param target the router for the next scenario: the same one each time, or a new one. Rejects where nobody can join it.
 */
export async function* run(features: readonly FeatureScenarios[], target: () => Target): AsyncGenerator<Result> {
  const scouted = target()
  const knowledge = { target: scouted, announced: await announced(scouted) }
  for (const group of features) {
    for (const scenario of group.scenarios) {
      const skipped = whySkipped(group, scenario, knowledge)
      const failure = skipped === undefined ? await play(scenario, target()) : undefined
      yield { feature: group.feature, scenario, failure, skipped }
    }
  }
}
