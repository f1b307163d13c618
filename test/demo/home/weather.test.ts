// What a temperature looks like.

import { expect, it } from 'vitest'
import { fullness, weatherAt } from '../../../demo/home/weather.ts'

it('has a weather for each temperature', () => {
  expect([-40, 2, 2.5, 14.9, 15, 26.9, 27, 60].map(weatherAt)).toEqual([
    'frost',
    'frost',
    'cool',
    'cool',
    'mild',
    'mild',
    'hot',
    'hot',
  ])
})

it('fills the thermometer from its lower end to its upper end, and no further', () => {
  expect([-300, -20, 12.5, 45, 300].map(fullness)).toEqual([0, 0, 0.5, 1, 1])
})
