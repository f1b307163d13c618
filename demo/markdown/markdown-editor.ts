// <markdown-editor>: the interface: what is written is rendered elsewhere while one writes, and who did it is counted.

import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { sessionElement } from '../connection.ts'
import { Answerers } from '../site/answerers.ts'
import { say, type Translated } from '../site/language.ts'
import { Result, type Session } from '../wamp.ts'
import { RENDER } from './protocol.ts'
import { safeHtml } from './safe-html.ts'

const WORDS = {
  markdown: { en: 'Markdown', fr: 'Markdown' },
  preview: { en: 'As HTML', fr: 'En HTML' },
  by: { en: 'Rendered by', fr: 'Rendu par' },
  for: { en: 'for', fr: 'pour' },
  stranger: { en: 'somebody unknown', fr: 'quelqu’un d’inconnu' },
  many: { en: 'Render it 100 times', fr: 'Rendre cent fois' },
  shares: { en: 'Who did how much', fr: 'Qui a fait combien' },
} as const satisfies Record<string, Translated>

const MANY = 100

export class MarkdownEditor extends LitElement {
  static override properties = {
    text: { state: true },
    token: { attribute: false },
    by: { state: true },
    person: { state: true },
    problem: { state: true },
    shares: { state: true },
    busy: { state: true },
  }

  declare text: string
  /** Who the person is, for those who ask the authentication. */
  declare token: string | undefined
  declare by: string
  declare person: string | null
  declare problem: string
  declare shares: ReadonlyMap<string, number>
  declare busy: boolean
  readonly #element = sessionElement()
  #session: Session | undefined
  #wanted = false
  #rendering = false

  constructor() {
    super()
    this.text = ''
    this.by = ''
    this.person = null
    this.problem = ''
    this.shares = new Map()
    this.busy = false
  }

  protected override createRenderRoot() {
    return this
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#element.addEventListener('wamp-state', this.#follow)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#element.removeEventListener('wamp-state', this.#follow)
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('text') || changed.has('token')) void this.#render()
  }

  protected override render() {
    return html`<div class="editor">
        <label>${say(WORDS.markdown)}<textarea rows="14" spellcheck="false" .value=${this.text} @input=${this.#written}></textarea></label>
        <div><p id="preview-name">${say(WORDS.preview)}</p><div class="preview" role="region" aria-labelledby="preview-name" tabindex="0"></div></div>
      </div>
      <p class="by">${this.by ? html`${say(WORDS.by)} <b>${this.by}</b> ${say(WORDS.for)} <b dir="auto">${this.person ?? say(WORDS.stranger)}</b>` : nothing}</p>
      <p class="problem" role="alert" ?hidden=${!this.problem}>${this.problem}</p>
      <div class="many"><button ?disabled=${this.busy} @click=${this.#renderMany}>${say(WORDS.many)}</button>${this.#sharesView()}</div>`
  }

  #sharesView(): TemplateResult {
    const total = [...this.shares.values()].reduce((sum, share) => sum + share, 0)
    return html`<ul class="shares" aria-label=${say(WORDS.shares)}>
      ${[...this.shares].map(([by, share]) => html`<li><span>${by}</span><meter min="0" max=${total} value=${share} aria-label=${by}></meter><span>${share}</span></li>`)}
    </ul>`
  }

  /** Renders what is written now; while that is under way, only the last that was written waits. */
  async #render(): Promise<void> {
    this.#wanted = true
    if (this.#rendering) return
    this.#rendering = true
    while (this.#wanted) {
      this.#wanted = false
      await this.#renderOnce().catch((error: Error) => {
        this.problem = error.message
      })
    }
    this.#rendering = false
  }

  async #renderOnce(): Promise<void> {
    if (!this.#session?.isOpen) return
    // #region call
    const kwargs = this.token ? { token: this.token } : {}
    const result = await this.#session.call<Result>(RENDER, [this.text], kwargs)
    const [rendered] = result.args
    this.querySelector('.preview')?.replaceChildren(safeHtml(String(rendered)))
    // #endregion
    this.problem = ''
    this.#count(result)
    this.by = String(result.kwargs.by)
    this.person = typeof result.kwargs.for === 'string' ? result.kwargs.for : null
  }

  #count({ kwargs: { by } }: Result): void {
    this.shares = new Map([...this.shares, [String(by), (this.shares.get(String(by)) ?? 0) + 1]])
  }

  readonly #renderMany = async (): Promise<void> => {
    const session = this.#session
    if (!session) return
    this.busy = true
    this.shares = new Map()
    const calls = Array.from({ length: MANY }, () =>
      session.call<unknown>(RENDER, [this.text]).then(result => result instanceof Result && this.#count(result)),
    )
    const failed = (await Promise.allSettled(calls)).find(({ status }) => status === 'rejected')
    if (failed?.status === 'rejected') this.problem = String(failed.reason.message)
    this.busy = false
  }

  readonly #written = (event: Event): void => {
    if (event.target instanceof HTMLTextAreaElement) this.text = event.target.value
  }

  readonly #follow = (): void => {
    const { session } = this.#element
    if (!session?.isOpen || session === this.#session) return
    this.#session = session
    // Who comes renders what waits for it.
    void new Answerers(session, RENDER, sessions => sessions.length > 0 && this.#render()).start()
  }
}
