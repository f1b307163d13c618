// The orchard's components together, on a real router: what each does, and that each can be replaced.

import { beforeEach, expect, test } from 'vitest'
import { startDistribution } from '../../../demo/orchard/distribution.ts'
import { startDose } from '../../../demo/orchard/dose.ts'
import { startLocalisation } from '../../../demo/orchard/localisation.ts'
import { startMap } from '../../../demo/orchard/map.ts'
import { Tank } from '../../../demo/orchard/tank.ts'
import { TREES } from '../../../demo/orchard/trees.ts'
import type { Session } from '../../../src/client/session.ts'
import { createRouter } from '../../../src/entry/router.ts'
import { next, type Router, started } from './realm.ts'

/** Beside A3, which bears 35 kg, and A4. */
const AT_A3 = [15.8, 6.7]
const AT_A4 = [20.2, 6.7]

let router: Router
let other: Session
beforeEach(async () => {
  router = createRouter()
  other = await router.connect()
})

const works = async (...starts: Parameters<typeof started>[1][]) => {
  const all = await Promise.all(starts.map(start => started(router, start)))
  await Promise.all(all.map(({ until }) => until('working')))
  return all
}
const arrive = (place: readonly number[]) => other.publish('com.app.position', place)

test('a position leads to the tree, the tree to its dose, and the dose to the sprayer', async () => {
  const [map, dose, distribution] = await works(startMap, startDose, tools => startDistribution(tools))
  const tree = next(other, 'com.app.tree')
  const sprayed = next(other, 'com.app.sprayed')
  const tank = next(other, 'com.app.tank')
  await arrive(AT_A3)
  expect((await tree).args).toEqual(['A3', 35])
  expect(await sprayed).toEqual({ args: [1.75], kwargs: { tree: 'A3', product: 'copper' } })
  expect((await tank).args).toEqual([{ litres: 58.25, capacity: 60 }])
  await expect.poll(() => map?.notes.at(-1)).toEqual({ kind: 'treated', tree: 'A3', litres: 1.75 })
  expect(dose?.notes).toEqual([{ kind: 'computed', fruit: 35, litres: 1.75 }])
  expect(distribution?.notes).toEqual([{ kind: 'sprayed', litres: 1.75, left: 58.25 }])
})

test('a tree is treated once while the tractor passes it', async () => {
  await works(startMap, startDose)
  const asked: unknown[] = []
  await other.register('com.app.distribute', ([litres]) => {
    asked.push(litres)
    return litres
  })
  for (const place of [AT_A3, [16, 6.7], [16.2, 6.7], AT_A4]) await arrive(place)
  await expect.poll(() => asked).toEqual([1.75, 0.4])
})

test('who asks the map gets its trees', async () => {
  await works(startMap)
  expect(await other.call('com.app.map.trees')).toEqual(TREES)
})

test('without a dose component the map says which procedure is missing, and goes on when there is one', async () => {
  const [map] = await works(startMap, tools => startDistribution(tools))
  const untreated = next(other, 'com.app.untreated')
  await arrive(AT_A3)
  expect(await untreated).toMatchObject({
    args: ['A3'],
    kwargs: { error: 'wamp.error.no_such_procedure', procedure: 'com.app.dose' },
  })
  await expect.poll(() => map?.notes.at(-1)?.kind).toBe('untreated')
  await works(startDose)
  const sprayed = next(other, 'com.app.sprayed')
  await arrive(AT_A4)
  expect((await sprayed).kwargs).toMatchObject({ tree: 'A4' })
})

test('an empty tank is told through dose and map to everybody, until it is refilled', async () => {
  const [, dose] = await works(startMap, startDose, tools => startDistribution(tools, new Tank(2)))
  await other.call('com.app.distribute', [1.5], { product: 'clay' })
  const untreated = next(other, 'com.app.untreated')
  await arrive(AT_A3)
  expect((await untreated).kwargs).toMatchObject({
    error: 'com.app.error.tank_empty',
    procedure: 'com.app.distribute',
    message: 'The tank has 0.5 L left, and 1.75 L were asked for: refill it.',
  })
  expect(dose?.notes.at(-1)?.kind).toBe('refused')
  expect(await other.call('com.app.refill')).toEqual({ litres: 2, capacity: 2 })
  const sprayed = next(other, 'com.app.sprayed')
  await arrive(AT_A4)
  expect((await sprayed).args).toEqual([0.4])
})

test('a dose component that is missing its distribution names that', async () => {
  await works(startDose)
  await expect(other.call('com.app.dose', [30], { tree: 'A6' })).rejects.toMatchObject({
    error: 'wamp.error.no_such_procedure',
    kwargs: { procedure: 'com.app.distribute' },
  })
  expect(await other.call('com.app.dose', [0], { tree: 'B6' })).toBe(0)
})

test('settings change what is computed, are told to all interfaces, and are refused where they make no sense', async () => {
  await works(startDose, tools => startDistribution(tools))
  const told = next(other, 'com.app.dose.settings')
  const settings = { factor: 0.1, maximum: 4, product: 'sulphur' }
  expect(await other.call('com.app.dose.settings', [], { factor: 0.1, maximum: 4, product: 'sulphur' })).toEqual(
    settings,
  )
  expect((await told).args).toEqual([settings])
  const sprayed = next(other, 'com.app.sprayed')
  expect(await other.call('com.app.dose', [30], { tree: 'A6' })).toBe(3)
  expect((await sprayed).kwargs).toEqual({ tree: 'A6', product: 'sulphur' })
  await expect(other.call('com.app.dose.settings', [], { product: 'lemonade' })).rejects.toMatchObject({
    error: 'wamp.error.invalid_argument',
  })
})

test('localisation publishes positions, stops where it is told to, and another one goes on from there', async () => {
  const nowhere = () => undefined
  const [first] = await works(tools => startLocalisation(tools, nowhere))
  await other.call('com.app.localisation.settings', [], { speed: 10, interval: 100 })
  const isFar = async () => Number((await next(other, 'com.app.position')).args[0]) > 6
  while (!(await isFar()));
  await other.call('com.app.localisation.settings', [], { running: false })
  const { args: stopped, kwargs } = await next(other, 'com.app.position')
  expect(kwargs).toEqual({ heading: 90, speed: 0 })
  expect((await next(other, 'com.app.position')).args).toEqual(stopped)
  const second = await started(router, tools => startLocalisation(tools, nowhere))
  await second.until('waiting')
  first?.component.off()
  await second.until('working')
  const [x] = (await next(other, 'com.app.position')).args
  expect(Number(x)).toBeGreaterThan(5.5)
  second.component.off()
})

test('localisation follows a device where there is one', async () => {
  const [localisation] = await works(tools => startLocalisation(tools, () => ({ x: 1, y: 2, heading: 45, speed: 1.5 })))
  expect(await next(other, 'com.app.position')).toEqual({ args: [1, 2], kwargs: { heading: 45, speed: 1.5 } })
  localisation?.component.off()
})
