// Row: one line of the table, made of the values that each round gave.

/** What was measured in every round: ours, and bare ways by their names. */
export interface Row {
  readonly what: string
  /** What the figures count: `µs`, `calls/s`. */
  readonly unit: string
  readonly ours: number
  readonly limits: Readonly<Record<string, number>>
  /** Ours ÷ each of them: medians of the rounds' ratios. */
  readonly ratios: Readonly<Record<string, number>>
  /** Half of the distance between the quartiles of ours, as a share of the median. */
  readonly spread: number
}

export type Values = Readonly<Record<string, readonly number[]>>

/** Values by the rounds, in the same order for all. */
export function rowOf(what: string, unit: string, ours: readonly number[], limits: Values = {}): Row {
  const each = (figure: (values: readonly number[]) => number) =>
    Object.fromEntries(Object.entries(limits).map(([name, values]) => [name, figure(values)]))
  return {
    what,
    unit,
    ours: median(ours),
    limits: each(median),
    ratios: each(values => median(ours.map((value, round) => value / (values[round] ?? Number.NaN)))),
    spread: (quantile(ours, 0.75) - quantile(ours, 0.25)) / 2 / median(ours),
  }
}

export const median = (values: readonly number[]) => quantile(values, 0.5)

/** The value below which that share of them lies, between the two next to it. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort()
  const at = share * (sorted.length - 1)
  const [low = Number.NaN, high = Number.NaN] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]]
  return low + (high - low) * (at - Math.floor(at))
}
