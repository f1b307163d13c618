// Invite view: what is seen of <wamp-invite>: the link as text and as QR code, to copy, to share, and to make anew.

import { adoptStyles, css, html, nothing, type ReactiveElement, type TemplateResult } from 'lit'
import type { Room } from '../host/room.ts'
import { copyText } from './copy-text.ts'
import { InviteRenewal, type Saying } from './invite-renewal.ts'
import { INVITE_ENGLISH, type InviteWords } from './invite-words.ts'
import { reachablePages } from './local-addresses.ts'
import { qrCode } from './qr-code.ts'
import type { SessionElement } from './session-element.ts'
import { controls } from './styles.ts'
import { wordsFor } from './words.ts'

const styles = css`
  :host { display: block }
  :host([hidden]) { display: none }
  [part=base] { display: flex; flex-wrap: wrap; gap: 1em; align-items: flex-start }
  svg { flex: none; width: var(--wamp-qr-size, 12rem); max-width: 100%; border-radius: 6px; forced-color-adjust: none }
  .say { flex: 1 1 14rem; min-width: 0; max-width: 40rem; display: grid; gap: .6em }
  input { width: 100%; text-overflow: ellipsis }
  input, select { padding: 0 .6em }
  .row { display: flex; flex-wrap: wrap; gap: .5em }
  label { display: grid; gap: .2em }
  p { margin: 0 }
  p:empty { display: none }
  [part=question] { display: grid; gap: .6em; padding: .8em; border: 1px solid; border-radius: 6px }
`

export class InviteView {
  readonly #host: ReactiveElement & { readonly plain: boolean; readonly noQr: boolean }
  #room: Room | undefined
  readonly #renewal: InviteRenewal
  #pages: readonly string[] = []
  #note: Saying | undefined

  constructor(host: ReactiveElement & { readonly plain: boolean; readonly noQr: boolean }) {
    this.#host = host
    this.#renewal = new InviteRenewal(host, note => this.#say(note))
    adoptStyles(host.renderRoot as ShadowRoot, [controls, styles])
  }

  render(element: SessionElement, invite: string): TemplateResult {
    if (element.room !== this.#room) void this.#findPages(element)
    const words = wordsFor(this.#host, INVITE_ENGLISH)
    const { room } = element
    return html`<div part="base">
      ${this.#host.noQr ? nothing : qr(invite, words.inviteQr)}
      <div class="say">
        ${field('link', invite, words.invite)} ${this.#addresses(element, words)}
        <div class="row">
          <button part="button copy" @click=${() => this.#copy('link')}>${words.copy}</button>
          ${'share' in navigator ? html`<button part="button share" @click=${() => share(invite)}>${words.share}</button>` : nothing}
          ${room ? this.#renewal.button(words) : nothing}
        </div>
        ${room ? this.#renewal.question(room, words) : nothing}
        <p part="note" role="status">${this.#note?.(words)}</p>
        ${this.#plain(element.plainUrl, words)}
      </div>
    </div>`
  }

  #plain(url: string | undefined, words: InviteWords): TemplateResult | typeof nothing {
    if (!this.#host.plain || !url) return nothing
    return html`${field('plain', url, words.plainUrl)}
      <div class="row"><button part="button copy-plain" @click=${() => this.#copy('plain')}>${words.copyPlain}</button></div>`
  }

  #addresses(element: SessionElement, words: InviteWords): TemplateResult | typeof nothing {
    if (this.#pages.length === 0) return nothing
    const { page = '' } = element
    const option = (value: string, text: string) =>
      html`<option value=${value} ?selected=${value === page}>${text}</option>`
    const choose = ({ target }: Event) => {
      element.page = (target as HTMLSelectElement).value || undefined
    }
    return html`<label>${words.leadsTo}
      <select part="address" @change=${choose}>
        ${this.#pages.map(page => option(page, new URL(page).host))} ${option('', words.thisComputer)}
      </select>
    </label>`
  }

  async #findPages(element: SessionElement): Promise<void> {
    const { room } = element
    this.#room = room
    const pages = await reachablePages(element).catch(() => [])
    if (room !== this.#room) return
    this.#pages = pages
    // An invite to this computer is of no use to any other.
    if (element.page === undefined && pages[0]) element.page = pages[0]
    this.#host.requestUpdate()
  }

  async #copy(part: string): Promise<void> {
    const shown = this.#host.renderRoot.querySelector<HTMLInputElement>(`input[part=${part}]`)
    if (!shown) return
    // What is said twice is to be announced twice.
    this.#say(undefined)
    const copied = await copyText(shown)
    this.#say(words => (copied ? words.copied : words.selected))
  }

  #say(note: Saying | undefined): void {
    this.#note = note
    this.#host.requestUpdate()
  }
}

function qr(text: string, label: string): TemplateResult {
  const { size, path } = qrCode(text)
  // Dark on light whatever the page's colours are, for scanners want that.
  return html`<svg part="qr" role="img" aria-label=${label} viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges">
    <rect width=${size} height=${size} fill="#fff" /><path d=${path} />
  </svg>`
}

function field(part: string, text: string, label: string): TemplateResult {
  const select = ({ target }: Event) => (target as HTMLInputElement).select()
  return html`<label>${label} <input part=${part} readonly .value=${text} @focus=${select} /></label>`
}

async function share(url: string): Promise<void> {
  // Whoever changes his mind, or cannot share here, has the link in sight.
  await navigator.share({ title: document.title, url }).catch(() => {})
}
