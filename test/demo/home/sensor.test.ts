// Sensors that share one procedure: one measures, and the next takes its place when it leaves.

import { afterEach, beforeEach, expect, it } from 'vitest'
import { GETTEMP, TEMPERATURE } from '../../../demo/home/protocol.ts'
import { Sensor } from '../../../demo/home/sensor.ts'
import type { Session } from '../../../src/client/session.ts'
import { createRouter } from '../../../src/entry/router.ts'
import { unsteadySession } from '../game/realm.ts'

let router: ReturnType<typeof createRouter>
let reader: Session
beforeEach(async () => {
  router = createRouter()
  reader = await router.connect('realm1')
})
afterEach(() => router.close())

/** A sensor, and what waits for a change of it. */
async function plugged(name: string, celsius: number, given?: Session) {
  const session = given ?? (await router.connect('realm1'))
  let changed = () => {}
  const sensor = new Sensor(session, { name, measure: () => celsius, changed: () => changed() })
  await sensor.start()
  const becomes = (state: string) =>
    new Promise<void>(resolve => {
      changed = () => sensor.state === state && resolve()
      changed()
    })
  return { sensor, session, becomes }
}

it('answers in the unit and with the digits asked for', async () => {
  const { sensor } = await plugged('one', 21.456)
  await sensor.stepForward()
  expect(sensor.state).toBe('measuring')
  expect(await reader.call(GETTEMP)).toBe(21.5)
  expect(await reader.call(GETTEMP, [], { unit: 'F', precision: 2 })).toBe(70.62)
  for (const kwargs of [{ unit: 'X' }, { precision: -1 }, { precision: 400 }, { precision: 2 ** 40 }])
    await expect(reader.call(GETTEMP, [], kwargs)).rejects.toMatchObject({ error: 'wamp.error.invalid_argument' })
})

it('waits while another measures, and takes its place when that steps back', async () => {
  const [one, two] = [await plugged('one', 1), await plugged('two', 2)]
  await one.sensor.stepForward()
  await two.sensor.stepForward()
  expect([one.sensor.state, two.sensor.state]).toEqual(['measuring', 'waiting'])
  expect(two.sensor.refusal).toMatchObject({ error: 'wamp.error.procedure_already_exists' })
  await one.sensor.stepBack()
  await two.becomes('measuring')
  expect(two.sensor.refusal).toBeUndefined()
  expect(one.sensor.state).toBe('off')
  expect(await reader.call(GETTEMP)).toBe(2)
})

it('takes the place of one whose session ends', async () => {
  const [one, two] = [await plugged('one', 1), await plugged('two', 2)]
  await one.sensor.stepForward()
  await two.sensor.stepForward()
  await one.session.close()
  await two.becomes('measuring')
  expect(await reader.call(GETTEMP)).toBe(2)
})

it('tells everybody while it measures, and nobody while it does not', async () => {
  const heard: unknown[] = []
  await reader.subscribe(TEMPERATURE, (args, kwargs) => void heard.push([args, { ...kwargs }]))
  const [one, two] = [await plugged('one', 1.23), await plugged('two', 2)]
  await one.sensor.stepForward()
  await two.sensor.stepForward()
  two.sensor.publish()
  one.sensor.publish()
  await one.sensor.stepBack()
  one.sensor.publish()
  await two.becomes('measuring')
  await expect.poll(() => heard).toHaveLength(3)
  expect(heard).toEqual([
    [[1.2], { sensor: 'one' }],
    [[1.2], { sensor: 'one' }],
    [[2], { sensor: 'two' }],
  ])
})

it('ends where it was wanted, however quickly one changes one’s mind', async () => {
  const { sensor } = await plugged('one', 1)
  await Promise.all([sensor.stepForward(), sensor.stepBack(), sensor.stepForward(), sensor.stepBack()])
  expect(sensor.state).toBe('off')
  await expect(reader.call(GETTEMP)).rejects.toMatchObject({ error: 'wamp.error.no_such_procedure' })
})

it('has lost its place with its session, and waits for it when it is back', async () => {
  let told = () => {}
  const { session, cut } = await unsteadySession(router, { onstate: () => told() })
  const one = await plugged('one', 1, session)
  told = () => {
    if (session.state === 'reconnecting') one.sensor.lost()
    if (session.state === 'open') one.sensor.back()
  }
  const two = await plugged('two', 2)
  await one.sensor.stepForward()
  await two.sensor.stepForward()
  cut()
  await two.becomes('measuring')
  expect(one.sensor.state).toBe('waiting')
  session.retry()
  await expect.poll(() => one.sensor.refusal?.error).toBe('wamp.error.procedure_already_exists')
  await two.sensor.stepBack()
  await one.becomes('measuring')
  expect(await reader.call(GETTEMP)).toBe(1)
  await session.close()
})
