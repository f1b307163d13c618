// Invite renewal: a host asks for another link, is told what that does, and confirms.

import { html, nothing, type ReactiveElement, type TemplateResult } from 'lit'
import type { Room } from '../host/room.ts'
import { sentenceOf } from '../protocol/errors.ts'
import type { InviteWords } from './invite-words.ts'
import { fill } from './words.ts'

/** A sentence, in the language of the place where it stands. */
export type Saying = (words: InviteWords) => string

export class InviteRenewal {
  readonly #host: ReactiveElement
  readonly #say: (saying: Saying | undefined) => void
  #asking = false
  #busy = false

  /** @param say told what came of it. */
  constructor(host: ReactiveElement, say: (saying: Saying | undefined) => void) {
    this.#host = host
    this.#say = say
  }

  /** What begins it. */
  button(words: InviteWords): TemplateResult {
    const toggle = () => (this.#asking ? this.#close() : void this.#open())
    return html`<button part="button renew" aria-expanded=${this.#asking} @click=${toggle}>${words.renew}</button>`
  }

  /** The question, once it was asked for. */
  question(room: Room, words: InviteWords): TemplateResult | typeof nothing {
    if (!this.#asking) return nothing
    const keyed = ({ key }: KeyboardEvent) => key === 'Escape' && this.#close()
    return html`<div part="question" role="group" aria-labelledby="question" tabindex="-1" @keydown=${keyed}>
      <p id="question">${words.renewAsks}</p>
      <div class="row">
        <button part="button confirm" @click=${() => void this.#renew(room)}>${words.renewYes}</button>
        <button part="button cancel" @click=${() => this.#close()}>${words.cancel}</button>
      </div>
    </div>`
  }

  async #open(): Promise<void> {
    this.#asking = true
    this.#say(undefined)
    await this.#host.updateComplete
    this.#focus('question')
  }

  #close(): void {
    this.#asking = false
    this.#host.requestUpdate()
    this.#focus('renew')
  }

  async #renew(room: Room): Promise<void> {
    if (this.#busy) return
    this.#busy = true
    try {
      await room.rotate()
      this.#say(words => words.renewed)
    } catch (error) {
      this.#say(words => fill(words.notRenewed, sentenceOf(error as Error)))
    } finally {
      this.#busy = false
      this.#close()
    }
  }

  #focus(part: string): void {
    this.#host.renderRoot.querySelector<HTMLElement>(`[part~=${part}]`)?.focus()
  }
}
