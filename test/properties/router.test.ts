// The router among peers who say anything in any order: whatever they do, the rules hold for what each of them hears.
//
// `PROPERTY_RUNS=5000 PROPERTY_SEED=7 npx vitest run --project unit test/properties` looks further.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { commands, peers } from './commands.ts'
import { World } from './world.ts'

const { PROPERTY_RUNS: numRuns = 400, PROPERTY_SEED: seed = 20_261_122 } = process.env

/** How many turns an authorizer takes to allow something; calls of one procedure it fails to decide about. */
const permissions = fc.constantFrom(0, 1, 7).map(turns => [
  async (_session: unknown, action: string, uri: string) => {
    for (let turn = 0; turn < turns; turn++) await undefined
    if (action === 'call' && uri === 'com.b.b') throw new Error('undecided')
    return true
  },
])

const settings = fc.record(
  {
    callTimeout: fc.constantFrom(0, 50),
    strictProgressiveResults: fc.boolean(),
    uriRule: fc.constantFrom('loose' as const, 'strict' as const),
    permissions,
  },
  { requiredKeys: [] },
)

/** WELCOME, ABORT, GOODBYE, ERROR, PUBLISHED, SUBSCRIBED, UNSUBSCRIBED, EVENT, RESULT, REGISTERED, UNREGISTERED, INVOCATION. */
const EVERY_KIND = [2, 3, 6, 8, 17, 33, 35, 36, 50, 65, 67, 68]

test('nobody hears what the rules forbid, and nothing is left of anybody', async () => {
  const heard = new Map<unknown, number>()
  const property = fc.asyncProperty(peers, settings, commands, async (peers, settings, commands) => {
    const world = new World(peers, settings)
    await world.run(commands)
    expect(world.ledger.faults).toEqual([])
    for (const [type, count] of world.ledger.heard) heard.set(type, (heard.get(type) ?? 0) + count)
  })
  await fc.assert(property, { numRuns: Number(numRuns), seed: Number(seed) })
  if (process.env.PROPERTY_VERBOSE) console.log(heard)
  // Rules that were never tried hold as well.
  for (const type of EVERY_KIND)
    expect(heard.get(type), `messages of type ${type}`).toBeGreaterThan(Number(numRuns) / 10)
}, 600_000)
