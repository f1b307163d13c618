// A vitest sequencer that begins with the files that take longest: at the end, each would keep one core busy while the
// others have nothing left to do.

import { relative } from 'node:path'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** In their order. Of the others, vitest begins with the larger. */
const LONGEST = [
  /^e2e\/(site|game|game-backstage)\.spec/,
  /^simulation\//,
  /^interop\/node-router\./,
  /^(properties|fuzz)\//,
  /^(docs|cli)\.test/,
  /^protocol\/serializer\/hostile\./,
]

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    return sorted.sort((a, b) => groupOf(a) - groupOf(b) || rankOf(a) - rankOf(b))
  }
}

function groupOf({ project }: TestSpecification): number {
  return project.config.sequence.groupOrder
}

function rankOf({ moduleId }: TestSpecification): number {
  const path = relative(import.meta.dirname, moduleId)
  const rank = LONGEST.findIndex(pattern => pattern.test(path))
  return rank === -1 ? LONGEST.length : rank
}
