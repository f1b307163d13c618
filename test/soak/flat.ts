// Flat: whether a row of measurements grows.

/** How much it may grow from one third to the next. */
const TOLERANCE = 0.1

export interface Flatness {
  /** Medians of the second and the last third. */
  readonly second: number
  readonly last: number
  readonly flat: boolean
}

/** The first third warms up, and does not count. */
export function flatness(values: readonly number[]): Flatness {
  const third = Math.floor(values.length / 3)
  const second = median(values.slice(third, values.length - third))
  const last = median(values.slice(values.length - third))
  return { second, last, flat: last <= second * (1 + TOLERANCE) }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
