// <chat-panel>: what was said last, and a field to say something.

import { html, LitElement, nothing, type PropertyValues } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { LONGEST_MESSAGE, type Message } from '../chat.ts'
import { sentenceOf } from '../refusal.ts'
import { words } from '../words.ts'
import { icons } from './icons.ts'
import { paint } from './paint.ts'

/** Pixels from the end within which somebody still reads the newest. */
const NEAR_END = 60

export class ChatPanel extends LitElement {
  static override properties = { messages: { attribute: false }, open: { type: Boolean }, problem: { state: true } }

  declare messages: readonly Message[]
  /** Whether it is in sight, on screens where it is not always. */
  declare open: boolean
  declare problem: string
  /** Says something; rejects where that fails. */
  onsay: (text: string) => Promise<void> = async () => {}
  ondone: () => void = () => {}
  #atEnd = true

  constructor() {
    super()
    this.messages = []
    this.open = false
    this.problem = ''
  }

  protected override createRenderRoot() {
    return this
  }

  protected override willUpdate(): void {
    const log = this.querySelector('.chat-log')
    this.#atEnd = !log || log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_END
  }

  protected override updated(changed: PropertyValues<this>): void {
    const log = this.querySelector('.chat-log')
    if (log && (this.#atEnd || changed.has('open'))) log.scrollTop = log.scrollHeight
  }

  protected override render() {
    return html`<section class="card chat" aria-labelledby="chat-title">
      <header class="panel-head">
        <h2 id="chat-title">${words.bar.talk}</h2>
        <button class="quiet icon-only chat-close" aria-label=${words.close(words.bar.talk)} @click=${() => this.ondone()}>${icons.close}</button>
      </header>
      <div class="chat-log" role="log" aria-label=${words.talk.log} tabindex="0">
        ${this.messages.length === 0 ? html`<p class="chat-empty">${words.talk.nobody}</p>` : nothing}
        ${repeat(
          this.messages,
          ({ key }) => key,
          ({ text, name, colour }) => html`<p class="message" ${paint(colour)}>
            <b dir="auto">${name}</b> <span dir="auto">${text}</span>
          </p>`,
        )}
      </div>
      <p class="problem" role="alert" ?hidden=${this.problem === ''}>${this.problem}</p>
      <form class="field-row" @submit=${this.#submit}>
        <label class="hidden" for="say">${words.talk.label}</label>
        <input id="say" name="say" type="text" maxlength=${LONGEST_MESSAGE} autocomplete="off" enterkeyhint="send" placeholder=${words.talk.placeholder} />
        <button>${words.talk.say}</button>
      </form>
    </section>`
  }

  readonly #submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    const field = this.querySelector<HTMLInputElement>('#say')
    const text = field?.value.trim()
    if (!field || !text) return
    try {
      this.problem = ''
      await this.onsay(text)
      if (field.value.trim() === text) field.value = ''
    } catch (error) {
      this.problem = words.talk.notSaid(sentenceOf(error))
    }
  }
}
