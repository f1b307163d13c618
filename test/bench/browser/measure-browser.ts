// The rows of the browser part: how long it takes to come in, a crowd, and guests by each path.

import { measureCrowd } from './crowd.ts'
import { measureOpening } from './opening.ts'
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

const CROWD = { sizes: [20, 50, 100, 200], rounds: 5, events: 80 }
const QUICK_CROWD = { sizes: [20, 200], rounds: 3, events: 40 }

export async function measureBrowser({ quick, only, said }: BrowserBench): Promise<Row[]> {
  const effort = quick ? { rounds: 3, ms: 300 } : { rounds: 7, ms: 700 }
  const stage = await Stage.open()
  const rows: Row[] = []
  const add = (more: readonly Row[]) => {
    for (const row of more) said(inWords(row))
    rows.push(...more)
  }
  try {
    if ('opening'.includes(only)) add(await measureOpening(stage, effort.rounds))
    if ('crowd'.includes(only)) await measureCrowd(stage, quick ? QUICK_CROWD : CROWD, add)
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
