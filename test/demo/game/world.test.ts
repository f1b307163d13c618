// The meadow: its squares, its trees, and the ways round them.

import { describe, expect, it } from 'vitest'
import { areNeighbours, facing, Meadow, orchard, type Square } from '../../../demo/game/world.ts'

const free = () => false

describe('a drawn meadow', () => {
  const meadow = Meadow.draw(['..T', '...'])

  it('has the size and the trees of its drawing', () => {
    expect([meadow.width, meadow.height]).toEqual([3, 2])
    expect(meadow.trees).toEqual([{ x: 2, y: 0 }])
    expect([...meadow.grass()]).toHaveLength(5)
  })

  it.each([
    [{ x: -1, y: 0 }, false],
    [{ x: 0, y: -1 }, false],
    [{ x: 3, y: 0 }, false],
    [{ x: 0, y: 2 }, false],
    [{ x: 2, y: 1 }, true],
  ])('ends at its edges: %o is inside: %s', (square, inside) => {
    expect(meadow.contains(square)).toBe(inside)
  })

  it('has no tree beyond its edge, where a row would begin again', () => {
    expect(meadow.isTree({ x: 2, y: 0 })).toBe(true)
    expect(meadow.isTree({ x: -1, y: 1 })).toBe(false)
  })
})

describe('a path', () => {
  const wall = Meadow.draw(['...', 'TT.', '...'])

  it('is empty where nothing is to be walked', () => {
    expect(wall.path({ x: 1, y: 0 }, { x: 1, y: 0 }, free)).toEqual([])
  })

  it('goes round trees by the shortest way, ending on the square asked for', () => {
    expect(wall.path({ x: 0, y: 0 }, { x: 0, y: 2 }, free)).toEqual([
      { x: 1, y: 0 },
      { x: 2, y: 0 },
      { x: 2, y: 1 },
      { x: 2, y: 2 },
      { x: 1, y: 2 },
      { x: 0, y: 2 },
    ])
  })

  it('is none where people stand in the only gap', () => {
    const gap = ({ x, y }: Square) => x === 2 && y === 1
    expect(wall.path({ x: 0, y: 0 }, { x: 0, y: 2 }, gap)).toBeUndefined()
  })

  it('is not stopped by the walker itself', () => {
    const everywhere = ({ x, y }: Square) => x === 0 && y === 0
    expect(wall.path({ x: 0, y: 0 }, { x: 1, y: 0 }, everywhere)).toEqual([{ x: 1, y: 0 }])
  })

  it('takes steps up, down, left and right only, each on grass, between any two squares of the orchard', () => {
    const squares = [...orchard.grass()]
    for (const from of squares.filter((_, index) => index % 17 === 0)) {
      for (const to of squares) {
        const path = orchard.path(from, to, free)
        expect(path).toBeDefined()
        let at = from
        for (const step of path ?? []) {
          expect(Math.abs(step.x - at.x) + Math.abs(step.y - at.y)).toBe(1)
          expect(orchard.contains(step) && !orchard.isTree(step)).toBe(true)
          at = step
        }
        expect(at).toEqual(to)
      }
    }
  })
})

describe('the orchard', () => {
  it('is 16 by 12, with trees on it', () => {
    expect([orchard.width, orchard.height]).toEqual([16, 12])
    expect(orchard.trees.length).toBeGreaterThan(15)
  })
})

describe('people', () => {
  it('are neighbours side by side and corner to corner, not farther and not on one square', () => {
    const at = { x: 4, y: 4 }
    expect(areNeighbours(at, { x: 5, y: 4 })).toBe(true)
    expect(areNeighbours(at, { x: 3, y: 3 })).toBe(true)
    expect(areNeighbours(at, { x: 6, y: 4 })).toBe(false)
    expect(areNeighbours(at, at)).toBe(false)
  })

  it('face where they go', () => {
    const at = { x: 4, y: 4 }
    expect(facing(at, { x: 3, y: 4 })).toBe('left')
    expect(facing(at, { x: 5, y: 4 })).toBe('right')
    expect(facing(at, { x: 4, y: 3 })).toBe('up')
    expect(facing(at, { x: 4, y: 5 })).toBe('down')
  })
})
