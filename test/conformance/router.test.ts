// This package's router, by every scenario in every serializer.

import { beforeAll, describe, expect, test } from 'vitest'
import { ownRouter } from './own-router.ts'
import { play } from './play.ts'
import { describeFailure } from './report.ts'
import { announced, whySkipped } from './run.ts'
import type { Scenario, SerializerId } from './scenario.ts'
import { ALL_SCENARIOS } from './scenarios/all-scenarios.ts'

/** Where the specification leaves the choice and this router chooses otherwise, with the reason. */
const CHOOSES_OTHERWISE: Record<string, string> = {
  'a method that the user does not have is passed over for one that fits': 'it takes the first that it offers',
}

describe.each<SerializerId>(['json', 'msgpack', 'cbor'])('over %s', serializer => {
  let known: ReadonlySet<string>
  beforeAll(async () => {
    known = await announced(ownRouter(serializer))
  })

  describe.each(ALL_SCENARIOS)('$feature', feature => {
    test.for(feature.scenarios.map(scenario => [titleOf(scenario), scenario] as const))(
      '%s',
      async ([, scenario], { skip }) => {
        const router = ownRouter(serializer)
        const why = whySkipped(feature, scenario, { target: router, announced: known })
        if (why !== undefined) skip(why)
        const failure = await play(scenario, router)
        if (scenario.name in CHOOSES_OTHERWISE) expect([scenario.level, failure]).toEqual(['choice', expect.anything()])
        else if (failure) expect.fail(`\n${describeFailure(scenario, failure)}`)
      },
    )
  })
})

function titleOf({ rules, name }: Scenario): string {
  return `${rules.join(', ')}: ${name}`
}
