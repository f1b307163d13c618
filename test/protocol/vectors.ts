// Conformance data that others published. It is not part of this repository: where the folder `shared/vectors` does not
// stand beside the project, the tests that need it are skipped, and their names say so.

import { existsSync, readFileSync } from 'node:fs'
import { describe, test } from 'vitest'

const folder = new URL('../../../shared/vectors/', import.meta.url)
export const haveVectors = existsSync(folder)

/** The data of one file, or `fallback` where it is not there. */
export function vectors<T>(file: string, fallback: T): T {
  return haveVectors ? (JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as T) : fallback
}

/** A suite about published data. */
export function describeVectors(name: string, suite: () => void): void {
  if (haveVectors) describe(name, suite)
  else describe(name, () => test.skip('is skipped, for ../shared/vectors is not there', () => {}))
}
