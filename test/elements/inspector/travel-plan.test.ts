// Messages travel so that eyes can follow, and none is late for long.

import { expect, test } from 'vitest'
import { TravelPlan } from '../../../src/elements/inspector/travel-plan.ts'
import { aCall, anEvent, record } from './records.ts'

test('a call goes to the router, then to the callee, then back, one after the other', () => {
  const plan = new TravelPlan()
  const travels = aCall().map(one => plan.add(one, 0))
  expect(travels.map(travel => travel?.start)).toEqual([0, 900, 1_800, 2_700])
})

test('those who receive an event do so at once', () => {
  const plan = new TravelPlan()
  const travels = anEvent().map(one => plan.add(one, 0))
  expect(travels.map(travel => travel?.start)).toEqual([0, 900, 900])
})

test('many hurry, and too many are not shown; later it goes on', () => {
  const plan = new TravelPlan()
  const add = (now: number) => plan.add(record([16, 1, {}, 'com.app.a']), now)
  const travels = Array.from({ length: 100 }, () => add(0))
  expect(travels.filter(travel => travel === undefined).length).toBeGreaterThan(50)
  const durations = travels.flatMap(travel => travel?.duration ?? [])
  expect(durations.at(-1)).toBeLessThan(durations[0] ?? 0)
  expect(add(60_000)).toEqual({ start: 60_000, duration: 900 })
})
