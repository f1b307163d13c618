// <home-sensor>: a thermometer that a person moves, with a session of its own: a device like those outside of the page.

import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { sessionElement } from '../connection.ts'
import { qrCode } from '../game/ui/qr-code.ts'
import { say, type Translated } from '../site/language.ts'
import type { Session } from '../wamp.ts'
import { degrees } from './degrees.ts'
import { Sensor } from './sensor.ts'
import { COLDEST, HOTTEST } from './weather.ts'

/** Milliseconds from one reading that is published to the next: while nothing changes, and while it does. */
const EVERY = 2_000
const SOONEST = 300

const WORDS = {
  title: { en: 'The thermometer of this page', fr: 'Le thermomètre de cette page' },
  move: { en: 'Temperature: move it', fr: 'Température : déplacez-la' },
  switch: { en: 'This one measures', fr: 'C’est lui qui mesure' },
  measuring: {
    en: 'Its procedure is registered: whoever asks gets this temperature.',
    fr: 'Sa procédure est enregistrée : quiconque la demande reçoit cette température.',
  },
  off: { en: 'It stands back: another sensor can measure.', fr: 'Il se retire : un autre capteur peut mesurer.' },
  waiting: {
    en: 'Another sensor has registered the procedure. This one waits, and measures as soon as the other leaves.',
    fr: 'Un autre capteur a enregistré la procédure. Celui-ci attend, et mesurera dès que l’autre s’en ira.',
  },
  closed: { en: 'It has no connection.', fr: 'Il n’est pas connecté.' },
  phone: { en: 'Put this thermometer on a phone', fr: 'Mettre ce thermomètre sur un téléphone' },
  scan: {
    en: 'Scan this, or open the link there: the thermometer alone, in this room.',
    fr: 'Scannez ceci, ou ouvrez-y le lien : le thermomètre seul, dans ce salon.',
  },
  whole: { en: 'The whole page', fr: 'La page entière' },
} as const satisfies Record<string, Translated>

export class HomeSensor extends LitElement {
  static override properties = { name: {}, alone: { type: Boolean }, celsius: { state: true } }

  /** What it is called where temperatures are shown. */
  declare name: string
  /** Whether it is all there is on the page: then it steps forward by itself. */
  declare alone: boolean
  declare celsius: number
  readonly #element = sessionElement()
  #room: Session | undefined
  #session: Session | undefined
  #sensor: Sensor | undefined
  #timer: ReturnType<typeof setTimeout> | undefined
  #published = 0

  constructor() {
    super()
    this.name = ''
    this.alone = false
    this.celsius = 20
  }

  protected override createRenderRoot() {
    return this
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#element.addEventListener('wamp-state', this.#follow)
    this.#follow()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#element.removeEventListener('wamp-state', this.#follow)
    this.#leave()
  }

  protected override render() {
    const state = this.#sensor?.state ?? 'closed'
    const { refusal } = this.#sensor ?? {}
    return html`<h2 id="home-sensor">${say(WORDS.title)}</h2>
      <p class="dial"><output for="celsius">${degrees(this.celsius)}</output></p>
      <label class="hidden" for="celsius">${say(WORDS.move)}</label>
      <input id="celsius" class="celsius" type="range" min=${COLDEST} max=${HOTTEST} step="0.5"
        .value=${String(this.celsius)} aria-valuetext=${degrees(this.celsius)} @input=${this.#move}>
      <button role="switch" aria-checked=${state === 'measuring' || state === 'waiting'} data-state=${state}
        ?disabled=${state === 'closed'} @click=${this.#switch}><i></i>${say(WORDS.switch)}</button>
      <p class="state" data-state=${state} role="status">${say(WORDS[state])} ${
        state === 'waiting' && refusal ? html`<code>${refusal.error}</code>` : nothing
      }</p>
      ${this.alone ? this.#whole() : this.#phone()}`
  }

  #phone(): TemplateResult | typeof nothing {
    const { invite } = this.#element
    if (!invite) return nothing
    const url = new URL(invite)
    url.search = '?component=sensor'
    return html`<details class="phone"><summary>${say(WORDS.phone)}</summary>
      <div>${qrCode(url.href, say(WORDS.phone))}<p>${say(WORDS.scan)}<br><a href=${url.href} target="_blank">${url.host}${url.pathname}${url.search}</a></p></div>
    </details>`
  }

  #whole(): TemplateResult {
    return html`<p><a href=${this.#element.invite ?? './'}>${say(WORDS.whole)}</a></p>`
  }

  readonly #follow = (): void => {
    this.requestUpdate()
    const { session } = this.#element
    if (session === this.#room || (session && !session.isOpen)) return
    this.#leave()
    this.#room = session
    if (session) void this.#join(session)
  }

  async #join(room: Session): Promise<void> {
    let sensor: Sensor | undefined
    const session = await this.#element.connect({
      onstate: state => {
        if (state === 'reconnecting') sensor?.lost()
        if (state === 'open') sensor?.back()
      },
    })
    if (room !== this.#room) return void session.close()
    this.#session = session
    const changed = () => this.requestUpdate()
    sensor = new Sensor(session, { name: this.name, measure: () => this.celsius, changed })
    this.#sensor = sensor
    await sensor.start()
    if (this.alone || this.#element.role === 'host') await sensor.stepForward()
    // Who was here first goes on, until somebody asks for this one.
    if (!this.alone && sensor.state === 'waiting') await sensor.stepBack()
    this.#publish()
    changed()
  }

  #leave(): void {
    clearTimeout(this.#timer)
    void this.#session?.close()
    this.#room = undefined
    this.#session = undefined
    this.#sensor = undefined
  }

  #publish(): void {
    clearTimeout(this.#timer)
    this.#sensor?.publish()
    this.#published = performance.now()
    this.#timer = setTimeout(() => this.#publish(), EVERY)
  }

  readonly #move = ({ target }: Event): void => {
    this.celsius = Number((target as HTMLInputElement).value)
    if (!this.#sensor) return
    const rest = SOONEST - (performance.now() - this.#published)
    if (rest <= 0) return this.#publish()
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#publish(), rest)
  }

  readonly #switch = (): void => {
    const sensor = this.#sensor
    void (sensor?.state === 'off' ? sensor.stepForward() : sensor?.stepBack())
  }
}
