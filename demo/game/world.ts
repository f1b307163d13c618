// The meadow as a grid: what is where, who stands beside whom, and the shortest way round things.

export interface Square {
  readonly x: number
  readonly y: number
}

export type Direction = 'up' | 'down' | 'left' | 'right'

export const STEPS: Readonly<Record<Direction, Square>> = {
  up: { x: 0, y: -1 },
  down: { x: 0, y: 1 },
  left: { x: -1, y: 0 },
  right: { x: 1, y: 0 },
}
const WAYS = Object.values(STEPS)

/** The game's own meadow; `T` is a tree. */
const ORCHARD = [
  '.....T.......T..',
  '.T........T.....',
  '...T........T...',
  '.......T.......T',
  'T...T.......T...',
  '.........T......',
  '..T...........T.',
  '......T...T.....',
  '.T..........T...',
  '....T..T........',
  'T.........T...T.',
  '..T..T..........',
]

/** Which squares there are, and which of them a tree stands on. Never changes. */
export class Meadow {
  readonly width: number
  readonly height: number
  readonly trees: readonly Square[]
  readonly #trees: ReadonlySet<number>

  constructor(size: { width: number; height: number }, trees: readonly Square[]) {
    this.width = size.width
    this.height = size.height
    this.trees = trees
    this.#trees = new Set(trees.map(tree => this.#index(tree)))
  }

  /** A meadow drawn as rows of equal length, where `T` is a tree. */
  static draw(rows: readonly string[]): Meadow {
    const trees = rows.flatMap((row, y) => [...row].flatMap((mark, x) => (mark === 'T' ? [{ x, y }] : [])))
    return new Meadow({ width: rows[0]?.length ?? 0, height: rows.length }, trees)
  }

  contains({ x, y }: Square): boolean {
    return x >= 0 && y >= 0 && x < this.width && y < this.height
  }

  isTree(square: Square): boolean {
    return this.contains(square) && this.#trees.has(this.#index(square))
  }

  /** Every square without a tree, row by row. */
  *grass(): Generator<Square> {
    for (let y = 0; y < this.height; y++) {
      for (let x = 0; x < this.width; x++) if (!this.isTree({ x, y })) yield { x, y }
    }
  }

  /**
   * The squares to step on, in order, from the first after `from` to `to`; empty where they are the same, `undefined`
   * where there is no way. Steps go up, down, left and right, not through trees or what is `taken`.
   */
  path(from: Square, to: Square, taken: (square: Square) => boolean): Square[] | undefined {
    const distances = this.#distances(from, to, taken)
    const left = distances.get(this.#index(from))
    if (left === undefined) return undefined
    const path: Square[] = []
    for (let at = from, distance = left; distance > 0; distance--) {
      const nearer = this.#around(at).filter(square => distances.get(this.#index(square)) === distance - 1)
      at = straightest(nearer, at, to)
      path.push(at)
    }
    return path
  }

  /** How many steps each square is from `to`, spreading until `from` is met. */
  #distances(from: Square, to: Square, taken: (square: Square) => boolean): Map<number, number> {
    const distances = new Map([[this.#index(to), 0]])
    const queue = [to]
    for (const square of queue) {
      if (same(square, from)) break
      const distance = (distances.get(this.#index(square)) ?? 0) + 1
      for (const next of this.#around(square)) {
        if (distances.has(this.#index(next)) || this.isTree(next)) continue
        if (taken(next) && !same(next, from)) continue
        distances.set(this.#index(next), distance)
        queue.push(next)
      }
    }
    return distances
  }

  #around(square: Square): Square[] {
    return WAYS.map(way => beyond(square, way)).filter(next => this.contains(next))
  }

  #index({ x, y }: Square): number {
    return y * this.width + x
  }
}

export const orchard: Meadow = Meadow.draw(ORCHARD)

export const same = (a: Square, b: Square): boolean => a.x === b.x && a.y === b.y

/** The square one step on. */
export const beyond = (square: Square, step: Square): Square => ({ x: square.x + step.x, y: square.y + step.y })

/** Whether two people could hug: side by side or corner to corner. */
export function areNeighbours(a: Square, b: Square): boolean {
  return Math.max(Math.abs(a.x - b.x), Math.abs(a.y - b.y)) === 1
}

/** Which way somebody at `from` looks to see `to`. */
export function facing(from: Square, to: Square): Direction {
  const [dx, dy] = [to.x - from.x, to.y - from.y]
  if (Math.abs(dx) >= Math.abs(dy)) return dx < 0 ? 'left' : 'right'
  return dy < 0 ? 'up' : 'down'
}

/** Of equally good steps, the one along the longer side of the way that is left: people cut corners. */
function straightest(steps: readonly Square[], at: Square, to: Square): Square {
  const sideways = Math.abs(to.x - at.x) >= Math.abs(to.y - at.y)
  const step = steps.find(({ y }) => (y === at.y) === sideways) ?? steps[0]
  if (step === undefined) throw new Error(`there is no step from ${at.x}, ${at.y} although a path was found`)
  return step
}
