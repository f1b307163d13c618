// Weather: what the drawing of the house makes of a temperature.

export type Weather = 'frost' | 'cool' | 'mild' | 'hot'

export function weatherAt(celsius: number): Weather {
  if (celsius <= 2) return 'frost'
  if (celsius < 15) return 'cool'
  return celsius < 27 ? 'mild' : 'hot'
}

/** What the thermometer of the drawing, and that of the page, can show. */
export const COLDEST = -20
export const HOTTEST = 45

/** How full the thermometer is: from 0 to 1. */
export function fullness(celsius: number): number {
  return (Math.min(HOTTEST, Math.max(COLDEST, celsius)) - COLDEST) / (HOTTEST - COLDEST)
}
