// Print: rows and verdicts as tables for people.

import type { Figure } from './figure.ts'
import { OURS, type Row } from './section.ts'
import type { Verdict } from './targets.ts'

type Line = Readonly<Record<string, string>>

/** A table for each run of rows that stand beside the same. */
export function rowTables(rows: readonly Row[]): string {
  const columns = (row: Row) => Object.keys(row.figures).join()
  const tables: Line[][] = []
  for (const [index, row] of rows.entries()) {
    const before = rows[index - 1]
    if (before === undefined || columns(before) !== columns(row)) tables.push([])
    tables.at(-1)?.push(cells(row))
  }
  return tables.map(aligned).join('\n\n')
}

export function verdictTable(verdicts: readonly Verdict[]): string {
  return aligned(
    verdicts.map(({ what, against, atLeast, atMost, is, reached }) => ({
      'what must be reached': what,
      is: is === undefined ? '·' : short(is),
      must: `${atLeast === undefined ? '≤' : '≥'} ${atLeast ?? atMost}${against === undefined ? '' : ` × ${against}`}`,
      reached: reached === undefined ? 'not measured' : reached ? 'yes' : 'NO',
    })),
  )
}

function cells({ what, unit, figures, ratios }: Row): Line {
  const absolute = Object.entries(figures).map(([name, figure]) => [name, withSpread(figure)])
  const relative = Object.entries(ratios).map(([name, figure]) => [`÷ ${name}`, withSpread(figure)])
  return { [`${OURS} ÷ others`]: what, unit, ...Object.fromEntries([...absolute, ...relative]) }
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

function aligned(lines: readonly Line[]): string {
  const names = Object.keys(lines[0] ?? {})
  const table = [names, ...lines.map(line => names.map(name => line[name] ?? ''))]
  const widths = names.map((_, column) => Math.max(...table.map(cells => cells[column]?.length ?? 0)))
  return table
    .map(cells => cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '))
    .map(line => line.trimEnd())
    .join('\n')
}
