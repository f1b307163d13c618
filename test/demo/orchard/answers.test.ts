// What an interface takes from others, and what it leaves.

import { expect, test } from 'vitest'
import { toDoseSettings, toDriveSettings, toLevel, toTrees } from '../../../demo/orchard/answers.ts'
import { TREES } from '../../../demo/orchard/trees.ts'

test('the trees of a map are read, those without a place left out, and those outside put at the edge', () => {
  expect(toTrees(TREES)).toEqual(TREES)
  expect(toTrees([{ name: 'Z1' }, null, { x: 99, y: 1, name: 5, kind: 'oak', fruit: 'much' }])).toEqual([
    { name: '', kind: 'apple', fruit: 0, x: 36, y: 1 },
  ])
  expect(toTrees('trees')).toEqual([])
})

test('what is no answer is none', () => {
  expect(toLevel({ litres: 3, capacity: 60 })).toEqual({ litres: 3, capacity: 60 })
  expect(toLevel({ litres: 3, capacity: 0 })).toBeUndefined()
  expect(toLevel(null)).toBeUndefined()
  expect(toDriveSettings({ speed: 1, interval: 250 })).toBeUndefined()
  expect(toDoseSettings({ factor: 1, maximum: 1, product: 'lemonade' })).toBeUndefined()
})
