// Builds what the end-to-end tests load, once and before them: they run side by side.

import { buildIfStale } from '../../demo/build.ts'
import { builtLibrary } from './harness-site.ts'

export default async function build(): Promise<void> {
  buildIfStale()
  await builtLibrary()
}
