// A vitest sequencer that begins with the projects, and in each with the files, that take longest: at the end, each would
// keep one core busy while the others have nothing left to do. Files of a project stay together, for they share a process
// as long as no other comes between them.

import { relative } from 'node:path'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

const PROJECTS = ['e2e', 'apart', 'unit']
/** In their order. Of the others, vitest begins with the larger. */
const LONGEST = [
  /^interop\/tab-router\.spec/,
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
    return sorted.sort((a, b) => groupOf(a) - groupOf(b) || projectOf(a) - projectOf(b) || rankOf(a) - rankOf(b))
  }
}

function groupOf({ project }: TestSpecification): number {
  return project.config.sequence.groupOrder
}

function projectOf({ project }: TestSpecification): number {
  return PROJECTS.indexOf(project.name)
}

function rankOf({ moduleId }: TestSpecification): number {
  const path = relative(import.meta.dirname, moduleId)
  const rank = LONGEST.findIndex(pattern => pattern.test(path))
  return rank === -1 ? LONGEST.length : rank
}
