// Print: rows and verdicts as tables for people.

import type { Figure } from './figure.ts'
import { OURS, type Row } from './section.ts'
import type { Verdict } from './targets.ts'

/** A table for each run of rows that stand beside the same. */
export function printRows(section: string, rows: readonly Row[]): void {
  console.log(`\n${section}`)
  const names = (row: Row) => Object.keys(row.figures).join()
  const breaks = rows.flatMap((row, index) =>
    index === 0 || names(row) !== names(rows[index - 1] ?? row) ? index : [],
  )
  for (const [index, from] of breaks.entries()) {
    console.table(Object.fromEntries(rows.slice(from, breaks[index + 1]).map(row => [row.what, cells(row)])))
  }
}

export function printVerdicts(verdicts: readonly Verdict[]): void {
  const lines = verdicts.map(({ what, against, atLeast, atMost, is, reached }) => ({
    what,
    must: `${atLeast === undefined ? '≤' : '≥'} ${atLeast ?? atMost}${against === undefined ? '' : ` × ${against}`}`,
    is: is === undefined ? '–' : short(is),
    reached: reached === undefined ? 'not measured' : reached ? 'yes' : 'NO',
  }))
  console.log('\nWhat must be reached')
  console.table(Object.fromEntries(lines.map(({ what, must, ...rest }) => [`${what}: ${must}`, rest])))
}

function cells({ unit, figures, ratios }: Row): Record<string, string> {
  const absolute = Object.entries(figures).map(([name, figure]) => [name, withSpread(figure)])
  const relative = Object.entries(ratios).map(([name, figure]) => [`${OURS} ÷ ${name}`, withSpread(figure)])
  return { unit, ...Object.fromEntries(absolute), ...Object.fromEntries(relative) }
}

/** `0.61 ±8%`: half of what lies between the least and the most. */
function withSpread({ median, low, high }: Figure): string {
  const spread = Math.round((50 * (high - low)) / Math.abs(median))
  return spread > 0 && Number.isFinite(spread) ? `${short(median)} ±${spread}%` : short(median)
}

/** Three digits that count. */
function short(value: number): string {
  if (Math.abs(value) >= 10_000) return `${Number((value / 1000).toPrecision(3))}k`
  return String(Math.abs(value) >= 1_000 ? Math.round(value) : Number(value.toPrecision(3)))
}
