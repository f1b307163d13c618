// Bar chart: comparisons as a table, with a bar in each of its lines. A page's policy forbids styles in it: widths are attributes.

import { html, type Markup } from '../site/markup.ts'
import type { Figure, Target } from './bench-report.ts'
import { type Bar, type Comparison, shownAs } from './comparison.ts'

/** What bars are drawn into, in per cent. */
const WIDTH = 100
/** Room behind what must be seen whole. */
const ROOM = 1.15
/** How many times as long as ours, or as what ours must be, another's bar is seen whole. */
const FAR = 4

/** @param title what the table is called for those who hear it */
export function barChart(title: string, comparisons: readonly Comparison[]): Markup {
  // Ratios of the same kind share a scale: 1 stands at the same place in their rows.
  const alike = ({ unit, limit }: Comparison) =>
    comparisons.filter(other => limit !== undefined && other.limit !== undefined && other.unit === unit)
  return html`<table class="bars">
    <caption class="hidden">${title}</caption>
    <thead><tr><th scope="col">who</th><th scope="col">ratio</th><th scope="col">figure, ± spread</th></tr></thead>
    ${comparisons.map(each => rows(each, WIDTH / ROOM / Math.max(...[each, ...alike(each)].map(reach))))}
  </table>`
}

/** What must be reached, and what it is: those that were measured. */
export function targetTable(targets: readonly Target[], unitOf: (what: string) => string): Markup {
  return html`<table class="goals">
    <caption class="hidden">What it must reach</caption>
    <thead><tr><th scope="col">what</th><th scope="col">must be</th><th scope="col">is</th></tr></thead>
    <tbody>${targets.map(
      target => html`<tr class="${target.reached ? 'reached' : 'missed'}"><th scope="row">${target.what}</th>
        <td>${bound(target, unitOf(target.what))}</td>
        <td><b>${measure(target.is ?? null, target.against === undefined ? unitOf(target.what) : undefined)}</b> <small>${verdict(target)}</small></td></tr>`,
    )}</tbody></table>`
}

function rows({ what, unit, limit, moreIsBetter, bars, goals }: Comparison, scale: number): Markup {
  const beside = limit !== undefined && `1 is ${shownAs(limit, { what })}`
  const about = [unit.replace(/^\/s/, 'a second'), moreIsBetter ? 'more is better' : 'less is better', beside]
    .filter(Boolean)
    .join(' · ')
  const at = (value: number) => `${Math.min(WIDTH, Math.round(value * scale * 100) / 100)}%`
  const one = limit !== undefined && html`<line class="one" x1="${at(1)}" x2="${at(1)}" y2="100%" />`
  const marks = goals.map(goal => html`<line class="goal" x1="${at(goal.at)}" x2="${at(goal.at)}" y2="100%" />`)
  return html`<tbody>
      <tr><th class="what" scope="rowgroup" colspan="3">${what} <small>${about}</small>
        ${goals.map(({ target }) => html`<small class="goal">must be ${bound(target, unit)}: ${verdict(target)}</small>`)}</th></tr>
      ${bars.map(
        (
          bar,
          index,
        ) => html`<tr class="${bar.kind}"><th scope="row"><div><span>${bar.name}</span><svg aria-hidden="true">
          <rect y="2" height="12" width="${at(bar.value)}" />
          ${one}${bar.value * scale > WIDTH && CUT}${bar.spread && whisker(bar.spread, at)}${index === 0 && marks}
        </svg></div></th>
        <td>${limit !== undefined && ratio(bar)}</td><td><small>${withSpread(bar.figure, unit)}</small></td></tr>`,
      )}
    </tbody>`
}

/** The bar goes on beyond its end. */
const CUT = html`<line class="cut" x1="91%" x2="93%" y1="16" /><line class="cut" x1="94%" x2="96%" y1="16" />`

function whisker({ low, high }: Figure, at: (value: number) => string): Markup | false {
  return (
    low !== null &&
    high !== null &&
    low < high &&
    html`<line class="spread" x1="${at(low)}" x2="${at(high)}" y1="8" y2="8" />`
  )
}

function ratio({ value, spread }: Bar): Markup {
  return html`<b>${measure(value)}</b> <small>${spread && plusMinus(spread)}</small>`
}

function withSpread(figure: Figure, unit: string): string {
  // The row says in what unit, unless it is a share.
  return `${measure(figure.median, unit === '' ? unit : undefined)} ${plusMinus(figure)}`.trim()
}

/** Half of what lies between the least and the most. */
function plusMinus({ median, low, high }: Figure): string {
  if (median === null || low === null || high === null) return ''
  const spread = (high - low) / 2 / Math.abs(median)
  return spread >= 0.005 && Number.isFinite(spread) ? `±${percent(spread)}` : ''
}

function bound({ against, atLeast, atMost }: Target, unit: string): string {
  const [sign, value = null] = atLeast === undefined ? ['≤', atMost] : ['≥', atLeast]
  return against === undefined ? `${sign} ${measure(value, unit)}` : `${sign} ${measure(value)} × ${against}`
}

function verdict({ reached }: Target): string {
  return reached === undefined ? 'not measured' : reached ? 'reached' : 'not reached'
}

/** As far as a chart must show: what goes further is cut. */
function reach({ bars, goals, limit }: Comparison): number {
  const most = (wanted: Bar['kind']) => Math.max(0, ...bars.map(({ kind, value }) => (kind === wanted ? value : 0)))
  const ours = Math.max(most('ours'), ...goals.map(({ at }) => at), limit === undefined ? 0 : 1)
  return Math.max(ours, Math.min(most('peer'), FAR * ours))
}

const percent = (share: number) => `${Math.round(100 * share)}\u00a0%`

/** Three digits that count, and a unit; what has the empty one is a share. */
function measure(value: number | null, unit?: string): string {
  if (value === null) return '–'
  if (unit === '') return percent(value)
  const number = value.toLocaleString('en', { notation: 'compact', maximumSignificantDigits: 3 })
  return unit === undefined ? number : `${number} ${unit}`
}
