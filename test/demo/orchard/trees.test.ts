// Which tree is beside the tractor.

import { expect, test } from 'vitest'
import { TREES, treeAt } from '../../../demo/orchard/trees.ts'

test('a tree is treated from beside it, and not from between two trees or from the next row', () => {
  expect(treeAt(TREES, { x: 7, y: 6.7 })?.name).toBe('A1')
  expect(treeAt(TREES, { x: 11, y: 6.7 })?.name).toBe('A2')
  expect(treeAt(TREES, { x: 9.2, y: 6.7 })).toBeUndefined()
  expect(treeAt(TREES, { x: 7, y: 12.3 })?.name).toBe('B1')
  expect(treeAt(TREES, { x: 2, y: 15 })).toBeUndefined()
})

test('of two trees within reach the nearer one counts', () => {
  const trees = [
    { name: 'far', x: 2, y: 0 },
    { name: 'near', x: -1, y: 0 },
  ]
  expect(treeAt(trees, { x: 0, y: 0 })?.name).toBe('near')
})
