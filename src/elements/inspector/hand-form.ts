// Hand form: calls and publishes what somebody types, and shows what came of it.

import { html, type TemplateResult } from 'lit'
import type { Session } from '../../client/session.ts'
import { byHand, errorText } from './by-hand.ts'
import type { Words } from './words.ts'

export class HandForm {
  readonly #changed: () => void
  #what: 'call' | 'publish' = 'call'
  #busy = false
  #output = ''
  #failed = false

  constructor(changed: () => void) {
    this.#changed = changed
  }

  render(words: Words, session: Session | undefined): TemplateResult {
    const choose = (what: 'call' | 'publish') => () => {
      this.#what = what
      this.#changed()
    }
    const option = (what: 'call' | 'publish', text: string) =>
      html`<label class="choice"><input type="radio" name="what" .checked=${this.#what === what} @change=${choose(what)}>${text}</label>`
    return html`<form class="hand" aria-busy=${this.#busy} @submit=${(event: SubmitEvent) => this.#submit(event, words, session)}>
      <div class="choices">${option('call', words.call)}${option('publish', words.publish)}</div>
      <label class="field">${this.#what === 'call' ? words.procedure : words.topic}
        <input name="uri" required spellcheck="false" autocapitalize="off" autocomplete="off" placeholder="com.example.hello"></label>
      <label class="field">${words.args}<textarea name="args" rows="2" spellcheck="false" placeholder="[]"></textarea></label>
      <label class="field">${words.kwargs}<textarea name="kwargs" rows="2" spellcheck="false" placeholder="{}"></textarea></label>
      <button class="primary" ?disabled=${this.#busy}>${this.#what === 'call' ? words.call : words.publish}</button>
      <output aria-label=${words.result} class=${this.#failed ? 'failed' : ''}>${this.#output}</output>
    </form>`
  }

  async #submit(event: SubmitEvent, words: Words, session: Session | undefined): Promise<void> {
    event.preventDefault()
    if (this.#busy) return
    const form = new FormData(event.target as HTMLFormElement)
    const text = (name: string) => String(form.get(name) ?? '')
    this.#busy = true
    this.#show('', false)
    try {
      const request = { what: this.#what, uri: text('uri').trim(), args: text('args'), kwargs: text('kwargs') }
      const output = await byHand(session, request, words)
      this.#busy = false
      this.#show(output, false)
    } catch (error) {
      this.#busy = false
      this.#show(errorText(error), true)
    }
  }

  #show(output: string, failed: boolean): void {
    this.#output = output
    this.#failed = failed
    this.#changed()
  }
}
