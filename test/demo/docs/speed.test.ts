// The page on speed: made from what the bench wrote, whatever that is.

import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { type Report, type Row, readReport, type Target } from '../../../demo/docs/bench-report.ts'
import { speedPage } from '../../../demo/docs/speed.ts'
import { markdown } from '../../../demo/site/markdown.ts'
import { raw } from '../../../demo/site/markup.ts'
import { row } from '../../bench/section.ts'
import { judge } from '../../bench/targets.ts'

const docs = fileURLToPath(new URL('../../../demo/docs/', import.meta.url))
const text = readFileSync(`${docs}speed.md`, 'utf8')
const links = { page: () => '../limits/', file: (path: string) => path }

function pageOf(report: Report): string {
  return speedPage(text, report, part => markdown(part, links, () => ({ path: 'limits' })), 'bench.json').text
}

function reportOf(sections: Record<string, Row[]>, targets: readonly Target[] = []): Report {
  return { machine: { node: 'v22.1.0', cores: 4, load: [0.25, 2] }, quick: false, rounds: 5, sections, targets }
}

const node = [
  row('publish 1→1, msgpack 64 B', 'deliveries/s', {
    ours: [40, 50, 60],
    'raw ws': [20, 20, 20],
    'raw framed': [100, 100, 100],
    'raw net': [900, 900, 900],
    'fox-wamp': [10, 10, 10],
  }),
  row('idle session, beyond its socket', 'KiB', { ours: [2], 'fox-wamp': [3] }),
]

/** What stands in the bars of a row, whose name stands above them. */
function barsOf(page: string, what: string): { name: string; width: number; ratio: string }[] {
  const [, after = ''] = page.split(`colspan="3">${what} `)
  const [body = ''] = after.split('</tbody>')
  const bar = /<span>([^<]*)<\/span><svg.*?<rect[^>]* width="([\d.]+)%".*?<td>(?:<b>([^<]*)<\/b>)?/gs
  return [...body.matchAll(bar)].map(([, name = '', width, ratio = '']) => ({ name, width: Number(width), ratio }))
}

test('each of a row has a bar, in proportion to the bare limit, and the ratio beside it', () => {
  const bars = barsOf(pageOf(reportOf({ node })), 'publish 1→1, msgpack 64 B')
  expect(bars.map(({ name, ratio }) => [name, ratio])).toEqual([
    ['wamp-mesh', '0.5'],
    ['raw ws', '0.2'],
    ['raw framed', '1'],
    ['raw net', '9'],
    ['fox-wamp', '0.1'],
  ])
  const [ours, ws, framed, net, fox] = bars.map(({ width }) => width)
  if (!ours || !ws || !framed || !net || !fox) throw new Error('A bar is missing.')
  expect(ours / framed).toBeCloseTo(0.5, 2)
  expect(ws / framed).toBeCloseTo(0.2, 2)
  expect(fox / framed).toBeCloseTo(0.1, 2)
  // What no server reaches leaves the others room.
  expect(framed).toBeGreaterThan(75)
  expect(net).toBe(100)
})

test('a target is a mark at its place, and is said in words', () => {
  const page = pageOf(reportOf({ node }, judge(node)))
  const framed = barsOf(page, 'publish 1→1, msgpack 64 B').find(({ name }) => name === 'raw framed')?.width ?? 0
  const [, at] = /<line class="goal" x1="([\d.]+)%"/.exec(page) ?? []
  expect(Number(at) / framed).toBeCloseTo(0.6, 2)
  expect(page).toContain('must be ≥ 0.6 × raw framed: not reached')
  expect(page).toContain('must be ≤ 4 KiB: reached')
  expect(page).toContain('<td>≤ 4 KiB</td>')
  // Only what was measured is judged.
  expect(page).not.toContain('fan-out 1→500')
  expect(page).not.toContain('not measured</')
})

test('what is to be so many KiB is drawn in KiB', () => {
  const [ours, fox] = barsOf(pageOf(reportOf({ node }, judge(node))), 'idle session, beyond its socket')
  expect(ours?.ratio).toBe('')
  expect((ours?.width ?? 0) / (fox?.width ?? 0)).toBeCloseTo(2 / 3, 2)
})

test('where nothing is bare, ours is 1', () => {
  const bundle = [row('peers from page to page', 'KiB gzip', { ours: [40], PeerJS: [20] })]
  expect(barsOf(pageOf(reportOf({ bundle })), 'peers from page to page')).toMatchObject([
    { name: 'wamp-mesh', ratio: '1' },
    { name: 'PeerJS', ratio: '0.5' },
  ])
})

test('what was not measured is left out, with what is said of it', () => {
  const page = pageOf(reportOf({ node }))
  const headings = [...page.matchAll(/<h2 id="([^"]+)"/g)].map(([, id]) => id)
  expect(headings).toEqual(['events', 'sessions', 'measure-it-yourself'])
  expect(pageOf(reportOf({}))).not.toContain('<table')
  const missing = { median: null, low: null, high: null }
  const partly = { ...(node[0] as Row), figures: { ...node[0]?.figures, 'fox-wamp': missing } }
  expect(barsOf(pageOf(reportOf({ node: [partly] })), partly.what)).toHaveLength(4)
})

test('rows that the page does not know appear by their names', () => {
  const browser = [
    row('data channel, 64 B events in a stream', 'events/s', { ours: [40], 'raw channel': [10] }),
    row('a pigeon, 1→1', '/s', { ours: [1], 'raw pigeon': [2] }),
  ]
  const page = pageOf(reportOf({ browser }))
  expect(barsOf(page, 'data channel, 64 B events in a stream')[0]?.ratio).toBe('4')
  expect(page).toContain('id="everything-else"')
  expect(barsOf(page, 'a pigeon, 1→1')).toMatchObject([{ ratio: '0.5' }, { name: 'raw pigeon', ratio: '1' }])
})

test('it says where and how it was measured', () => {
  const page = pageOf(reportOf({ node })).replaceAll(/\s+/g, ' ')
  expect(page).toContain('Measured with Node 22.1.0 on 4 cores with a load of 0.3 before and 2.0 after it')
  expect(page).toContain('the median of 5 rounds')
  expect(page).not.toContain('rough run')
  expect(pageOf({ ...reportOf({ node }), quick: true })).toContain('rough run')
})

test('every row of the project’s own measurement is on the page, once', () => {
  const report = readReport(`${docs}bench.json`)
  const page = pageOf(report)
  const rows = Object.values(report.sections).flat()
  const shown = [...page.matchAll(/colspan="3">(.*?) <small>/g)].map(([, what]) => what)
  expect(shown.sort()).toEqual(rows.map(({ what }) => what).sort())
})

test('a chart that there is not is a mistake', () => {
  expect(() => speedPage('<!-- chart: nothing -->\n', reportOf({}), raw, '')).toThrow('There is no chart nothing')
})
