// Joins: how many sessions a second come in; at a relay, how many sockets whose HELLO comes back.

import { join, type Stage } from './participant.ts'

/** Who joins at any time. */
const AT_ONCE = 16

export async function joinRate(stage: Stage, ms: number): Promise<readonly [number]> {
  const start = performance.now()
  let count = 0
  const lane = async () => {
    while (performance.now() - start < ms) {
      const wire = await join(stage)
      wire.close()
      count++
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, lane))
  return [(1_000 * count) / (performance.now() - start)]
}
