// Terrain: the ground of the orchard, in metres to the east (x) and to the south (y) of its north-west corner.

export interface Place {
  readonly x: number
  readonly y: number
}

/** Where the tractor is. */
export interface Position extends Place {
  /** Degrees, clockwise from the north, as in geolocation. */
  readonly heading: number
  /** Metres a second. */
  readonly speed: number
}

export const SIZE = { width: 36, height: 27 } as const

/** Where trees stand: rows from west to east. */
export const ROWS = {
  names: ['A', 'B', 'C', 'D'],
  trees: 6,
  first: { x: 7, y: 4.5 },
  between: 4.4,
  apart: 5.6,
} as const

/** How far to the south of its row the tractor drives. */
const BESIDE = 2.2

/** Where a lap begins: at the western end of the first row. */
export const START = { x: 4.8, y: ROWS.first.y + BESIDE } as const
/** From one end of a row to the other. */
export const ALONG = SIZE.width - 2 * START.x
/** Half of what lies between two rows: of that radius are the turns at their ends. */
export const TURN = ROWS.apart / 2

export const distance = (one: Place, other: Place): number => Math.hypot(one.x - other.x, one.y - other.y)

/** The nearest place in the orchard. */
export const inside = ({ x, y }: Place): Place => ({
  x: Math.min(SIZE.width, Math.max(0, x)),
  y: Math.min(SIZE.height, Math.max(0, y)),
})
