// What is read of strangers' events, and how readings are parted.

import { expect, it } from 'vitest'
import { measuring, type Reading, rangeOf, runsOf, SILENCE, toReading } from '../../../demo/home/readings.ts'

const reading = (sensor: string, at: number, celsius = 20): Reading => ({ sensor, at, celsius })

it('reads a temperature and who measured it', () => {
  expect(toReading([21.5], { sensor: 'Node' }, 7)).toEqual({ celsius: 21.5, sensor: 'Node', at: 7 })
})

it.each([[[]], [['21']], [[Number.NaN]], [[1e9]], [[null]]])('makes nothing of %j', args => {
  expect(toReading(args, { sensor: 'Node' }, 7)).toBeUndefined()
})

it.each([[{}], [{ sensor: '' }], [{ sensor: 7 }]])('does not know who %j is', kwargs => {
  expect(toReading([20], kwargs, 7)?.sensor).toBe('?')
})

it('parts readings where the sensor is another, or was silent', () => {
  const later = 2_000 + SILENCE
  const readings = [reading('a', 0), reading('a', 2_000), reading('a', later), reading('b', later + 1)]
  expect(runsOf(readings).map(run => run.readings.length)).toEqual([2, 1, 1])
  expect(runsOf(readings).map(run => run.sensor)).toEqual(['a', 'a', 'b'])
  expect(runsOf([])).toEqual([])
})

it('tells the lowest and the highest', () => {
  expect(rangeOf([reading('a', 0, 3), reading('a', 1, -2), reading('a', 2, 1)])).toEqual([-2, 3])
})

it('tells who measures, until it is silent', () => {
  const readings = [reading('a', 0), reading('b', 1_000)]
  expect(measuring(readings, 2_000)?.sensor).toBe('b')
  expect(measuring(readings, 1_000 + SILENCE)).toBeUndefined()
  expect(measuring([], 0)).toBeUndefined()
})
