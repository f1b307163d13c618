// Rooms in virtual time, from many seeds: whatever befalls guests, wires and hosts, nothing is lost, doubled or disordered
// that need not be, and nothing is left behind. `npm run simulate` looks further, and replays a seed.

import { expect, test } from 'vitest'
import { simulate } from './simulation.ts'

const { SIMULATION_SEEDS: seeds = 2_000, SIMULATION_FIRST: first = 1 } = process.env

/** What every campaign must have gone through: rules that were never tried hold as well. */
const HAPPENINGS = [
  ...['cut', 'stall', 'upgrade', 'break', 'freeze', 'sleep', 'doubt', 'offline', 'crash', 'leave', 'arrive'],
  ...['host restarts', 'sessions lost', 'links ended', 'calls fulfilled', 'events heard'],
]

test('the rules hold, whatever happens', async () => {
  const totals: Record<string, number> = {}
  for (let seed = Number(first); seed < Number(first) + Number(seeds); seed++) {
    const { faults, counts } = await simulate(seed)
    expect(faults, `npm run simulate -- --seed ${seed} --trace`).toEqual([])
    for (const [what, count] of Object.entries(counts)) totals[what] = (totals[what] ?? 0) + count
  }
  for (const what of HAPPENINGS) expect(totals[what], what).toBeGreaterThan(Number(seeds) / 10)
}, 600_000)

test('the same seed is the same run', async () => {
  for (const seed of [3, 4, 5, 6]) {
    const [one, two] = [await simulate(seed, { isTraced: true }), await simulate(seed, { isTraced: true })]
    expect(one.trace.length).toBeGreaterThan(30)
    expect(two).toEqual(one)
  }
})
