// What an interface knows, early or late.

import { beforeEach, expect, test } from 'vitest'
import { startDistribution } from '../../../demo/orchard/distribution.ts'
import { startDose } from '../../../demo/orchard/dose.ts'
import { startMap } from '../../../demo/orchard/map.ts'
import { Overview } from '../../../demo/orchard/overview.ts'
import { TREES } from '../../../demo/orchard/trees.ts'
import type { Session } from '../../../src/client/session.ts'
import { createRouter } from '../../../src/entry/router.ts'
import { type Router, started } from './realm.ts'

let router: Router
let other: Session
let sprayed: string[]
beforeEach(async () => {
  router = createRouter()
  other = await router.connect()
  sprayed = []
})

async function look() {
  const overview = new Overview(await router.connect(), {
    onposition: () => {},
    onspray: tree => sprayed.push(tree),
    onchange: () => {},
  })
  await overview.open()
  return overview
}

test('an interface that comes late gets the last position, the trees, the tank and the settings', async () => {
  for (const start of [
    startMap,
    startDose,
    (tools: Parameters<typeof startDistribution>[0]) => startDistribution(tools),
  ])
    await (await started(router, start)).until('working')
  await other.publish('com.app.position', [3, 5], { heading: 90, speed: 2 }, { retain: true, acknowledge: true })
  const overview = await look()
  await Promise.all((['map', 'dose', 'distribution'] as const).map(service => overview.learn(service)))
  await expect.poll(() => overview.position).toEqual({ x: 3, y: 5, heading: 90, speed: 2 })
  expect(overview.trees).toEqual(TREES)
  expect(overview.level).toEqual({ litres: 60, capacity: 60 })
  expect(overview.dose?.product).toBe('copper')
  overview.close()
})

test('what was sprayed and what was not is kept by tree, until the other happens', async () => {
  await (await started(router, startMap)).until('working')
  const overview = await look()
  await overview.learn('map')
  const why = { error: 'com.app.error.tank_empty', procedure: 'com.app.distribute', message: 'Empty.' }
  await other.publish('com.app.untreated', ['A1'], why)
  await expect.poll(() => overview.failure).toEqual(why)
  expect([...overview.untreated.keys()]).toEqual(['A1'])
  await other.publish('com.app.sprayed', [1.25], { tree: 'A1', product: 'clay' })
  await expect.poll(() => sprayed).toEqual(['A1'])
  expect(overview.treated.get('A1')).toMatchObject({ litres: 1.25, product: 'clay', share: 0.5 })
  expect(overview.untreated.size).toBe(0)
  expect(overview.failure).toBeUndefined()
  overview.close()
})

test('what makes no sense is passed over, and trees that nobody knows are not kept', async () => {
  const overview = await look()
  await other.publish('com.app.position', ['north'])
  await other.publish('com.app.tank', ['full'])
  await other.publish('com.app.sprayed', [1], { tree: 'Z9' })
  await expect.poll(() => sprayed).toEqual(['Z9'])
  expect(overview.position).toBeUndefined()
  expect(overview.level).toBeUndefined()
  expect(overview.treated.size).toBe(0)
  overview.close()
})

test('closed while it opens, it leaves no subscription behind', async () => {
  const overview = new Overview(await router.connect(), { onposition() {}, onspray() {}, onchange() {} })
  const opening = overview.open()
  overview.close()
  await opening
  for (const topic of ['com.app.position', 'com.app.tree', 'com.app.tank'])
    expect(await other.call('wamp.subscription.lookup', [topic])).toBeNull()
})
