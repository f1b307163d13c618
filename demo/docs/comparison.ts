// Comparison: a row of the bench as bars, in proportion to the bare limit that stands beside it.

import type { Figure, Row, Target } from './bench-report.ts'

export const OURS = 'ours'

export interface Comparison {
  readonly what: string
  readonly unit: string
  /** Whose bar is 1; without it, bars are figures, in the row's unit. */
  readonly limit?: string
  readonly moreIsBetter: boolean
  readonly bars: readonly Bar[]
  readonly goals: readonly Goal[]
}

export interface Bar {
  readonly name: string
  readonly kind: 'ours' | 'limit' | 'peer'
  readonly value: number
  /** Of the value, where the bench tells it. */
  readonly spread?: Figure
  /** What was measured, in the row's unit. */
  readonly figure: Figure
}

export interface Goal {
  /** Where it is, as a bar's value. */
  readonly at: number
  readonly target: Target
}

/** Of several bare limits, the first of these is 1. */
const LIMITS = ['raw framed', 'raw ws']
/** Bare limits, and ours with less to do. */
const LIMIT = /^(raw|bare|with) /

export function comparison(row: Row, all: readonly Target[]): Comparison {
  const targets = all.filter(({ what }) => what === row.what)
  const limit = limitOf(row, targets)
  const bars = Object.entries(row.figures).flatMap(([name, figure]): Bar[] => {
    const value = limit === undefined ? figure.median : relative(row, name, limit)
    if (value === null || figure.median === null) return []
    const spread = limit === undefined ? figure : name === OURS ? row.ratios[limit] : undefined
    return [{ name: shownAs(name, row), kind: kindOf(name), value, figure, ...(spread && { spread }) }]
  })
  const goals = targets.flatMap((target): Goal[] => {
    const { against, atLeast, atMost } = target
    const unit = against === undefined || limit === undefined ? 1 : relative(row, against, limit)
    const bound = atLeast ?? atMost
    return unit === null || bound === undefined ? [] : [{ at: bound * unit, target }]
  })
  const moreIsBetter = row.unit.includes('/s') || row.unit === ''
  return { what: row.what, unit: row.unit, ...(limit !== undefined && { limit }), moreIsBetter, bars, goals }
}

/** How a subject is called on pages. */
export function shownAs(name: string, { what }: Pick<Row, 'what'>): string {
  const [, most] = /^(?:publish|call) beside (\d+) /.exec(what) ?? []
  const shown = most !== undefined && name === OURS ? `with ${most}` : name.replace(/^ours/, 'wamp-mesh')
  return shown.replace(/^(with) (\d+)$/, (_, word, number) => `${word} ${Number(number).toLocaleString('en')}`)
}

/** What is to be so many KiB or milliseconds is beside nothing. */
function limitOf({ what, figures }: Row, targets: readonly Target[]): string | undefined {
  const target = targets.find(({ against }) => against === undefined || against in figures)
  if (target) return target.against
  // Whoever waits for company until the tick ends is no limit of how soon something comes.
  const limits = / p\d\d\b/.test(what) ? ['raw ws', ...LIMITS] : LIMITS
  const names = Object.keys(figures)
  return limits.find(name => name in figures) ?? names.find(name => LIMIT.test(name)) ?? OURS
}

/** From ours ÷ each, for that is of the same round. */
function relative({ ratios }: Row, name: string, limit: string): number | null {
  const ours = (other: string) => (other === OURS ? 1 : (ratios[other]?.median ?? null))
  const [over, under] = [ours(limit), ours(name)]
  return over === null || under === null || under === 0 ? null : over / under
}

function kindOf(name: string): Bar['kind'] {
  if (name.startsWith(OURS)) return 'ours'
  return LIMIT.test(name) ? 'limit' : 'peer'
}
