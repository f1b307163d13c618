// Report: what came of a run, for people.

import type { Failure } from './play.ts'
import type { Result } from './run.ts'
import type { Scenario } from './scenario.ts'

/** What came of the scenarios of one feature, or of all. */
interface Row {
  readonly feature: string
  passed: number
  failed: number
  differs: number
  skipped: number
}

/** Whether a router broke a rule, and not only chose otherwise where it may. */
export function isBroken({ failure, scenario }: Result): boolean {
  return failure !== undefined && (scenario.level ?? 'must') === 'must'
}

/** Features, and how many of their scenarios came out how. */
export function table(results: readonly Result[]): string {
  const rows = new Map<string, Row>()
  const total = emptyRow('all')
  for (const result of results) {
    const row = rows.get(result.feature) ?? emptyRow(result.feature)
    rows.set(result.feature, row)
    for (const counted of [row, total]) counted[outcome(result)]++
  }
  const lines = [...rows.values(), total].map(row =>
    [row.feature, row.passed, row.failed, row.differs, row.skipped].map(cell => (cell === 0 ? '·' : String(cell))),
  )
  return aligned([['feature', 'passed', 'failed', 'differs', 'skipped'], ...lines])
}

/** A scenario and how it failed, in a few lines. */
export function describeFailure(scenario: Scenario, failure: Failure): string {
  const { where, expected, got, because } = failure
  const lines = [
    `${scenario.rules.join(', ')}: ${scenario.name}`,
    `  ${where}`,
    `    expected ${expected}`,
    `    got      ${got}`,
    ...(because === undefined ? [] : [`    in that  ${because}`]),
  ]
  return lines.join('\n')
}

/** Why scenarios were skipped, each reason with their number. */
export function skips(results: readonly Result[]): string {
  const counts = new Map<string, number>()
  for (const { skipped } of results) if (skipped !== undefined) counts.set(skipped, (counts.get(skipped) ?? 0) + 1)
  if (counts.size === 0) return ''
  return `Skipped: ${[...counts].map(([reason, count]) => `${reason} (${count})`).join(', ')}\n`
}

function outcome(result: Result): 'passed' | 'failed' | 'differs' | 'skipped' {
  if (result.skipped !== undefined) return 'skipped'
  if (result.failure === undefined) return 'passed'
  return isBroken(result) ? 'failed' : 'differs'
}

function emptyRow(feature: string): Row {
  return { feature, passed: 0, failed: 0, differs: 0, skipped: 0 }
}

function aligned(lines: readonly (readonly string[])[]): string {
  const widths = lines[0]?.map((_, column) => Math.max(...lines.map(line => line[column]?.length ?? 0))) ?? []
  const cell = (text: string, column: number) =>
    column === 0 ? text.padEnd(widths[0] ?? 0) : text.padStart(widths[column] ?? 0)
  return lines.map(line => line.map(cell).join('  ')).join('\n')
}
