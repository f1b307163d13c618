// <run-outside>: a command that starts a component outside the browser, which joins this page's room by its plain URL.

import { ContextConsumer } from '@lit/context'
import { html, LitElement, nothing } from 'lit'
import { sessionContext } from '../../src/entry/elements.ts'
import { sessionElement } from '../connection.ts'
import { copy } from './copy.ts'
import { say } from './language.ts'

export class RunOutside extends LitElement {
  static override properties = { file: {}, command: {}, copied: { state: true } }

  /** Where to take it from. */
  declare file: string
  /** What to type, but for the URL at its end. */
  declare command: string
  declare copied: string

  constructor() {
    super()
    this.file = ''
    this.command = ''
    this.copied = ''
    // Only to be told when there is a room.
    new ContextConsumer(this, { context: sessionContext, subscribe: true })
  }

  protected override createRenderRoot() {
    return this
  }

  protected override render() {
    const { plainUrl } = sessionElement()
    const name = this.file.split('/').at(-1)
    const take = html`<a href=${this.file} download>${name}</a>`
    if (!plainUrl) {
      return html`<p>${take} · ${say({ en: 'Who hosts the room has the address for it.', fr: 'Seul l’hôte du salon en a l’adresse.' })}</p>`
    }
    return html`<p>${say({ en: 'Take', fr: 'Prenez' })} ${take}${say({ en: ', and run:', fr: ', et lancez :' })}</p>
      <div class="command">
        <code tabindex="0">${this.command} ${plainUrl}</code>
        <button @click=${this.#copy}>${say({ en: 'Copy', fr: 'Copier' })}</button>
      </div>
      ${this.copied ? html`<p role="status">${this.copied}</p>` : nothing}`
  }

  readonly #copy = async (): Promise<void> => {
    const shown = this.querySelector<HTMLElement>('code')
    if (!shown) return
    this.copied = (await copy(shown))
      ? say({ en: 'Copied.', fr: 'Copié.' })
      : say({ en: 'It is selected: copy it with Ctrl+C, or ⌘C.', fr: 'C’est sélectionné : copiez avec Ctrl+C, ou ⌘C.' })
  }
}
