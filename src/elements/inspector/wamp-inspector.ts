// <wamp-inspector>: shows what passes through a router: a figure with travelling messages, a log, sessions; and tries things.

import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { findSession } from './find-session.ts'
import type { InspectorView, Show } from './inspector-view.ts'
import type { GivenNames } from './session-names.ts'
import { DEFAULT_CAPACITY } from './trace-log.ts'

/**
 * Shows the WAMP messages that pass: of a page that hosts, all at its room's router; of any other page, those of its own
 * session. Payloads are shown to whoever looks at the page. Out of sight, or in a page that is hidden, it keeps what passes
 * and draws nothing.
 *
 * @tag wamp-inspector
 * @summary Watches the messages that pass through a router.
 * @attr {string} session - the id of a `<wamp-session>`; without it, the one around the element
 * @attr {boolean} figure - shows the figure only
 * @attr {boolean} log - shows the log only
 * @attr {string} names - what sessions are called, as JSON: `{"com.app.gettemp": "Arduino", "call com.app.gettemp": "Android"}`
 * @attr {number} capacity - how many messages are kept; 10,000 by default
 * @prop {ReadonlyMap<number | string, string> | Record<string, string>} names - names by session id, by authid, or by what a
 *   session does: a URI is who registers or publishes it, `call` or `subscribe` and a URI who does that
 * @csspart figure - the drawing
 * @csspart tabs - the tabs
 * @csspart panel - what the chosen tab shows
 * @csspart toolbar - filter and buttons of the log
 * @csspart log - the log
 * @csspart message - one message in it
 * @csspart replay - the controls of a replay
 * @cssprop [--wamp-inspector-ink=CanvasText] - text and lines
 * @cssprop [--wamp-inspector-paper=Canvas] - the background
 * @cssprop [--wamp-inspector-accent] - buttons and the router
 * @cssprop [--wamp-inspector-log-height=22rem] - the most that the log takes
 */
export class WampInspectorElement extends LitElement {
  static override properties = {
    session: {},
    figure: { type: Boolean },
    log: { type: Boolean },
    names: { converter: namesOf },
    capacity: { type: Number },
  }
  static override styles = css`:host { display: block } :host([hidden]) { display: none }`

  declare session: string | null
  declare figure: boolean
  declare log: boolean
  declare names: GivenNames | Readonly<Record<string, string>>
  declare capacity: number

  #view: InspectorView | undefined

  constructor() {
    super()
    this.session = null
    this.figure = false
    this.log = false
    this.names = new Map()
    this.capacity = DEFAULT_CAPACITY
  }

  override connectedCallback(): void {
    super.connectedCallback()
    document.addEventListener('wamp-state', this.#sessionChanged)
    // In any order of definition.
    void customElements.whenDefined('wamp-session').then(this.#sessionChanged)
    void this.#load()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    document.removeEventListener('wamp-state', this.#sessionChanged)
    // Moved within the page, the element is back before this runs.
    queueMicrotask(() => {
      if (!this.isConnected) this.#view?.leave()
    })
  }

  /** The trace as text: JSON, to be saved; {@link replay} takes it. */
  save(): string | undefined {
    return this.#view?.text()
  }

  /** Plays a saved trace; what is wrong with it is shown. */
  async replay(text: string): Promise<void> {
    const view = await this.#load()
    await this.updateComplete
    view.open(text)
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('names') && this.#view) this.#view.names = mapOf(this.names)
  }

  protected override updated(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('session')) this.#find()
    this.#view?.rendered()
  }

  protected override render(): TemplateResult {
    return this.#view ? this.#view.render(this.#show) : html`<p>${nothing}</p>`
  }

  get #show(): Show {
    return this.figure ? 'figure' : this.log ? 'log' : 'all'
  }

  async #load(): Promise<InspectorView> {
    const { InspectorView } = await import('./inspector-view.ts')
    await this.updateComplete
    if (!this.#view) {
      this.#view = new InspectorView(this, this.capacity)
      this.#view.names = mapOf(this.names)
    }
    this.#view.language = languageOf(this)
    if (this.isConnected) this.#find()
    return this.#view
  }

  /** An element that is upgraded later tells of itself by its first state. */
  readonly #sessionChanged = (): void => this.#find()

  #find(): void {
    this.#view?.watch(findSession(this, this.session))
    this.requestUpdate()
  }
}

function namesOf(json: string | null): Readonly<Record<string, string>> {
  try {
    return JSON.parse(json ?? '{}')
  } catch {
    console.warn(`<wamp-inspector names>: this is not JSON: ${json}`)
    return {}
  }
}

function mapOf(names: GivenNames | Readonly<Record<string, string>>): GivenNames {
  if (names instanceof Map) return names
  return new Map(Object.entries(names).map(([key, name]) => [/^\d+$/.test(key) ? Number(key) : key, name] as const))
}

/** The language around an element, across shadow roots. */
function languageOf(element: Element): string {
  for (let node: Element | undefined = element; node; ) {
    const found: Element | null = node.closest('[lang]')
    if (found) return found.getAttribute('lang') ?? ''
    const root = node.getRootNode()
    node = root instanceof ShadowRoot ? root.host : undefined
  }
  return ''
}

declare global {
  interface HTMLElementTagNameMap {
    'wamp-inspector': WampInspectorElement
  }
}
