// Bench report: what `npm run bench -- --json` writes, as far as pages show it. test/bench/README.md says how it comes about.

import { readFileSync } from 'node:fs'

export interface Report {
  readonly machine: { readonly node: string; readonly cores: number; readonly load: readonly number[] }
  /** Short and rough. */
  readonly quick: boolean
  readonly rounds: number
  readonly sections: Readonly<Record<string, readonly Row[]>>
  readonly targets: readonly Target[]
}

export interface Row {
  readonly what: string
  readonly unit: string
  /** `ours` and what it stands beside, by name. */
  readonly figures: Readonly<Record<string, Figure>>
  /** Ours ÷ each other. */
  readonly ratios: Readonly<Record<string, Figure>>
}

/** In JSON, `null` is a number that could not be measured. */
export interface Figure {
  readonly median: number | null
  readonly low: number | null
  readonly high: number | null
}

/** What a row must be: ours itself, or its ratio to another. */
export interface Target {
  readonly what: string
  readonly against?: string
  readonly atLeast?: number
  readonly atMost?: number
  /** What it is, if it was measured. */
  readonly is?: number
  readonly reached?: boolean
}

export function readReport(file: string): Report {
  return JSON.parse(readFileSync(file, 'utf8')) as Report
}
