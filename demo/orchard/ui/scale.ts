// Scale: from metres to the units of the picture, and its frame.

import { SIZE } from '../terrain.ts'

/** Units of the picture in a metre. */
export const UNIT = 10
/** How wide the hedge round the orchard is. */
export const HEDGE = 12

export const WIDTH = SIZE.width * UNIT
export const HEIGHT = SIZE.height * UNIT
export const VIEW = `${-HEDGE} ${-HEDGE} ${WIDTH + 2 * HEDGE} ${HEIGHT + 2 * HEDGE}`
