// <invite-panel>: the link that lets others in, as text, as QR code, to copy and to share.

import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { copy } from '../../site/copy.ts'
import { words } from '../words.ts'
import { icons } from './icons.ts'
import { qrCode } from './qr-code.ts'

export class InvitePanel extends LitElement {
  static override properties = {
    invite: { attribute: false },
    plainUrl: { attribute: false },
    realm: { attribute: false },
    pages: { attribute: false },
    page: { attribute: false },
    copied: { state: true },
  }

  declare invite: string
  /** Where plain WAMP clients join; a host knows. */
  declare plainUrl: string | undefined
  declare realm: string
  /** Addresses of this page that other devices can open, to choose from; none where there is no choice. */
  declare pages: readonly string[]
  /** The chosen one; undefined for the address that the page has now. */
  declare page: string | undefined
  declare copied: string
  onpage: (page: string | undefined) => void = () => {}
  ondone: () => void = () => {}

  constructor() {
    super()
    this.invite = ''
    this.realm = 'realm1'
    this.pages = []
    this.copied = ''
  }

  protected override createRenderRoot() {
    return this
  }

  protected override render() {
    return html`<section class="card invite" aria-labelledby="invite-title">
      <header class="panel-head">
        <h2 id="invite-title">${words.bar.invite}</h2>
        <button class="quiet icon-only" aria-label=${words.close(words.bar.invite)} @click=${() => this.ondone()}>${icons.close}</button>
      </header>
      <div class="invite-body">
        ${qrCode(this.invite, words.invite.qr)}
        <div class="invite-say">
          <p>${words.invite.lead}</p>
          <div class="invite-actions">
            <button class="primary" @click=${() => this.#copy('.invite-link')}>${words.invite.copy}</button>
            ${'share' in navigator ? html`<button @click=${this.#share}>${words.invite.share}</button>` : nothing}
          </div>
          <p class="copied" role="status">${this.copied}</p>
        </div>
      </div>
      <code class="invite-link" tabindex="0" aria-label=${words.invite.link}>${this.invite}</code>
      ${this.#addresses()} ${this.#plain()}
    </section>`
  }

  #addresses(): TemplateResult | typeof nothing {
    if (this.pages.length === 0) return nothing
    const choose = (event: Event) => {
      if (event.target instanceof HTMLSelectElement) this.onpage(event.target.value || undefined)
    }
    return html`<label class="addresses">
      <span>${words.invite.leadsTo}</span>
      <select @change=${choose}>
        ${this.pages.map(page => html`<option value=${page} ?selected=${page === this.page}>${new URL(page).host}</option>`)}
        <option value="" ?selected=${this.page === undefined}>${words.invite.here}</option>
      </select>
    </label>`
  }

  #plain(): TemplateResult | typeof nothing {
    if (!this.plainUrl) return nothing
    return html`<details class="plain">
      <summary>${words.invite.plain}</summary>
      <p>${words.invite.plainLead} <b class="realm">${this.realm}</b>. ${words.invite.secret}</p>
      <code class="plain-url" tabindex="0" aria-label=${words.invite.plainUrl}>${this.plainUrl}</code>
      <button @click=${() => this.#copy('.plain-url')}>${words.invite.copyPlain}</button>
    </details>`
  }

  async #copy(what: string): Promise<void> {
    const shown = this.querySelector<HTMLElement>(what)
    if (!shown) return
    this.copied = ''
    this.copied = (await copy(shown)) ? words.copied : words.copyYourself
  }

  readonly #share = async (): Promise<void> => {
    try {
      await navigator.share({ title: words.invite.shared, url: this.invite })
    } catch (error) {
      // Changing one's mind is no failure.
      if (!(error instanceof Error && error.name === 'AbortError')) this.copied = words.invite.notShared
    }
  }
}
