// What is read of strangers' events, and how readings are parted.

import { expect, it } from 'vitest'
import { measuring, placesOf, type Reading, rangeOf, runsOf, SILENCE, toReading } from '../../../demo/home/readings.ts'

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

it('gives a sensor a place of its own, and room to new ones however many there were', () => {
  expect(placesOf(['a'], runsOf([reading('b', 0), reading('a', 1)]))).toEqual(['a', 'b'])
  let places: string[] = []
  for (let index = 0; index < 1_000; index++)
    places = placesOf(places, runsOf([reading('a', 0), reading(`${index}`, 1)]))
  expect(places.length).toBeLessThan(50)
  expect(places[0]).toBe('a')
  expect(places).toContain('999')
  const crowd = runsOf(Array.from({ length: 60 }, (_, index) => reading(`c${index}`, 0)))
  expect(new Set(placesOf(places, crowd)).size).toBeGreaterThanOrEqual(60)
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
