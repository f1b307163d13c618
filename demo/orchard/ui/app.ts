// <orchard-app>: the five components of this page with their switches, and what its interface shows and sets.

import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { sessionElement } from '../../connection.ts'
import { say } from '../../site/language.ts'
import type { Session } from '../../wamp.ts'
import { Component } from '../component.ts'
import { FollowedDevice } from '../device.ts'
import { startDistribution } from '../distribution.ts'
import { startDose } from '../dose.ts'
import { failureOf, failureSentence } from '../failure.ts'
import { startLocalisation } from '../localisation.ts'
import { startMap } from '../map.ts'
import { Overview } from '../overview.ts'
import { Presence } from '../presence.ts'
import { chosenRoles, ROLES, type Role, SERVICES, type Service } from '../roles.ts'
import type { Start } from '../tools.ts'
import { missingWords } from '../words.ts'
import { componentCard } from './component-card.ts'
import type { OrchardPicture } from './picture.ts'
import { readings } from './readings.ts'
import { type Ask, settingsPanel } from './settings-panel.ts'

export class OrchardApp extends LitElement {
  static override properties = { shows: { state: true }, refusal: { state: true } }

  /** Whether this page is an interface. */
  declare shows: boolean
  /** Why a component did not do what was asked here. */
  declare refusal: string
  readonly #element = sessionElement()
  readonly #components: Readonly<Record<Service, Component>> = {
    localisation: this.#component(tools => startLocalisation(tools, () => this.#device?.position)),
    map: this.#component(startMap),
    dose: this.#component(startDose),
    distribution: this.#component(tools => startDistribution(tools)),
  }
  /** Those that the page is for come first. */
  readonly #order: readonly Role[]
  #session: Session | undefined
  #presence: Presence | undefined
  #overview: Overview | undefined
  #device: FollowedDevice | undefined

  constructor() {
    super()
    const chosen = chosenRoles(location.search)
    this.#order = [...chosen, ...ROLES.filter(role => !chosen.includes(role))]
    this.shows = chosen.includes('interface')
    this.refusal = ''
    for (const service of SERVICES) if (chosen.includes(service)) this.#components[service].on()
  }

  protected override createRenderRoot() {
    return this
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#element.addEventListener('wamp-state', this.#follow)
    this.#follow()
  }

  protected override render() {
    return html`${this.shows ? this.#interface() : nothing}
      <ul class="components" aria-label=${say({ en: 'Components', fr: 'Composants' })}>
        ${this.#order.map(role => (role === 'interface' ? this.#ownCard() : this.#card(role)))}
      </ul>`
  }

  #interface(): TemplateResult {
    return html`<div class="interface">
      <div class="seen">
        <orchard-picture .overview=${this.#overview}></orchard-picture>
        <p class="trouble" role="status">${this.#trouble()}</p>
      </div>
      <div class="panel-side">
        ${readings(this.#overview)}
        ${settingsPanel({
          overview: this.#overview,
          has: service => this.#session?.isOpen === true && this.#presence?.has(service) === true,
          ask: this.#ask,
        })}
        <p class="problem" role="alert" ?hidden=${!this.refusal}>${this.refusal}</p>
      </div>
    </div>`
  }

  /** What keeps trees from being treated, the first cause first. */
  #trouble(): string {
    const overview = this.#overview
    if (!overview || !this.#session?.isOpen) return ''
    const missing = SERVICES.find(service => this.#presence?.has(service) === false)
    if (missing) return say(missingWords(missing))
    if (overview.silent) return say({ en: 'No position for 3 seconds.', fr: 'Aucune position depuis 3 secondes.' })
    return overview.failure ? say(failureSentence(overview.failure)) : ''
  }

  #ownCard(): TemplateResult {
    return componentCard({
      role: 'interface',
      standing: this.shows ? (this.#session?.isOpen ? 'working' : 'starting') : 'off',
      elsewhere: undefined,
      note: undefined,
      ontoggle: () => this.#toggleInterface(),
    })
  }

  #card(service: Service): TemplateResult {
    const component = this.#components[service]
    const works = component.standing === 'working'
    return componentCard({
      role: service,
      standing: component.standing,
      elsewhere: works ? undefined : this.#presence?.has(service),
      note: component.note,
      more: service === 'localisation' && works ? this.#deviceButton() : undefined,
      ontoggle: () => (component.isOn ? component.off() : component.on()),
    })
  }

  #deviceButton(): TemplateResult | undefined {
    // Not on plain http.
    if (!navigator.geolocation || !isSecureContext) return undefined
    const words = this.#device
      ? { en: 'Simulate the drive', fr: 'Simuler la conduite' }
      : { en: 'Follow this device', fr: 'Suivre cet appareil' }
    return html`<button class="device" aria-pressed=${this.#device !== undefined} @click=${this.#toggleDevice}>${say(words)}</button>`
  }

  readonly #toggleDevice = (): void => {
    const before = this.#device
    before?.stop()
    this.refusal = ''
    this.#device = before ? undefined : new FollowedDevice(this.#lost)
    this.requestUpdate()
  }

  /** A device may find its position again, unless it was not allowed to look. */
  readonly #lost = ({ code, message, PERMISSION_DENIED }: GeolocationPositionError): void => {
    if (code !== PERMISSION_DENIED) return
    this.#device?.stop()
    this.#device = undefined
    const why = {
      en: `This device gives no position: ${message}`,
      fr: `Cet appareil ne donne pas sa position : ${message}`,
    }
    this.refusal = say(why)
    this.requestUpdate()
  }

  #component(start: Start): Component {
    return new Component({
      start,
      connect: async onclose => {
        await this.#opened()
        const onstate = (state: Session['state']) => {
          if (state === 'closed') onclose()
        }
        return this.#element.connect({ reconnect: 'never', onstate })
      },
      onchange: () => this.requestUpdate(),
    })
  }

  async #opened(): Promise<void> {
    while (!this.#element.session?.isOpen) {
      await new Promise(resolve => this.#element.addEventListener('wamp-state', resolve, { once: true }))
    }
  }

  #toggleInterface(): void {
    this.shows = !this.shows
    this.#openInterface()
  }

  /** The page's session may become another one: that of another room. */
  readonly #follow = (): void => {
    const { session } = this.#element
    this.requestUpdate()
    if (session === this.#session) return void (session?.isOpen && this.#presence?.look())
    this.#session = session
    this.#presence?.close()
    this.#presence = session && new Presence(session, (service, there) => this.#seen(service, there))
    this.#openInterface()
    // A session that closes is followed by another, or by none.
    this.#presence?.open().catch(() => {})
  }

  #openInterface(): void {
    const session = this.#session
    this.#overview?.close()
    this.#overview = undefined
    if (!session || !this.shows) return
    const picture = () => this.querySelector<OrchardPicture>('orchard-picture')
    const overview = new Overview(session, {
      onposition: position => void [picture()?.drive(position), this.requestUpdate()],
      onspray: (tree, treatment) => picture()?.spray(tree, treatment),
      onchange: () => void [picture()?.requestUpdate(), this.requestUpdate()],
    })
    this.#overview = overview
    overview.open().then(
      () => SERVICES.forEach(service => void (this.#presence?.has(service) && overview.learn(service))),
      () => {},
    )
  }

  #seen(service: Service, there: boolean): void {
    if (there) void this.#overview?.learn(service)
    this.requestUpdate()
  }

  readonly #ask: Ask = async (procedure, kwargs = {}) => {
    this.refusal = ''
    try {
      await this.#overview?.ask(procedure, kwargs)
      return true
    } catch (error) {
      this.refusal = say(failureSentence(failureOf(error, procedure)))
      return false
    }
  }
}
