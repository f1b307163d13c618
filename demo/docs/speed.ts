// Speed: a page made of a text and of what the bench wrote. Charts stand where the text has `<!-- chart: name -->`; a section
// whose charts have nothing to show is left out.

import { html, type Markup } from '../site/markup.ts'
import { barChart, targetTable } from './bar-chart.ts'
import type { Report, Row } from './bench-report.ts'
import { comparison } from './comparison.ts'

/** Which rows of the bench a chart takes. */
interface Chart {
  readonly title: string
  /** Shown, if no chart above takes them. */
  readonly shows: RegExp
  /** Shown when somebody asks for more. */
  readonly folds?: RegExp
  /** What that is. */
  readonly more?: string
}

const CHARTS: Readonly<Record<string, Chart>> = {
  events: {
    title: 'Events through a router in Node',
    shows: /^(publish 1→1|fan-out 1→\d+), msgpack 64 B$/,
    folds: /^(publish 1→1|fan-out 1→)/,
    more: 'JSON, 1 KiB, delays at a moderate rate, the server’s processor time',
  },
  calls: {
    title: 'Calls through a router in Node',
    shows: /^(calls, 64 in flight|call, one at a time, p50), msgpack 64 B$/,
    folds: /^calls?, /,
    more: 'JSON, 1 KiB, p99, the server’s processor time',
  },
  patterns: { title: 'Beside many subscriptions and registrations', shows: /^(publish|call) beside / },
  sessions: { title: 'Sessions at a router in Node', shows: /^(joins|idle session)/ },
  codec: { title: 'Decoding and encoding', shows: /^decode and encode / },
  'data-channel': {
    title: 'By data channel',
    shows: /^data channel(?!.*(both browsers|main thread)$)/,
    folds: /^data channel/,
    more: 'what an event of a stream takes of the processors',
  },
  port: { title: 'By MessagePort', shows: /^MessagePort/ },
  crowd: {
    title: 'Many guests of one page',
    shows: /^200 guests, (share delivered|p\d\d)$/,
    folds: /^\d+ guests, /,
    more: 'fewer guests, the host’s processor and memory',
  },
  bundle: { title: 'What a page loads', shows: /^(WAMP client|peers from page to page)/ },
  rest: { title: 'Everything else', shows: /^/ },
}
const MARK = /^<!-- chart: ([\w-]+) -->$/m

/**
 * @param prose a piece of the text, as HTML
 * @param all where all figures can be had
 * @throws {Error} where the text names a chart that there is not
 */
export function speedPage(text: string, report: Report, prose: (text: string) => Markup, all: string): Markup {
  const charts = chartsOf(report, all)
  return html`${text.split(/^(?=## )/m).map(section => {
    const [before = '', ...marked] = section.split(MARK)
    // A name, what stands behind it, a name, …
    const names = marked.filter((_, at) => at % 2 === 0)
    const shown = names.map(name => {
      if (!charts.has(name)) throw new Error(`There is no chart ${name}: there are ${[...charts.keys()].join(', ')}.`)
      return charts.get(name)
    })
    if (names.length > 0 && shown.every(chart => chart === undefined)) return undefined
    return html`${prose(before)}${shown.map((chart, at) => html`${chart}${prose(marked[2 * at + 1] ?? '')}`)}`
  })}`
}

function chartsOf(report: Report, all: string): Map<string, Markup | undefined> {
  const measured = report.targets.filter(({ reached }) => reached !== undefined)
  const rows = Object.values(report.sections).flat()
  const unitOf = (what: string) => rows.find(row => row.what === what)?.unit ?? ''
  const charts = new Map<string, Markup | undefined>([
    ['machine', machine(report, all)],
    ['targets', measured.length > 0 ? targetTable(measured, unitOf) : undefined],
  ])
  const left = new Set(rows)
  for (const [name, { title, shows, folds, more }] of Object.entries(CHARTS)) {
    const taken = [...left].filter(({ what }) => shows.test(what) || folds?.test(what))
    for (const row of taken) left.delete(row)
    const chart = (title: string, rows: readonly Row[]) =>
      rows.length > 0 &&
      barChart(
        title,
        rows.map(row => comparison(row, report.targets)),
      )
    const folded = taken.filter(({ what }) => !shows.test(what))
    const unfolded = chart(`${title}: ${more}`, folded)
    const shown = chart(
      title,
      taken.filter(({ what }) => shows.test(what)),
    )
    charts.set(
      name,
      taken.length === 0
        ? undefined
        : html`${shown}${unfolded && html`<details><summary>${folded.length} more rows: ${more}</summary>${unfolded}</details>`}`,
    )
  }
  return charts
}

function machine({ machine: { node, cores, load }, quick, rounds }: Report, all: string): Markup {
  const [before = 0, after = 0] = load
  return html`<p class="measured">Measured with Node ${node.replace(/^v/, '')} on ${cores} cores with a load of ${before.toFixed(1)} before
    and ${after.toFixed(1)} after it; each figure is the median of ${rounds} rounds.
    ${quick && html`<strong>This was a short and rough run.</strong>`} <a href="${all}">All figures, as JSON</a></p>`
}
