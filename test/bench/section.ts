// Section: a part of the bench, and the rows that it returns.

import { type Figure, figure } from './figure.ts'

/** What is measured here; every row has a figure of that name. */
export const OURS = 'ours'

export interface Row {
  /** `fan-out 1→100, msgpack 64 B`; no two rows share it. */
  readonly what: string
  /** `deliveries/s`, `µs`, `KiB`. */
  readonly unit: string
  /** Ours and whatever it stands beside, limits and peers, by name. */
  readonly figures: Readonly<Record<string, Figure>>
  /** Ours ÷ each other: the median of what each round's ratio was. */
  readonly ratios: Readonly<Record<string, Figure>>
}

/** What somebody asked the bench for. */
export interface Bench {
  readonly quick: boolean
  /** Rounds that count: one before them warms up. */
  readonly rounds: number
  /** Milliseconds that a measurement of one subject takes in a round. */
  readonly ms: number
  /** A folder for profiles of what is ours. */
  readonly profile?: string
  /** Whether rows of that name are asked for. */
  wants(what: string): boolean
  /** Told what is measured next. */
  begins?(what: string): void
}

export type Section = (bench: Bench) => Promise<readonly Row[]>

/** A subject that is ready to be measured. */
export interface Entrant {
  /** A value for each of the contest's figures; the last may be left out. */
  measure(): Promise<readonly number[]>
  close?(): unknown
}

export interface Contest {
  /** What each measurement tells, a row each. */
  readonly figures: readonly Pick<Row, 'what' | 'unit'>[]
  /** By name, `OURS` among them; opened only where a row is asked for. */
  readonly subjects: Readonly<Record<string, () => Promise<Entrant>>>
}

/** Measures all subjects in each round, so that whatever else the machine does meets them alike. */
export async function contest(bench: Bench, { figures, subjects }: Contest): Promise<readonly Row[]> {
  const wanted = (what: string) => bench.wants(what)
  if (!figures.some(({ what }) => wanted(what))) return []
  bench.begins?.(figures[0]?.what ?? '')
  const entrants = new Map<string, Entrant>()
  const taken = new Map<string, (readonly number[])[]>()
  try {
    for (const [name, open] of Object.entries(subjects)) entrants.set(name, await open())
    for (let round = 0; round <= bench.rounds; round++) {
      for (const [name, entrant] of entrants) {
        const values = await entrant.measure()
        if (round > 0) taken.set(name, [...(taken.get(name) ?? []), values])
      }
    }
  } finally {
    for (const entrant of entrants.values()) await entrant.close?.()
  }
  return figures.flatMap(({ what, unit }, index) => {
    const samples = [...taken].flatMap(([name, rounds]) => {
      const values = rounds.flatMap(values => values[index] ?? [])
      return values.length > 0 ? [[name, values] as const] : []
    })
    return wanted(what) ? [row(what, unit, Object.fromEntries(samples))] : []
  })
}

/** A row of what each subject had in each round. */
export function row(what: string, unit: string, samples: Readonly<Record<string, readonly number[]>>): Row {
  const { [OURS]: ours = [], ...others } = samples
  const all = Object.entries({ [OURS]: ours, ...others }).map(([name, values]) => [name, figure(values)])
  const ratios = Object.entries(others).map(([name, theirs]) => [
    name,
    figure(ours.map((value, round) => value / (theirs[round] ?? Number.NaN))),
  ])
  return { what, unit, figures: Object.fromEntries(all), ratios: Object.fromEntries(ratios) }
}
