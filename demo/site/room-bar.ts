// <room-bar>: the room of the page: how it is connected, its invite, and the way to another room.

import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { sessionElement } from '../connection.ts'
import { say } from './language.ts'

type Panel = 'invite' | 'join'

const WORDS = {
  invite: { en: 'Invite', fr: 'Inviter' },
  join: { en: 'Join another room', fr: 'Rejoindre un autre salon' },
  paste: { en: 'Paste an invite', fr: 'Collez une invitation' },
  enter: { en: 'Join', fr: 'Rejoindre' },
  leave: { en: 'Back to my own room', fr: 'Revenir à mon salon' },
  open: { en: 'Open the room again', fr: 'Rouvrir le salon' },
} as const

export class RoomBar extends LitElement {
  static override properties = { panel: { state: true } }

  declare panel: Panel | undefined
  readonly #element = sessionElement()

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

  protected override render() {
    return html`<div class="card room">
      <wamp-status></wamp-status>
      ${this.#actions()}
      ${this.panel ? html`<div class="room-panel">${this.panel === 'invite' ? html`<wamp-invite plain></wamp-invite>` : this.#joining()}</div>` : nothing}
    </div>`
  }

  #actions(): TemplateResult {
    const { role, state } = this.#element
    if (state === 'closed') return html`<button class="primary" @click=${this.#host}>${say(WORDS.open)}</button>`
    const toggle = (
      panel: Panel,
    ) => html`<button aria-expanded=${this.panel === panel} @click=${() => this.#toggle(panel)}>
      ${say(WORDS[panel])}
    </button>`
    return html`${toggle('invite')}${role === 'guest' ? html`<button @click=${this.#host}>${say(WORDS.leave)}</button>` : toggle('join')}`
  }

  #joining(): TemplateResult {
    return html`<form @submit=${this.#join}>
      <label for="room-invite">${say(WORDS.paste)}</label>
      <div class="field-row">
        <input id="room-invite" name="invite" required autocomplete="off" spellcheck="false" placeholder="https://…#wamp=…">
        <button>${say(WORDS.enter)}</button>
      </div>
    </form>`
  }

  #toggle(panel: Panel): void {
    this.panel = this.panel === panel ? undefined : panel
  }

  readonly #join = (event: SubmitEvent): void => {
    event.preventDefault()
    if (!(event.target instanceof HTMLFormElement)) return
    this.#element.invite = String(new FormData(event.target).get('invite'))
    this.panel = undefined
  }

  /** The element tells what goes wrong. */
  readonly #host = (): void => {
    this.panel = undefined
    this.#element.open().catch(() => {})
  }

  readonly #follow = (): void => this.requestUpdate()
}
