// <wamp-invite>: the link that lets others in: as text, as QR code, to copy and to share.

import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import type { Room } from '../host/room.ts'
import { copyText } from './copy-text.ts'
import { reachablePages } from './local-addresses.ts'
import type { QrCode } from './qr-code.ts'
import { SessionConsumer } from './session-consumer.ts'
import { sessionElementContext } from './session-context.ts'
import type { SessionElement } from './session-element.ts'
import { controls } from './styles.ts'
import { type Words, wordsFor } from './words.ts'

/**
 * Shows the invite of its `<wamp-session>`: whoever has the link can join. Where the page's address is of this computer only,
 * it offers those at which other devices find it, if the signaling server knows them.
 *
 * @summary The link that lets others in: as text, as QR code, to copy and to share.
 * @attr {boolean} plain - show the plain WAMP URL too, where other WAMP clients join
 * @attr {boolean} no-qr - without the QR code
 * @attr {string} session - the id of the `<wamp-session>`, where this element is not inside it
 * @csspart base - all of it
 * @csspart qr - the QR code
 * @csspart link - the field with the link
 * @csspart plain - the field with the plain WAMP URL
 * @csspart address - the choice of addresses
 * @csspart button - each button; also `copy`, `share`, `rotate`, `copy-plain`
 * @csspart note - what came of a button
 * @cssprop --wamp-qr-size - how large the QR code is; 12rem by default
 */
export class WampInviteElement extends LitElement {
  static override properties = {
    plain: { type: Boolean },
    noQr: { type: Boolean, attribute: 'no-qr' },
    session: {},
    note: { state: true },
    pages: { state: true },
    encoder: { state: true },
  }
  static override styles = [
    controls,
    css`
      :host { display: block }
      :host([hidden]) { display: none }
      [part=base] { display: flex; flex-wrap: wrap; gap: 1em; align-items: flex-start }
      svg { flex: none; width: var(--wamp-qr-size, 12rem); max-width: 100%; border-radius: 6px; forced-color-adjust: none }
      .say { flex: 1 1 14rem; min-width: 0; display: grid; gap: .6em }
      input { width: 100%; text-overflow: ellipsis }
      .row { display: flex; flex-wrap: wrap; gap: .5em }
      label { display: grid; gap: .2em }
      p { margin: 0; min-height: 1.4em }
    `,
  ]

  declare plain: boolean
  declare noQr: boolean
  declare session: string | undefined
  declare note: keyof Words | undefined
  declare pages: readonly string[]
  declare encoder: ((text: string) => QrCode) | undefined

  readonly #consumer = new SessionConsumer<SessionElement>(this, sessionElementContext)
  #room: Room | undefined

  constructor() {
    super()
    this.pages = []
  }

  protected override willUpdate(): void {
    const element = this.#consumer.value
    if (element?.invite && !this.noQr && !this.encoder) {
      void import('./qr-code.ts').then(({ qrCode }) => {
        this.encoder = qrCode
      })
    }
    if (element?.room === this.#room) return
    this.#room = element?.room
    void this.#findPages(this.#room)
  }

  protected override render() {
    const element = this.#consumer.value
    const invite = element?.invite
    if (!element || !invite) return nothing
    const words = wordsFor(this)
    return html`<div part="base">
      ${this.#qr(invite, words)}
      <div class="say">
        ${this.#field('link', invite, words.invite)} ${this.#addresses(element.page, words)}
        <div class="row">
          <button part="button copy" @click=${() => this.#copy('link')}>${words.copy}</button>
          ${'share' in navigator ? html`<button part="button share" @click=${() => this.#share(invite)}>${words.share}</button>` : nothing}
        </div>
        ${this.#plain(element.plainUrl, words)}
        <p part="note" role="status">${this.note && words[this.note]}</p>
      </div>
    </div>`
  }

  #qr(invite: string, words: Words): TemplateResult | typeof nothing {
    if (this.noQr || !this.encoder) return nothing
    const { size, path } = this.encoder(invite)
    // Dark on light whatever the page's colours are, for scanners want that.
    return html`<svg part="qr" role="img" aria-label=${words.inviteQr} viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges">
      <rect width=${size} height=${size} fill="#fff" /><path d=${path} />
    </svg>`
  }

  #plain(url: string | undefined, words: Words): TemplateResult | typeof nothing {
    if (!this.plain || !url) return nothing
    return html`${this.#field('plain', url, words.plainUrl)}
      <div class="row"><button part="button copy-plain" @click=${() => this.#copy('plain')}>${words.copyPlain}</button></div>`
  }

  #field(part: string, text: string, label: string): TemplateResult {
    return html`<label>${label}
      <input part=${part} readonly .value=${text} @focus=${(event: Event) => (event.target as HTMLInputElement).select()} />
    </label>`
  }

  #addresses(page: string | undefined, words: Words): TemplateResult | typeof nothing {
    if (this.pages.length === 0) return nothing
    const option = (value: string, text: string) =>
      html`<option value=${value} ?selected=${value === (page ?? '')}>${text}</option>`
    return html`<label>${words.leadsTo}
      <select part="address" @change=${({ target }: Event) => this.#lead((target as HTMLSelectElement).value)}>
        ${this.pages.map(page => option(page, new URL(page).host))} ${option('', words.thisComputer)}
      </select>
    </label>`
  }

  async #findPages(room: Room | undefined): Promise<void> {
    const pages = await reachablePages(room).catch(() => [])
    if (room !== this.#room) return
    this.pages = pages
    const element = this.#consumer.value
    // An invite to this computer is of no use to any other.
    if (element && element.page === undefined && pages[0]) this.#lead(pages[0])
  }

  #lead(page: string): void {
    const element = this.#consumer.value
    if (element) element.page = page || undefined
  }

  async #copy(part: string): Promise<void> {
    const field = this.renderRoot.querySelector<HTMLInputElement>(`input[part=${part}]`)
    // What is said twice is to be announced twice.
    this.note = undefined
    if (field) this.note = (await copyText(field)) ? 'copied' : 'selected'
  }

  async #share(url: string): Promise<void> {
    // Whoever changes his mind, or cannot share here, has the link in sight.
    await navigator.share({ title: document.title, url }).catch(() => {})
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'wamp-invite': WampInviteElement
  }
}
