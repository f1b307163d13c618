// The browser section: how long it takes to come in, guests by each path, and a crowd on one page.

import type { Bench, Row } from '../section.ts'
import { crowd } from './crowd.ts'
import { opening } from './opening.ts'
import { paths } from './paths.ts'
import { Stage } from './stage.ts'

export async function browser(bench: Bench): Promise<readonly Row[]> {
  const stage = await Stage.open(bench.profile !== undefined)
  try {
    return [...(await opening(bench, stage)), ...(await paths(bench, stage)), ...(await crowd(bench, stage))]
  } finally {
    await stage.close()
  }
}
