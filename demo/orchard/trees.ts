// Trees: the map of the orchard, established before anybody drives: where each tree stands, and what it bears.

import { distance, type Place, ROWS } from './terrain.ts'

export type Kind = 'apple' | 'pear' | 'plum' | 'peach'

export interface Tree extends Place {
  /** Its row and its number there: `B3`. */
  readonly name: string
  readonly kind: Kind
  /** Kilograms. */
  readonly fruit: number
}

/** How near the tractor has to be to treat a tree, in metres: beside it, and not beside the next row. */
export const REACH = 2.6

const KINDS: Readonly<Record<(typeof ROWS.names)[number], Kind>> = { A: 'apple', B: 'pear', C: 'peach', D: 'plum' }

/** Kilograms on each tree, row by row. */
const COUNTED: Readonly<Record<(typeof ROWS.names)[number], readonly number[]>> = {
  A: [22, 41, 35, 8, 52, 30],
  B: [36, 12, 47, 55, 28, 0],
  C: [44, 25, 0, 33, 50, 18],
  D: [15, 58, 39, 26, 9, 46],
}

export const TREES: readonly Tree[] = ROWS.names.flatMap((row, line) =>
  COUNTED[row].map((fruit, column) => ({
    name: `${row}${column + 1}`,
    kind: KINDS[row],
    fruit,
    x: round(ROWS.first.x + column * ROWS.between),
    y: round(ROWS.first.y + line * ROWS.apart),
  })),
)

/** The tree that a tractor there treats. */
export function treeAt<T extends Place>(trees: readonly T[], place: Place): T | undefined {
  const near = trees.filter(tree => distance(tree, place) <= REACH)
  return near.sort((one, other) => distance(one, place) - distance(other, place))[0]
}

function round(metres: number): number {
  return Math.round(metres * 10) / 10
}
