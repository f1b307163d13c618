// Scale: from metres to the units of the picture, and its frame.

import { type Place, SIZE } from '../terrain.ts'

/** Units of the picture in a metre. */
export const UNIT = 10
/** How wide the hedge round the orchard is. */
export const HEDGE = 12

export const WIDTH = SIZE.width * UNIT
export const HEIGHT = SIZE.height * UNIT
export const VIEW = `${-HEDGE} ${-HEDGE} ${WIDTH + 2 * HEDGE} ${HEIGHT + 2 * HEDGE}`

/** The transform that puts the middle of an element, so many units large, at a place in the picture. */
export function centred({ x, y }: Place, { width, height }: { width: number; height: number }): string {
  const across = (x * UNIT + HEDGE) / width - 0.5
  const down = (y * UNIT + HEDGE) / height - 0.5
  return `translate(${(across * 100).toFixed(2)}%, ${(down * 100).toFixed(2)}%)`
}
