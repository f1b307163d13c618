// README's conformance table says what is played and what passes.

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { ALL_SCENARIOS } from './scenarios/all-scenarios.ts'

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')

test.each(ALL_SCENARIOS.map(({ feature, scenarios }) => [feature, scenarios.length] as const))(
  'README has %s with its %i scenarios',
  (feature, count) => {
    expect(readme).toMatch(new RegExp(`\\| ${feature} +\\| +(?:\\d+ of )?${count} \\|`))
  },
)

test('README has the sum', () => {
  const all = ALL_SCENARIOS.reduce((sum, { scenarios }) => sum + scenarios.length, 0)
  expect(readme).toContain(`plays ${all} scenarios`)
})
