// The scenarios as data, and the rules that they prove.

import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { ownRouter } from './own-router.ts'
import { FEATURES_WITHOUT_SCENARIO, RULES, rulesIn, rulesWithoutScenario, WITHOUT_SCENARIO } from './rules.ts'
import { announced } from './run.ts'
import { ALL_SCENARIOS } from './scenarios/all-scenarios.ts'

const scenarios = ALL_SCENARIOS.flatMap(({ scenarios }) => scenarios)

test('are JSON', () => {
  expect(JSON.parse(JSON.stringify(ALL_SCENARIOS))).toEqual(ALL_SCENARIOS)
})

describe.each(ALL_SCENARIOS)('$feature', ({ feature, scenarios }) => {
  test('has scenarios with names of their own', () => {
    const names = scenarios.map(({ name }) => name)
    expect(names.length).toBeGreaterThan(0)
    expect([...new Set(names)]).toEqual(names)
  })

  test('names features, rules and peers that there are', () => {
    for (const { rules, needs = [], peers, steps, name } of scenarios) {
      expect(rules.length, name).toBeGreaterThan(0)
      for (const rule of rules) expect(rule, name).toMatch(/^(R-[A-Z]+-\d+|A\d+|PPT-\d+)$/)
      for (const need of needs) expect(ALL_SCENARIOS.map(({ feature }) => feature)).toContain(need)
      for (const [who] of steps) expect([...Object.keys(peers), 'time'], name).toContain(who)
      expect(
        steps.some(([, does]) => does.startsWith('gets') || does.startsWith('is ') || does.startsWith('loses')) ||
          name.includes('nothing'),
        name,
      ).toBe(true)
    }
    expect(feature).not.toBe('')
  })
})

test('every feature that the router announces has scenarios, or a reason why not', async () => {
  const rows = ALL_SCENARIOS.filter(({ announced }) => announced).map(({ feature }) => feature)
  for (const feature of await announced(ownRouter('json'))) {
    expect([...rows, ...Object.keys(FEATURES_WITHOUT_SCENARIO)]).toContain(feature)
  }
})

describe('rules', () => {
  const file = new URL('../../../shared/wamp/rules.md', import.meta.url)

  test('what has a reason for having no scenario has none', () => {
    const proved = new Set(scenarios.flatMap(({ rules }) => rules))
    expect(Object.keys(WITHOUT_SCENARIO).filter(rule => proved.has(rule))).toEqual([])
  })

  test('every rule has a scenario, or a reason why not', () => {
    const without = rulesWithoutScenario(RULES, ALL_SCENARIOS)
    expect(without.filter(({ reason }) => reason === undefined)).toEqual([])
  })

  test.skipIf(!existsSync(file))('are all that ../shared/wamp/rules.md has', () => {
    expect(rulesIn(readFileSync(file, 'utf8')).sort()).toEqual([...RULES].sort())
  })

  test('are found in a text, each once', () => {
    expect(rulesIn('**R-ID-1** and R-PE-10, R-ID-1; not XR-ID-2 or R-3')).toEqual(['R-ID-1', 'R-PE-10'])
  })
})
