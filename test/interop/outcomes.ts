// Outcomes: what became of each scenario with each pair of clients, and the table of it all.

import { lack } from './abilities.ts'
import { type ClientName, LIBRARIES, type Library, SERIALIZERS } from './driver.ts'
import type { Abilities, Scenario } from './scenario.ts'

export type Outcome = 'passed' | 'failed' | 'not run'
type Needs = Pick<Scenario, 'needs' | 'wants'>

const LETTERS: Record<Library, string> = { 'wamp-mesh': 'M', 'autobahn-js': 'A', wampy: 'W', 'autobahn-python': 'P' }

/** Why two clients cannot play a scenario; undefined where they can. */
export function obstacle({ needs = {} }: Needs, one: ClientName, other?: ClientName): string | undefined {
  return lacks(needs, one, other)[0]
}

function lacks({ one = [], other = [] }: Abilities, first: ClientName, second?: ClientName): string[] {
  const reasons = [
    ...one.map(ability => lack(first, ability)),
    ...other.map(ability => second && lack(second, ability)),
  ]
  return reasons.filter(reason => reason !== undefined)
}

export class Outcomes {
  readonly #outcomes = new Map<string, Outcome>()

  add(scenario: string, pair: { one: ClientName; other: ClientName }, outcome: Outcome): void {
    this.#outcomes.set(`${scenario}|${pair.one}|${pair.other}`, outcome)
  }

  get(scenario: string, one: ClientName, other: ClientName): Outcome {
    return this.#outcomes.get(`${scenario}|${one}|${other}`) ?? 'not run'
  }
}

/** A table in Markdown: a row for each scenario, a column for each pair of libraries, and under it why some cannot. */
export function table(
  scenarios: readonly (Needs & { name: string })[],
  outcome: (scenario: string, one: ClientName, other: ClientName) => Outcome,
): string {
  const reasons = new Map<string, number>()
  const pairs = LIBRARIES.flatMap(one => LIBRARIES.map(other => ({ one, other })))
  const rows = scenarios.map(scenario => [
    scenario.name,
    ...pairs.map(pair => cell(scenario, combinations(pair), outcome, reasons)),
  ])
  const header = ['from → to', ...pairs.map(({ one, other }) => `${LETTERS[one]}→${LETTERS[other]}`)]
  const lines = [header, header.map((_, column) => (column ? ':-:' : '---')), ...rows]
  const legend = LIBRARIES.map(library => `${LETTERS[library]} ${library}`).join(', ')
  const signs = '✓ in all serializers, (✓) in those that can, – cannot, a number: but, ✗ failed, ? not run'
  const notes = [...reasons].map(([reason, number]) => `${number}. ${reason}`)
  return [...lines.map(line => `| ${line.join(' | ')} |`), '', `${legend}. ${signs}.`, '', ...notes].join('\n')
}

function combinations({ one, other }: { one: Library; other: Library }) {
  return SERIALIZERS.flatMap(first =>
    SERIALIZERS.map(second => ({ one: `${one} ${first}` as const, other: `${other} ${second}` as const })),
  )
}

function cell(
  scenario: Needs & { name: string },
  pairs: ReturnType<typeof combinations>,
  outcome: (scenario: string, one: ClientName, other: ClientName) => Outcome,
  reasons: Map<string, number>,
): string {
  const notes = new Set<number>()
  const seen = new Set<Outcome>()
  let some = false
  for (const { one, other } of pairs) {
    const reason = obstacle(scenario, one, other)
    if (reason === undefined) seen.add(outcome(scenario.name, one, other))
    else some = true
    for (const why of reason ? [reason] : lacks(scenario.wants ?? {}, one, other)) notes.add(noted(why, reasons))
  }
  const sign = signOf(seen, some)
  return notes.size > 0 ? `${sign} ${[...notes].join(',')}` : sign
}

function signOf(seen: ReadonlySet<Outcome>, partly: boolean): string {
  if (seen.size === 0) return '–'
  if (seen.has('failed')) return '✗'
  if (seen.has('not run')) return '?'
  return partly ? '(✓)' : '✓'
}

function noted(reason: string, reasons: Map<string, number>): number {
  const known = reasons.get(reason) ?? reasons.size + 1
  reasons.set(reason, known)
  return known
}
