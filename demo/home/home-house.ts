// <home-house>: a house with a thermometer, drawn as the temperature is, and who measures it.

import { html, LitElement, svg, type TemplateResult } from 'lit'
import { SessionConsumer, SubscriptionController, type TopicEvent } from '../../src/entry/elements.ts'
import { say, type Translated } from '../site/language.ts'
import { degrees } from './degrees.ts'
import { TEMPERATURE } from './protocol.ts'
import { measuring, type Reading, SILENCE, toReading } from './readings.ts'
import { COLDEST, fullness, HOTTEST, type Weather, weatherAt } from './weather.ts'

const WORDS: Readonly<Record<Weather | 'none', Translated>> = {
  frost: { en: 'A house in the snow', fr: 'Une maison sous la neige' },
  cool: { en: 'A house whose chimney smokes', fr: 'Une maison dont la cheminée fume' },
  mild: { en: 'A house on a fine day', fr: 'Une maison par beau temps' },
  hot: { en: 'A house in the heat', fr: 'Une maison en pleine chaleur' },
  none: { en: 'A house whose thermometer shows nothing', fr: 'Une maison dont le thermomètre ne montre rien' },
}

const NOBODY: Translated = { en: 'Nobody measures now.', fr: 'Personne ne mesure en ce moment.' }
const measures = (sensor: string): Translated => ({
  en: `${sensor} measures.`,
  fr: `Qui mesure : ${sensor}.`,
})

/** The thermometer's tube: from the middle of its bulb upwards. */
const TUBE = { x: 408, bottom: 236, height: 150 }

export class HomeHouse extends LitElement {
  static override properties = { reading: { state: true } }

  /** What was heard last, if that was a moment ago. */
  declare reading: Reading | undefined
  readonly #session = new SessionConsumer(this)
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor() {
    super()
    const settings = () => ({ session: this.#session.value, topic: TEMPERATURE })
    new SubscriptionController(this, settings, event => this.#hear(event))
  }

  protected override createRenderRoot() {
    return this
  }

  protected override render() {
    const { reading } = this
    const celsius = reading?.celsius ?? 12
    const weather = reading ? weatherAt(celsius) : 'none'
    const label = `${say(WORDS[weather])}${reading ? `, ${degrees(celsius)}` : ''}`
    return html`<svg class="house" viewBox="0 0 480 300" role="img" aria-label=${label} data-weather=${weather}>
      <rect class="sky" width="480" height="300" />
      <g class="sun"><circle cx="92" cy="74" r="30" /><path d="M92 24v-12M92 136v-12M42 74h-12M154 74h-12M57 39l-8-8M135 117l-8-8M57 109l-8 8M135 31l-8 8" /></g>
      <g class="clouds"><path d="M44 96h92a20 20 0 0 0 0-40 30 30 0 0 0-56-10 25 25 0 0 0-36 50z" /><path d="M330 62h66a15 15 0 0 0 0-30 22 22 0 0 0-42-7 18 18 0 0 0-24 37z" /></g>
      <path class="hill" d="M0 206q90-42 200-14t280-22v130H0z" />
      <path class="lawn" d="M0 244q130-26 260-10t220-8v74H0z" />
      ${house()} ${tree()} ${cat()} ${thermometer(celsius, reading !== undefined)} ${snow()}
    </svg>
    <p role="status">${say(reading ? measures(reading.sensor) : NOBODY)}</p>`
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearTimeout(this.#timer)
  }

  #hear({ args, kwargs }: TopicEvent): void {
    const now = Date.now()
    const reading = toReading(args, kwargs, now)
    if (!reading) return
    this.reading = reading
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      this.reading = measuring([reading], Date.now())
    }, SILENCE)
  }
}

function house(): TemplateResult {
  return svg`<g>
    <g class="smoke"><circle cx="266" cy="80" r="8" /><circle cx="274" cy="62" r="10" /><circle cx="268" cy="42" r="12" /></g>
    <path class="chimney" d="M256 92h22v44h-22z" />
    <path class="wall" d="M140 152l80-58 80 58v96H140z" />
    <path class="roof" d="M124 156L220 84l96 72-9 12-87-64-87 64z" />
    <path class="roof-snow" d="M124 156L220 84l96 72q-14 2-22-8-12 2-18-12-14 0-18-14-16-2-20-14-10-2-18-10-8 10-20 12-2 12-18 14-6 14-20 14-8 12-20 12-6 10-22 8z" />
    <path class="door" d="M206 248v-52q0-8 8-8h20q8 0 8 8v52z" /><circle class="knob" cx="236" cy="222" r="2.500" />
    <g class="windows"><rect x="156" y="184" width="36" height="34" rx="4" /><rect x="256" y="184" width="32" height="34" rx="4" /><circle cx="220" cy="144" r="14" /></g>
    <path class="bars" d="M174 184v34M156 201h36M272 184v34M256 201h32M220 130v28M206 144h28" />
  </g>`
}

function tree(): TemplateResult {
  return svg`<g>
    <path class="trunk" d="M62 206h12l3 44q-9 6-18 0z" />
    <path class="crown" d="M68 116c22 0 34 13 34 27 11 5 14 23 4 33-9 11-26 9-30 7-8 6-21 5-26-1-12 2-23-7-22-21-5-12 4-20 9-21 0-14 11-24 31-24z" />
    <path class="crown-light" d="M60 126c-11 1-16 8-15 16 4-7 13-10 22-8-1-4-4-7-7-8zM86 148c6 2 10 6 9 13-5-4-11-5-17-4 0-5 3-9 8-9z" />
    <path class="crown-snow" d="M42 136c4-14 14-20 28-19 16 1 28 10 30 22-8-3-12 4-20 0-8 6-16-2-22 2-6-2-10 0-16-5z" />
  </g>`
}

/** It sits at the window when it is cold, and in the grass when it is not. */
function cat(): TemplateResult {
  const shape =
    'M0 0c-7-1-9-8-6-15 1-5 3-8 3-12l-1-8 5 4h5l5-4-1 9c2 4 5 7 6 13 1 7-1 12-6 13 3 1 9 0 9-6 0-5-3-7-2-11 6 4 8 19-5 19z'
  return svg`<g class="cat"><path class="cat-in" transform="translate(267 218) scale(.62)" d=${shape} /><path class="cat-out" transform="translate(338 266)" d=${shape} /></g>`
}

function thermometer(celsius: number, known: boolean): TemplateResult {
  const height = Math.round(fullness(celsius) * TUBE.height)
  const marks = Array.from({ length: (HOTTEST - COLDEST) / 5 + 1 }, (_, index) => COLDEST + index * 5)
  const y = (mark: number) => Math.round(TUBE.bottom - 22 - fullness(mark) * TUBE.height)
  return svg`<g class="thermometer">
    <rect class="board" x="374" y="46" width="94" height="216" rx="16" />
    <path class="marks" d=${marks.map(mark => `M424 ${y(mark)}h${mark % 20 === 0 ? 9 : 5}`).join('')} />
    ${[-20, 0, 20, 40].map(mark => svg`<text x="436" y=${y(mark) + 4}>${String(mark).replace('-', '−')}</text>`)}
    <path class="tube" d="M399 60a9 9 0 0 1 18 0v160a18 18 0 1 1-18 0z" />
    <circle class="mercury" cx=${TUBE.x} cy=${TUBE.bottom} r="13" />
    <rect class="mercury" x="403" y=${TUBE.bottom - 22 - height} width="10" height=${height + 22} rx="5" ?data-known=${known} />
  </g>`
}

function snow(): TemplateResult {
  const flakes = Array.from({ length: 18 }, (_, index) => ({ x: (index * 83) % 480, y: (index * 47) % 200 }))
  return svg`<g class="snow">${flakes.map(({ x, y }) => svg`<circle cx=${x} cy=${y} r="3" />`)}</g>`
}
