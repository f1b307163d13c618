// The rows of the browser part: guests by each path.

import { measurePath, PATHS } from './paths.ts'
import type { Row } from './row.ts'
import { Stage } from './stage.ts'

export interface BrowserBench {
  readonly quick: boolean
  /** Only what has this in its name. */
  readonly only: string
  /** Told of each row, in words. */
  said(line: string): void
}

export async function measureBrowser({ quick, only, said }: BrowserBench): Promise<Row[]> {
  const effort = quick ? { rounds: 3, ms: 300 } : { rounds: 7, ms: 700 }
  const stage = await Stage.open()
  const rows: Row[] = []
  const add = (more: readonly Row[]) => {
    for (const row of more) said(inWords(row))
    rows.push(...more)
  }
  try {
    for (const path of PATHS) if (path.name.includes(only)) add(await measurePath(stage, path, effort))
  } finally {
    await stage.close()
  }
  return rows
}

function inWords({ what, unit, ours, limits, ratios, spread }: Row): string {
  const beside = Object.entries(limits).map(
    ([name, value]) => `${name} ${figure(value)}, ratio ${ratios[name]?.toFixed(2)}`,
  )
  return [`${what}: ${figure(ours)} ${unit} ±${Math.round(spread * 100)} %`, ...beside].join(' · ')
}

const figure = (value: number) => (value >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(1))
