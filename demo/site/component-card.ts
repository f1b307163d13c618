// <component-card>: one kind of component: who answers for it, and those that this page can run, each in a session of its own.

import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { sessionElement } from '../connection.ts'
import type { Session } from '../wamp.ts'
import { Answerers } from './answerers.ts'
import { say, type Translated } from './language.ts'

/** A component that a page can run. */
export interface PageComponent {
  readonly name: Translated
  /** Registers what it offers. */
  start(session: Session): Promise<unknown>
}

const WORDS = {
  run: { en: 'Run', fr: 'Lancer' },
  stop: { en: 'Stop', fr: 'Arrêter' },
  nobody: { en: 'Nobody answers now.', fr: 'Personne ne répond en ce moment.' },
  here: { en: 'in this page', fr: 'dans cette page' },
  page: { en: 'Another page', fr: 'Une autre page' },
  outside: { en: 'Outside the browser', fr: 'Hors du navigateur' },
} as const satisfies Record<string, Translated>

/** The first of its components starts by itself where nobody answers, until somebody stops it. */
export class ComponentCard extends LitElement {
  static override properties = {
    heading: {},
    procedure: {},
    components: { attribute: false },
    answering: { state: true },
    problem: { state: true },
  }

  declare heading: string
  /** Who answers this one is shown. */
  declare procedure: string
  declare components: readonly PageComponent[]
  declare answering: readonly Answering[]
  declare problem: string
  readonly #element = sessionElement()
  readonly #running = new Map<PageComponent, Run>()
  #session: Session | undefined
  #answerers: Answerers | undefined
  #id = 0
  #standsIn = true

  constructor() {
    super()
    this.heading = ''
    this.procedure = ''
    this.components = []
    this.answering = []
    this.problem = ''
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
  }

  protected override render() {
    const others = this.answering.filter(({ session }) => !this.#isHere(session))
    const nobody = this.answering.length === 0 && this.#id !== 0
    return html`<h3>${this.heading}</h3>
      <p><code>${this.procedure}</code></p>
      <ul class="components" aria-live="polite">
        ${this.components.map(component => this.#component(component))}
        ${others.map(({ session, plain }) => html`<li data-on><span>${say(plain ? WORDS.outside : WORDS.page)} <small>${session}</small></span></li>`)}
      </ul>
      ${nobody ? html`<p class="nobody">${say(WORDS.nobody)}</p>` : nothing}
      ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}`
  }

  #component(component: PageComponent): TemplateResult {
    const runs = this.#running.has(component)
    const name = say(component.name)
    const words = say(runs ? WORDS.stop : WORDS.run)
    const change = () => (runs ? this.#stop(component) : this.#run(component))
    return html`<li ?data-on=${runs}><span>${name} <small>${say(WORDS.here)}</small></span>
      <button aria-label="${words}${say({ en: ':', fr: ' :' })} ${name}" ?disabled=${this.#id === 0} @click=${change}>${words}</button>
    </li>`
  }

  #isHere(id: number): boolean {
    return [...this.#running.values()].some(({ session }) => session?.id === id)
  }

  async #run(component: PageComponent): Promise<void> {
    if (this.#running.has(component)) return
    const run: Run = {}
    this.#running.set(component, run)
    this.problem = ''
    this.requestUpdate()
    try {
      const session = await this.#element.connect()
      run.session = session
      // Stopped meanwhile, or in another room.
      if (this.#running.get(component) !== run) return await session.close()
      this.requestUpdate()
      await component.start(session)
    } catch (error) {
      if (this.#running.get(component) !== run) return
      await this.#end(component)
      this.problem = error instanceof Error ? error.message : String(error)
    }
  }

  async #stop(component: PageComponent): Promise<void> {
    this.#standsIn = false
    await this.#end(component)
  }

  async #end(component: PageComponent): Promise<void> {
    const run = this.#running.get(component)
    this.#running.delete(component)
    this.requestUpdate()
    await run?.session?.close()
  }

  readonly #follow = (): void => {
    const { session } = this.#element
    const id = session?.isOpen ? session.id : 0
    if (id === this.#id) return
    this.#id = id
    this.requestUpdate()
    if (!session || id === 0) return
    if (session === this.#session) return void this.#answerers?.look()
    // Another room: what ran in the one before has ended with it.
    this.#session = session
    this.#running.clear()
    this.#standsIn = true
    this.#answerers = new Answerers(session, this.procedure, sessions => void this.#found(session, sessions))
    this.#answerers.start().catch((error: Error) => {
      if (session === this.#session) this.problem = error.message
    })
  }

  async #found(session: Session, sessions: readonly number[]): Promise<void> {
    const answering = await Promise.all(sessions.map(id => describe(session, id)))
    if (session !== this.#session) return
    this.answering = answering
    const [first] = this.components
    if (sessions.length === 0 && this.#standsIn && first) await this.#run(first)
  }
}

interface Run {
  /** None while it connects. */
  session?: Session
}

interface Answering {
  readonly session: number
  /** Whether it came by a plain WebSocket. */
  readonly plain: boolean
}

async function describe(session: Session, id: number): Promise<Answering> {
  try {
    const { authrole } = await session.call<{ authrole?: string }>('wamp.session.get', [id])
    return { session: id, plain: authrole === 'plain' }
  } catch {
    return { session: id, plain: false }
  }
}
