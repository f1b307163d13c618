// Figure: what came of something measured in several rounds.

export interface Figure {
  readonly median: number
  /** The spread: the least and the most of all rounds. */
  readonly low: number
  readonly high: number
}

export function figure(values: readonly number[]): Figure {
  return { median: quantile(values, 0.5), low: Math.min(...values), high: Math.max(...values) }
}

/** The value below which a share of all lies: 0.5 for the median, 0.99 for p99. */
export function quantile(values: ArrayLike<number>, share: number): number {
  const sorted = Float64Array.from(values).sort()
  const at = (sorted.length - 1) * share
  const [low = Number.NaN, high = Number.NaN] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]]
  return low + (high - low) * (at % 1)
}
