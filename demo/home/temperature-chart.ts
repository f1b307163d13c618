// <temperature-chart>: the temperatures of the last minutes, and who measured them; what was before comes from the router.

import { html, LitElement, nothing, svg, type TemplateResult } from 'lit'
import { SessionConsumer, SubscriptionController, type TopicEvent } from '../../src/entry/elements.ts'
import { pageLanguage, say, type Translated } from '../site/language.ts'
import { degrees } from './degrees.ts'
import { type PlottedRun, plot } from './plot.ts'
import { TEMPERATURE } from './protocol.ts'
import { measuring, placesOf, type Reading, type Run, rangeOf, runsOf, toReading } from './readings.ts'

const MINUTES = 3
const SPAN = MINUTES * 60_000
/** Room for what is written on the left, below, and round the marks. */
const EDGE = { left: 48, right: 14, top: 12, bottom: 28 }
const HEIGHT = 230
/** Shapes that sensors are told by, in the order in which they came; each with a colour of its own. */
const SHAPES = ['M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0z', 'M-4-4h8v8h-8z', 'M0-5.500L5.500 4.500h-11z', 'M0-6L6 0 0 6-6 0z']

const WORDS = {
  title: { en: 'The last three minutes', fr: 'Les trois dernières minutes' },
  empty: { en: 'Nobody has measured yet.', fr: 'Personne n’a encore mesuré.' },
  now: { en: 'now', fr: 'maintenant' },
  nobody: { en: 'Nobody measures now.', fr: 'Personne ne mesure en ce moment.' },
  table: { en: 'As a table', fr: 'En tableau' },
  sensor: { en: 'Sensor', fr: 'Capteur' },
  from: { en: 'From', fr: 'De' },
  to: { en: 'To', fr: 'À' },
  low: { en: 'Lowest', fr: 'Minimum' },
  high: { en: 'Highest', fr: 'Maximum' },
} as const satisfies Record<string, Translated>

export class TemperatureChart extends LitElement {
  static override properties = { width: { state: true } }

  declare width: number
  readonly #session = new SessionConsumer(this)
  /** When events came: they do not say when they were published. */
  readonly #arrivals = new WeakMap<TopicEvent, number>()
  readonly #events = new SubscriptionController(
    this,
    () => ({ session: this.#session.value, topic: TEMPERATURE, history: 100, keep: 500 }),
    event => this.#arrivals.set(event, Date.now()),
  )
  #sensors: readonly string[] = []
  readonly #size = new ResizeObserver(([entry]) => {
    this.width = Math.round(entry?.contentRect.width ?? this.width)
  })
  #timer: ReturnType<typeof setInterval> | undefined

  constructor() {
    super()
    this.width = 600
  }

  protected override createRenderRoot() {
    return this
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#size.observe(this)
    this.#timer = setInterval(() => document.visibilityState === 'visible' && this.requestUpdate(), 1_000)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#size.disconnect()
    clearInterval(this.#timer)
  }

  protected override render() {
    const now = Date.now()
    const readings = this.#readings(now)
    const runs = runsOf(readings)
    this.#sensors = placesOf(this.#sensors, runs)
    const shown = this.#sensors.filter(sensor => runs.some(run => run.sensor === sensor))
    return html`<h2 id="home-chart">${say(WORDS.title)}</h2>
      <ul class="legend">${shown.map(sensor => html`<li>${this.#sample(sensor)}${sensor}</li>`)}</ul>
      ${this.#picture(runs, now, inWords(readings, now))}
      ${runs.length > 0 ? table(runs) : nothing}`
  }

  /** Those of the last minutes, the oldest first. */
  #readings(now: number): Reading[] {
    const past = this.#events.events.map(event => {
      const { timestamp } = event.details as { timestamp?: unknown }
      return [event, this.#arrivals.get(event) ?? Date.parse(String(timestamp))] as const
    })
    // The router's clock may be ahead of ours.
    const ahead = Math.max(0, ...past.filter(([event]) => !this.#arrivals.has(event)).map(([, at]) => at - now))
    return past.flatMap(([event, at]) => {
      const reading = toReading(event.args, event.kwargs, this.#arrivals.has(event) ? at : at - ahead)
      return reading && now - reading.at < SPAN ? [reading] : []
    })
  }

  #picture(runs: readonly Run[], now: number, label: string): TemplateResult {
    const [width, height] = [this.width - EDGE.left - EDGE.right, HEIGHT - EDGE.top - EDGE.bottom]
    const { runs: plotted, degrees: lines } = plot(runs, { now, span: SPAN, width, height })
    const minutes = Array.from({ length: MINUTES + 1 }, (_, index) => ({
      x: width - (index / MINUTES) * width,
      // On a phone there is no room beside the word.
      text: index === 0 ? say(WORDS.now) : index === 1 && width < 360 ? '' : `−${index} min`,
      anchor: index === 0 ? 'end' : index === MINUTES ? 'start' : 'middle',
    }))
    return html`<svg class="chart" role="img" aria-label=${label} viewBox="0 0 ${this.width} ${HEIGHT}" width=${this.width} height=${HEIGHT}>
      <g transform="translate(${EDGE.left} ${EDGE.top})">
        ${lines.map(({ y, celsius }) => svg`<path class="rule" d="M0 ${y}h${width}" /><text x="-8" y=${y + 4} text-anchor="end">${degrees(celsius, 0).replace(' °C', '°')}</text>`)}
        ${minutes.map(({ x, text, anchor }) => svg`<text x=${x} y=${height + 21} text-anchor=${anchor}>${text}</text>`)}
        ${runs.length === 0 ? svg`<text class="empty" x=${width / 2} y=${height / 2} text-anchor="middle">${say(WORDS.empty)}</text>` : nothing}
        ${plotted.map(run => this.#run(run))}
      </g>
    </svg>`
  }

  #run({ sensor, line, marks }: PlottedRun): TemplateResult {
    const index = this.#sensors.indexOf(sensor)
    return svg`<g class="run" data-series=${index % SHAPES.length}>
      <path class="line" d=${line} />
      ${marks.map(({ x, y }) => svg`<path class="mark" transform="translate(${x} ${y})" d=${shapeOf(index)} />`)}
    </g>`
  }

  #sample(sensor: string): TemplateResult {
    const index = this.#sensors.indexOf(sensor)
    return html`<svg class="run" data-series=${index % SHAPES.length} viewBox="-8 -8 16 16" width="16" height="16" aria-hidden="true"><path class="mark" d=${shapeOf(index)} /></svg>`
  }
}

/** With more sensors than colours, the shapes shift. */
function shapeOf(index: number): string {
  return SHAPES[(index + Math.floor(index / SHAPES.length)) % SHAPES.length] ?? ''
}

function inWords(readings: readonly Reading[], now: number): string {
  const [first, ...rest] = readings
  if (!first) return say(WORDS.empty)
  const [low, high] = rangeOf([first, ...rest]).map(celsius => degrees(celsius))
  const current = measuring(readings, now)
  const range = say({ en: `From ${low} to ${high} in three minutes.`, fr: `De ${low} à ${high} en trois minutes.` })
  if (!current) return `${range} ${say(WORDS.nobody)}`
  const text = degrees(current.celsius)
  return `${range} ${say({ en: `Now ${text}, by ${current.sensor}.`, fr: `Maintenant ${text}, par ${current.sensor}.` })}`
}

function table(runs: readonly Run[]): TemplateResult {
  const time = (at: number) => new Date(at).toLocaleTimeString(pageLanguage())
  const head = [WORDS.sensor, WORDS.from, WORDS.to, WORDS.low, WORDS.high]
  return html`<details><summary>${say(WORDS.table)}</summary><div class="table"><table>
    <thead><tr>${head.map(word => html`<th scope="col">${say(word)}</th>`)}</tr></thead>
    <tbody>${runs.map(({ sensor, readings }) => {
      const last = readings.at(-1) ?? readings[0]
      const [low, high] = rangeOf(readings)
      return html`<tr><th scope="row">${sensor}</th><td>${time(readings[0].at)}</td><td>${time(last.at)}</td><td>${degrees(low)}</td><td>${degrees(high)}</td></tr>`
    })}</tbody>
  </table></div></details>`
}
