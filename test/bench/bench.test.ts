// The bench, end to end and as short as can be: that it measures, and what it makes of it; never how fast anything is.

import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { contest, OURS, type Row, row } from './section.ts'
import { judge } from './targets.ts'

async function bench(
  ...args: string[]
): Promise<{ sections: Record<string, Row[]>; targets: ReturnType<typeof judge> }> {
  const main = fileURLToPath(new URL('main.ts', import.meta.url))
  const child = spawn(process.execPath, ['--import', 'tsx', main, '--quick', '--json', '-', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return JSON.parse(await text(child.stdout))
}

test('it measures what is asked for, beside the others', async () => {
  const calls = 'calls, 64 in flight, msgpack 64 B'
  const events = 'fan-out 1→10, json 1 KiB'
  const codec = 'decode and encode CALL, json'
  const only = [calls, events, codec].flatMap(name => ['--only', name])
  const { sections, targets } = await bench('node', 'codec', ...only)
  expect(Object.values(sections).flatMap(rows => rows.map(({ what }) => what))).toEqual([calls, events, codec])
  for (const { what, figures, ratios } of Object.values(sections).flat()) {
    const others =
      what === codec ? ['ours, payload read', 'bare JSON'] : ['raw ws', 'raw framed', 'raw net', 'fox-wamp']
    expect(Object.keys(figures)).toEqual([OURS, ...others])
    for (const { low } of Object.values(figures)) expect(low).toBeGreaterThan(0)
    expect(Object.keys(ratios)).toEqual(others)
  }
  const judged = targets.filter(({ reached }) => reached !== undefined)
  expect(judged.map(({ what, against }) => [what, against])).toEqual([
    [calls, 'raw framed'],
    [calls, 'raw ws'],
  ])
})

test('what JSON must be is judged beside MessagePack', () => {
  const rows = [
    row('publish 1→1, msgpack 64 B', '/s', { [OURS]: [100] }),
    row('publish 1→1, json 64 B', '/s', { [OURS]: [59] }),
  ]
  const [verdict] = judge(rows)
    .filter(({ against }) => against === 'msgpack')
    .filter(({ reached }) => reached !== undefined)
  expect(verdict).toMatchObject({ what: 'publish 1→1, json 64 B', is: 0.59, reached: false })
})

test('subjects take turns, the first of which only warms up', async () => {
  const turns: string[] = []
  const subject = (name: string, values: number[]) => async () => ({
    measure: async () => {
      turns.push(name)
      return [values.shift() ?? Number.NaN]
    },
    close: () => turns.push(`close ${name}`),
  })
  const rows = await contest(
    { quick: true, rounds: 3, ms: 1, wants: () => true },
    {
      figures: [{ what: 'calls', unit: '/s' }],
      subjects: { [OURS]: subject('a', [99, 2, 30, 8]), raw: subject('b', [1, 4, 10, 10]) },
    },
  )
  expect(turns).toEqual(['a', 'b', 'a', 'b', 'a', 'b', 'a', 'b', 'close a', 'close b'])
  expect(rows).toEqual([
    {
      what: 'calls',
      unit: '/s',
      figures: { ours: { median: 8, low: 2, high: 30 }, raw: { median: 10, low: 4, high: 10 } },
      ratios: { raw: { median: 0.8, low: 0.5, high: 3 } },
    },
  ])
})

test('targets are judged by their rows', () => {
  const what = 'publish 1→1, msgpack 64 B'
  const verdict = (rows: Row[]) => judge(rows).find(target => target.what === what)
  expect(verdict([])).not.toHaveProperty('reached')
  expect(verdict([row(what, '/s', { ours: [59], 'raw framed': [100] })])).toMatchObject({ is: 0.59, reached: false })
  expect(verdict([row(what, '/s', { ours: [60], 'raw framed': [100] })])).toMatchObject({ is: 0.6, reached: true })
})
